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
  const whole = from + count - (count % 8);
  let a = values[from]!;
  let b = values[from + 1]!;
  let c = values[from + 2]!;
  let d = values[from + 3]!;
  let e = values[from + 4]!;
  let f = values[from + 5]!;
  let g = values[from + 6]!;
  let h = values[from + 7]!;
  for (let i = from + 8; i < whole; i += 8) {
    a += values[i]!;
    b += values[i + 1]!;
    c += values[i + 2]!;
    d += values[i + 3]!;
    e += values[i + 4]!;
    f += values[i + 5]!;
    g += values[i + 6]!;
    h += values[i + 7]!;
  }
  let sum = a + b + (c + d) + (e + f + (g + h));
  for (let i = whole; i < to; i++) sum += values[i]!;
  return sum;
}
