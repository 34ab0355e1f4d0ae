/** So many of a list, at even distances; all of a shorter one. */
export function evenly(list: readonly number[], most: number): readonly number[] {
  return list.length <= most ? list : Array.from({ length: most }, (_, place) => list[Math.floor((place * list.length) / most)]!);
}
