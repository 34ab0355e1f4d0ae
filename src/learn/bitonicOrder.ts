/**
 * The positions of values in ascending order, by Batcher's bitonic sorting network (“Sorting networks and their
 * applications”, AFIPS 1968). It is not stable, but its order of equal values is fixed by their number alone, and
 * is the one that numpy's vectorised argsort gives up to 256 of them; where a rounding must choose among equal
 * residuals, the choice is then the same.
 */
export function bitonicOrder(values: Float64Array): Int32Array {
  let size = 1;
  while (size < values.length) size *= 2;
  const order = Int32Array.from({ length: size }, (_, i) => i);
  const key = new Float64Array(size).fill(Infinity);
  key.set(values);
  const exchange = (low: number, high: number): void => {
    if (key[order[low]!]! <= key[order[high]!]!) return;
    const held = order[low]!;
    order[low] = order[high]!;
    order[high] = held;
  };
  for (let block = 2; block <= size; block *= 2) {
    for (let start = 0; start < size; start += block) {
      for (let i = 0; i < block / 2; i++) exchange(start + i, start + block - 1 - i);
    }
    for (let distance = block / 4; distance >= 1; distance /= 2) {
      for (let start = 0; start < size; start += 2 * distance) {
        for (let i = start; i < start + distance; i++) exchange(i, i + distance);
      }
    }
  }
  return order.filter((position) => position < values.length);
}
