/** Fisher–Pearson skewness m₃/m₂^1.5 from the second and third central moments (divided by n); 0 where nothing varies. */
export function skewness(secondMoment: number, thirdMoment: number): number {
  return secondMoment > 0 ? thirdMoment / secondMoment ** 1.5 : 0;
}
