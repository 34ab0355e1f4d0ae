/**
 * The positions (out of `candidates`, which ascend) of the `count` smallest values, ascending; of equal values the
 * lowest positions. Takes time linear in the candidates, and sorts nothing.
 */
export function smallest(values: Float64Array, candidates: Int32Array, count: number): Int32Array {
  if (count >= candidates.length) return candidates.slice();
  if (count <= 0) return new Int32Array(0);
  const copy = new Float64Array(candidates.length);
  for (let i = 0; i < copy.length; i++) copy[i] = values[candidates[i]!]!;
  const bound = nthSmallest(copy, count - 1);
  let ties = count;
  for (const value of copy) if (value < bound) ties--;
  const chosen = new Int32Array(count);
  for (let i = 0, next = 0; next < count; i++) {
    const position = candidates[i]!;
    const value = values[position]!;
    if (value < bound || (value === bound && ties-- > 0)) chosen[next++] = position;
  }
  return chosen;
}

/** The value that would stand at `index` if the values were sorted; moves them about. Hoare, “Find”, CACM 4, 1961. */
export function nthSmallest(values: Float64Array, index: number): number {
  let low = 0;
  let high = values.length - 1;
  while (low < high) {
    const pivot = values[(low + high) >>> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i > j) break;
      const held = values[i]!;
      values[i++] = values[j]!;
      values[j--] = held;
    }
    if (index <= j) high = j;
    else if (index >= i) low = i;
    else break;
  }
  return values[index]!;
}
