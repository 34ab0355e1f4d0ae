/**
 * The positions (out of `candidates`) of the `count` smallest values, in no order; of equal values the lowest
 * positions. Takes time linear in the candidates (Hoare's selection by a pivot in the middle), and sorts nothing.
 */
export function smallest(values: Float64Array, candidates: Int32Array, count: number): Int32Array {
  const order = Int32Array.from(candidates);
  if (count >= order.length) return order;
  if (count <= 0) return new Int32Array(0);
  const before = (a: number, b: number): boolean => values[a]! < values[b]! || (values[a] === values[b] && a < b);
  let low = 0;
  let high = order.length - 1;
  while (low < high) {
    const pivot = order[(low + high) >>> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (before(order[i]!, pivot)) i++;
      while (before(pivot, order[j]!)) j--;
      if (i > j) break;
      const held = order[i]!;
      order[i++] = order[j]!;
      order[j--] = held;
    }
    if (count - 1 <= j) high = j;
    else if (count - 1 >= i) low = i;
    else break;
  }
  return order.slice(0, count);
}
