/**
 * The positions of values in ascending order, by Batcher's bitonic sorting network (“Sorting networks and their
 * applications”, AFIPS 1968). It is not stable, but its order of equal values is fixed by their number alone, and
 * is the one that numpy's vectorised argsort gives up to 256 of them; where a rounding must choose among equal
 * residuals, the choice is then the same.
 */
export function bitonicOrder(values: Float64Array): Int32Array {
  let size = 1;
  while (size < values.length) size *= 2;
  const order = new Int32Array(size);
  for (let i = 0; i < size; i++) order[i] = i;
  const keys = new Float64Array(size).fill(Infinity);
  keys.set(values);
  for (let block = 2; block <= size; block *= 2) {
    for (let start = 0; start < size; start += block) {
      for (let i = start, j = start + block - 1; i < j; i++, j--) exchange(keys, order, i, j);
    }
    for (let distance = block >> 2; distance >= 1; distance >>= 1) {
      for (let start = 0; start < size; start += 2 * distance) {
        for (let i = start; i < start + distance; i++) exchange(keys, order, i, i + distance);
      }
    }
  }
  return order.filter((position) => position < values.length);
}

function exchange(keys: Float64Array, order: Int32Array, low: number, high: number): void {
  const key = keys[low]!;
  if (key <= keys[high]!) return;
  const position = order[low]!;
  keys[low] = keys[high]!;
  keys[high] = key;
  order[low] = order[high]!;
  order[high] = position;
}
