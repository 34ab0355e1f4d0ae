/**
 * Puts labels that are confused with each other side by side, so that what matters in the matrix stands near its
 * diagonal: labels are joined into chains, the heaviest confusion first, each label between two others at most; the
 * chains follow each other by their weight. Ties keep the order given.
 *
 * @param counts square: given (down) by suggested (across).
 * @returns the indices of the labels in their new order; those without any confusion are left out.
 */
export function confusionOrder(counts: readonly (readonly number[])[]): number[] {
  const weight = (a: number, b: number): number => (counts[a]?.[b] ?? 0) + (counts[b]?.[a] ?? 0);
  const pairs = counts.flatMap((_, a) => counts.slice(a + 1).map((_row, b) => ({ a, b: a + 1 + b, weight: weight(a, a + 1 + b) })));
  const heaviest = pairs.filter((pair) => pair.weight > 0).sort((one, two) => two.weight - one.weight);
  const chains = new Map(heaviest.flatMap(({ a, b }) => [a, b]).map((label) => [label, [label]]));
  for (const { a, b } of heaviest) {
    const left = chains.get(a)!;
    const right = chains.get(b)!;
    if (left === right || !isEnd(left, a) || !isEnd(right, b)) continue;
    const joined = [...(left.at(-1) === a ? left : left.toReversed()), ...(right[0] === b ? right : right.toReversed())];
    for (const label of joined) chains.set(label, joined);
  }
  const total = (chain: readonly number[]): number =>
    chain.reduce((sum, label) => sum + counts.reduce((all, _, other) => (other === label ? all : all + weight(label, other)), 0), 0);
  return [...new Set(chains.values())].sort((one, two) => total(two) - total(one) || one[0]! - two[0]!).flat();
}

function isEnd(chain: readonly number[], label: number): boolean {
  return chain[0] === label || chain.at(-1) === label;
}
