/** Up to here a plain sum, in eight interleaved parts. */
const blockSize = 128;

/**
 * The sum of values[from … to − 1] by halves, whose rounding error grows with log n instead of n. It adds in the
 * order in which numpy does, so that shares which fall exactly on a half are rounded to the same side.
 * Higham, “The accuracy of floating point summation”, SIAM J. Sci. Comput. 14(4), 1993.
 */
export function pairwiseSum(values: Float64Array, from = 0, to = values.length): number {
  const count = to - from;
  if (count > blockSize) {
    const half = Math.floor(count / 2);
    const middle = from + half - (half % 8);
    return pairwiseSum(values, from, middle) + pairwiseSum(values, middle, to);
  }
  if (count < 8) {
    let sum = 0;
    for (let i = from; i < to; i++) sum += values[i]!;
    return sum;
  }
  const parts = values.slice(from, from + 8);
  const whole = from + count - (count % 8);
  for (let i = from + 8; i < whole; i += 8) {
    for (let k = 0; k < 8; k++) parts[k]! += values[i + k]!;
  }
  const [a, b, c, d, e, f, g, h] = parts as unknown as [number, number, number, number, number, number, number, number];
  let sum = a + b + (c + d) + (e + f + (g + h));
  for (let i = whole; i < to; i++) sum += values[i]!;
  return sum;
}
