import { filledCells } from './filledCells.ts';
import { pairwiseSum } from './pairwiseSum.ts';
import { roundPreservingSum, stableOrder } from './roundRows.ts';

/** Of more classes than this, a rounding that chooses among equal residuals agrees with cleanlab’s by chance alone: the first goes first. */
const mostInCommon = 256;

/**
 * Scales each row of confident counts to the number of rows with that label, the whole to the number of all rows,
 * and rounds so that row sums stay. Northcutt, Jiang and Chuang, “Confident learning: estimating uncertainty in
 * dataset labels”, JAIR 70, 2021, §3.1; rounding and order of operations are cleanlab's.
 *
 * @param counts K × K, given label by row, suggested by column. Among many classes most are 0, and cost nothing.
 * @param labelCounts rows with each given label.
 */
export function calibrateJoint(counts: Int32Array, labelCounts: Int32Array): Int32Array {
  const classes = labelCounts.length;
  const total = labelCounts.reduce((sum, count) => sum + count, 0);
  const calibrated = new Int32Array(classes * classes);
  const cells = filledCells(counts);
  const rowSums = new Float64Array(classes);
  for (const cell of cells) rowSums[Math.floor(cell / classes)]! += counts[cell]!;
  const scaledAt = (cell: number): number => {
    const given = Math.floor(cell / classes);
    return (counts[cell]! / rowSums[given]!) * labelCounts[given]!;
  };
  const sum = sumByColumn(cells, scaledAt, classes);
  if (sum === 0) return calibrated;
  // Nothing of a 0 can be rounded; beside others it has a say in their order, which takes most of the time where classes are many.
  const rounded = classes > mostInCommon ? cells : calibrated.map((_, cell) => cell);
  const order = classes > mostInCommon ? stableOrder : undefined;
  const shares = new Float64Array(classes);
  for (let from = 0, to = 0; from < rounded.length; from = to) {
    const end = (Math.floor(rounded[from]! / classes) + 1) * classes;
    for (; to < rounded.length && rounded[to]! < end; to++) {
      const cell = rounded[to]!;
      shares[to - from] = counts[cell] === 0 ? 0 : (scaledAt(cell) / sum) * total;
    }
    const whole = roundPreservingSum(shares.subarray(0, to - from), order);
    for (let i = from; i < to; i++) calibrated[rounded[i]!] = whole[i - from]!;
  }
  return calibrated;
}

/** Column by column, as the sum is then taken in the order that decides on exact halves. */
function sumByColumn(cells: Int32Array, scaledAt: (cell: number) => number, classes: number): number {
  const values = new Float64Array(cells.length);
  const places = byColumn(cells, classes);
  for (let i = 0; i < places.length; i++) {
    const cell = places[i]!;
    values[i] = scaledAt(cell);
    places[i] = (cell % classes) * classes + Math.floor(cell / classes);
  }
  return pairwiseSum(places, values, classes * classes);
}

/** Cells of a K × K matrix, which ascend by row, ascending by column. */
function byColumn(cells: Int32Array, classes: number): Int32Array {
  const next = new Int32Array(classes + 1);
  for (const cell of cells) next[(cell % classes) + 1]!++;
  for (let column = 0; column < classes; column++) next[column + 1]! += next[column]!;
  const sorted = new Int32Array(cells.length);
  for (const cell of cells) sorted[next[cell % classes]!++] = cell;
  return sorted;
}
