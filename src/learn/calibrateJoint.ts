import { pairwiseSum } from './pairwiseSum.ts';
import { roundPreservingSum } from './roundRows.ts';

/** Of more classes than this, a rounding that chooses among equal residuals agrees with cleanlab's by chance alone. */
const mostInCommon = 256;

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
  const values = new Float64Array(classes);
  const places = new Int32Array(classes);
  for (let given = 0; given < classes; given++) {
    const first = given * classes;
    let count = 0;
    for (let j = 0; j < classes; j++) {
      // Nothing of a 0 can be rounded; beside others it has a say in their order, and takes most of the time where classes are many.
      if (counts[first + j] === 0 && classes > mostInCommon) continue;
      values[count] = counts[first + j] === 0 ? 0 : (scaledAt(given, first + j) / sum) * total;
      places[count++] = j;
    }
    roundPreservingSum(values.subarray(0, count)).forEach((value, i) => { calibrated[first + places[i]!] = value; });
  }
  return calibrated;
}
