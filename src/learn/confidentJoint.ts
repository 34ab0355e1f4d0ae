import { calibrateJoint } from './calibrateJoint.ts';
import { CheckedProbabilities } from './checkedProbabilities.ts';
import { type LabelRows, countRows, missingLabel, requireLabels, usableLabels } from './labelRows.ts';
import { type Checkpoint, within } from './checkpoint.ts';
import { type ProbabilityBlock, type ProbabilityBlocks } from './probabilityBlocks.ts';

/** Comparisons of probabilities give this much. */
export const comparisonTolerance = 1e-6;
/** The threshold of a class is at least this, so that it exceeds the tolerance. */
const leastThreshold = 2 * comparisonTolerance;
/** Of a class without rows: no probability reaches it. */
const unreachable = 2;

/** The confident joint, and what one walk over the probabilities learns about each row. */
export interface ConfidentJoint {
  readonly classes: number;
  /** The label of each row, −1 where the row does not take part. */
  readonly labels: Int32Array;
  readonly rows: LabelRows;
  /** Rows with each label. */
  readonly labelCounts: Int32Array;
  /** Mean probability of each class over the rows that have it as label. */
  readonly thresholds: Float64Array;
  /** K × K, given × suggested: rows counted with confidence; at least 1 on the diagonal. */
  readonly confidentCounts: Int32Array;
  /** K × K, calibrated to the label counts: an estimate of how many rows labelled `given` are truly `suggested`. */
  readonly counts: Int32Array;
  /** Of each row: probability of its label; NaN where it takes no part. */
  readonly selfConfidence: Float64Array;
  /** Of each row: the largest probability of any other class. */
  readonly rivalProbability: Float64Array;
  /** Of each row: the class of largest probability (the first of equals), −1 where it takes no part. */
  readonly predicted: Int32Array;
  /** Of each row: 1 where it was counted off the diagonal. */
  readonly offDiagonal: Uint8Array;
  /** Of each row: 1 where another class is more probable than the label by more than 1e-6. */
  readonly disagrees: Uint8Array;
  readonly checked: CheckedProbabilities;
}

/**
 * Counts which labels rows have and which they seem to have, by class thresholds: steps 1 to 3 of confident
 * learning (Northcutt, Jiang and Chuang, JAIR 70, 2021), as cleanlab does it. Two walks over the probabilities;
 * memory is about 30 bytes a row and 8 K² bytes.
 *
 * @param labels class of each row, −1 where missing: left out and counted.
 * @throws RangeError where labels and probabilities do not fit.
 */
export async function estimateConfidentJoint(labels: Int32Array, probabilities: ProbabilityBlocks, checkpoint?: Checkpoint): Promise<ConfidentJoint> {
  const { rows, classes } = probabilities;
  requireLabels(labels, rows, classes);
  const checked = new CheckedProbabilities(probabilities);
  const { labelCounts, thresholds } = await classThresholds(labels, checked, checkpoint && within(checkpoint, 0, 0.5));
  const usable = usableLabels(labels, checked);
  const found = emptyRows(rows, classes);
  const count = rowCounter(usable, thresholds, found);
  await checked.walk(checkpoint && within(checkpoint, 0.5, 1), count);
  for (let k = 0; k < classes; k++) {
    if (found.confidentCounts[k * classes + k] === 0) found.confidentCounts[k * classes + k] = 1;
  }
  return {
    classes,
    labels: usable,
    rows: countRows(labels, usable, checked),
    labelCounts,
    thresholds,
    counts: calibrateJoint(found.confidentCounts, labelCounts),
    checked,
    ...found,
  };
}

/** Q: the joint distribution of given (rows) and true (columns) labels, K × K, of sum 1; all 0 where there are no rows. */
export function jointDistribution({ counts }: Pick<ConfidentJoint, 'counts'>): Float64Array {
  let total = 0;
  for (const count of counts) total += count;
  return Float64Array.from(counts, (count) => (total === 0 ? 0 : count / total));
}

/** The first walk: mean self-confidence of each class, summed with Neumaier's correction. */
async function classThresholds(labels: Int32Array, checked: CheckedProbabilities, checkpoint: Checkpoint | undefined) {
  const classes = checked.classes;
  const labelCounts = new Int32Array(classes);
  const sums = new Float64Array(classes);
  const corrections = new Float64Array(classes);
  await checked.check(checkpoint, (block, from, to) => {
    for (let row = from; row < to; row++) {
      const label = labels[row]!;
      if (label === missingLabel || checked.isRefused(row)) continue;
      const p = block[(row - from) * classes + label]!;
      const sum = sums[label]!;
      const next = sum + p;
      corrections[label]! += sum >= p ? sum - next + p : p - next + sum;
      sums[label] = next;
      labelCounts[label]!++;
    }
  });
  const thresholds = sums.map((sum, k) => (labelCounts[k] === 0 ? unreachable : Math.max(leastThreshold, (sum + corrections[k]!) / labelCounts[k]!)));
  return { labelCounts, thresholds };
}

type FoundRows = Pick<ConfidentJoint, 'confidentCounts' | 'selfConfidence' | 'rivalProbability' | 'predicted' | 'offDiagonal' | 'disagrees'>;

function emptyRows(rows: number, classes: number): FoundRows {
  return {
    confidentCounts: new Int32Array(classes * classes),
    selfConfidence: new Float64Array(rows).fill(NaN),
    rivalProbability: new Float64Array(rows).fill(NaN),
    predicted: new Int32Array(rows).fill(missingLabel),
    offDiagonal: new Uint8Array(rows),
    disagrees: new Uint8Array(rows),
  };
}

/** The second walk: what each row is counted as, and how it stands with its label. */
function rowCounter(labels: Int32Array, thresholds: Float64Array, found: FoundRows) {
  const classes = thresholds.length;
  const bounds = thresholds.map((threshold) => threshold - comparisonTolerance);
  return (block: ProbabilityBlock, from: number, to: number): void => {
    for (let row = from, at = 0; row < to; row++, at += classes) {
      const label = labels[row]!;
      if (label === missingLabel) continue;
      let best = -1;
      let bestClass = 0;
      let second = -1;
      let secondClass = 0;
      let confident = 0;
      let firstConfident = 0;
      for (let k = 0; k < classes; k++) {
        const p = block[at + k]!;
        if (p > best) {
          second = best;
          secondClass = bestClass;
          best = p;
          bestClass = k;
        } else if (p > second) {
          second = p;
          secondClass = k;
        }
        if (p >= bounds[k]! && confident++ === 0) firstConfident = k;
      }
      const own = block[at + label]!;
      const rival = bestClass === label ? second : best;
      const rivalClass = bestClass === label ? secondClass : bestClass;
      found.selfConfidence[row] = own;
      found.rivalProbability[row] = Math.max(0, rival);
      found.predicted[row] = bestClass;
      const lifted = own + comparisonTolerance;
      if (rival > lifted || (rival === lifted && rivalClass < label)) found.disagrees[row] = 1;
      if (confident === 0) continue;
      const counted = confident === 1 ? firstConfident : bestClass;
      found.confidentCounts[label * classes + counted]!++;
      if (counted !== label) found.offDiagonal[row] = 1;
    }
  };
}
