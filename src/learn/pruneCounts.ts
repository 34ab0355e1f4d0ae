import { filledCells } from './filledCells.ts';

/** Pairs of a given and another label of which rows are given up; most pairs are none. */
export interface PruneCounts {
  /** Of each given label its first pair, K + 1 numbers. */
  readonly firstPair: Int32Array;
  /** Of each pair: the other label, and how many rows go. */
  readonly suggested: Int32Array;
  readonly counts: Int32Array;
}

/**
 * How many rows each pair of labels gives up: each diagonal is raised to at least 1 at the cost of the other counts of
 * its given label, then all are cut to whole numbers. As cleanlab's `_keep_at_least_n_per_class` with n = 1, which
 * divides the rise by the number of non-zero counts less one.
 *
 * @param counts calibrated, K × K, given × suggested.
 */
export function pruneCounts(counts: Int32Array, classes: number): PruneCounts {
  const cells = filledCells(counts);
  const firstPair = new Int32Array(classes + 1);
  const suggested = new Int32Array(cells.length);
  const wanted = new Int32Array(cells.length);
  let pairs = 0;
  for (let given = 0, from = 0, to = 0; given < classes; given++, from = to) {
    const first = given * classes;
    while (to < cells.length && cells[to]! < first + classes) to++;
    const own = counts[first + given]!;
    const cost = (Math.max(own, 1) - own) / Math.max(1, to - from - 1);
    for (let i = from; i < to; i++) {
      const count = Math.trunc(counts[cells[i]!]! - cost);
      if (cells[i] === first + given || count <= 0) continue;
      suggested[pairs] = cells[i]! - first;
      wanted[pairs++] = count;
    }
    firstPair[given + 1] = pairs;
  }
  return { firstPair, suggested: suggested.subarray(0, pairs), counts: wanted.subarray(0, pairs) };
}
