import { lowerBound } from './lowerBound.ts';

/** Up to here a plain sum, in eight interleaved parts. */
const blockSize = 128;

/**
 * The sum, by halves, of `length` numbers of which only those at `positions` (ascending) are not 0: its rounding error
 * grows with log n instead of n. It adds in the order in which numpy adds all of them, so that shares which fall
 * exactly on a half are rounded to the same side; what holds nothing is 0 without being read.
 * Higham, “The accuracy of floating point summation”, SIAM J. Sci. Comput. 14(4), 1993.
 */
export function pairwiseSum(positions: Int32Array, values: Float64Array, length: number): number {
  const parts = new Float64Array(8);
  /** Of the numbers from … to − 1, which are those of the entries first … last − 1. */
  const add = (from: number, to: number, first: number, last: number): number => {
    if (last - first <= 1) return first === last ? 0 : values[first]!;
    const count = to - from;
    if (count <= blockSize) return addBlock(from, from + count - (count % 8), first, last);
    const half = Math.floor(count / 2);
    const middle = from + half - (half % 8);
    const split = lowerBound(positions, middle, first, last);
    return add(from, middle, first, split) + add(middle, to, split, last);
  };
  const addBlock = (from: number, whole: number, first: number, last: number): number => {
    parts.fill(0);
    let entry = first;
    for (; entry < last && positions[entry]! < whole; entry++) parts[(positions[entry]! - from) % 8]! += values[entry]!;
    const [a, b, c, d, e, f, g, h] = parts as unknown as [number, number, number, number, number, number, number, number];
    let sum = a + b + (c + d) + (e + f + (g + h));
    for (; entry < last; entry++) sum += values[entry]!;
    return sum;
  };
  return add(0, length, 0, positions.length);
}
