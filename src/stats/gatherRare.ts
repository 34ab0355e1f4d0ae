/**
 * Categories of which fewer are expected on a side make χ² say too much. Cochran, “Some methods for strengthening the
 * common χ² tests”, 1954.
 */
const leastExpected = 5;

/**
 * Counts of the same categories in two samples, for a χ² test: categories of which fewer than five are expected in either
 * sample are gathered into one, the last.
 */
export function gatherRare(first: ArrayLike<number>, second: ArrayLike<number>): [number[], number[]] {
  const [before, now] = [Array.from(first), Array.from(second)];
  const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
  const smaller = Math.min(total(before), total(now)) / Math.max(1, total(before) + total(now));
  const isRare = before.map((count, index) => (count + now[index]!) * smaller < leastExpected);
  const gather = (counts: readonly number[]): number[] => [...counts.filter((_, index) => !isRare[index]), total(counts.filter((_, index) => isRare[index]))];
  return [gather(before), gather(now)];
}
