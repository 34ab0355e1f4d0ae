import { pairwiseSum } from './pairwiseSum.ts';
import { roundPreservingSum } from './roundRows.ts';

/**
 * Scales each row of confident counts to the number of rows with that label, the whole to the number of all rows,
 * and rounds so that row sums stay. Northcutt, Jiang and Chuang, “Confident learning: estimating uncertainty in
 * dataset labels”, JAIR 70, 2021, §3.1; rounding and order of operations are cleanlab's.
 *
 * @param counts K × K, given label by row, suggested by column.
 * @param labelCounts rows with each given label.
 */
export function calibrateJoint(counts: Int32Array, labelCounts: Int32Array): Int32Array {
  const classes = labelCounts.length;
  const total = labelCounts.reduce((sum, count) => sum + count, 0);
  const rowSums = new Float64Array(classes);
  for (let given = 0, at = 0; given < classes; given++) for (let j = 0; j < classes; j++) rowSums[given]! += counts[at++]!;
  const scaledAt = (given: number, at: number): number => (counts[at]! / rowSums[given]!) * labelCounts[given]!;
  // Column-major, as the sum over all of it is then taken in the order that decides on exact halves.
  const scaled = new Float64Array(classes * classes);
  for (let given = 0, at = 0; given < classes; given++) {
    for (let j = 0; j < classes; j++, at++) if (counts[at] !== 0) scaled[j * classes + given] = scaledAt(given, at);
  }
  const sum = pairwiseSum(scaled);
  const calibrated = new Int32Array(classes * classes);
  if (sum === 0) return calibrated;
  const row = new Float64Array(classes);
  for (let given = 0, at = 0; given < classes; given++) {
    for (let j = 0; j < classes; j++, at++) row[j] = counts[at] === 0 ? 0 : (scaledAt(given, at) / sum) * total;
    calibrated.set(roundPreservingSum(row), given * classes);
  }
  return calibrated;
}
