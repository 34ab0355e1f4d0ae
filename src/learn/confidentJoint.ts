import { calibrateJoint } from './calibrateJoint.ts';
import { CheckedProbabilities } from './checkedProbabilities.ts';
import { type LabelRows, countRows, missingLabel, requireLabels, usableLabels } from './labelRows.ts';
import { type Checkpoint, within } from './checkpoint.ts';
import { ClassMeans, unreachable } from './classMeans.ts';
import { type ProbabilityBlock, type ProbabilityBlocks, eachBlock } from './probabilityBlocks.ts';
import { RowExtremes } from './rowExtremes.ts';

/** Comparisons of probabilities give this much. */
export const comparisonTolerance = 1e-6;

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
 * learning (Northcutt, Jiang and Chuang, JAIR 70, 2021), as cleanlab does it. One walk over the probabilities,
 * and a second one over the blocks in which some row is unsure; memory is about 40 bytes a row and 8 K² bytes.
 *
 * @param labels class of each row, −1 where missing: left out and counted.
 * @throws RangeError where labels and probabilities do not fit.
 */
export async function estimateConfidentJoint(labels: Int32Array, probabilities: ProbabilityBlocks, checkpoint?: Checkpoint): Promise<ConfidentJoint> {
  const { rows, classes } = probabilities;
  requireLabels(labels, rows, classes);
  const checked = new CheckedProbabilities(probabilities);
  const found = emptyRows(rows, classes);
  const second = new Float64Array(rows);
  const means = new ClassMeans(classes);
  await eachBlock(probabilities, checkpoint && within(checkpoint, 0, 0.5), rowReader(labels, checked, found, second, means));
  const usable = usableLabels(labels, checked);
  const { labelCounts, thresholds } = means.thresholds();
  await countRowsWithConfidence(usable, thresholds, found, second, checked, checkpoint && within(checkpoint, 0.5, 1));
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

/**
 * Q: the joint distribution of given (rows) and true (columns) labels, K × K, of sum 1; all 0 where there are no rows.
 * The form in which others publish it: tests hold the counts against cleanlab's by it.
 */
export function jointDistribution({ counts }: Pick<ConfidentJoint, 'counts'>): Float64Array {
  let total = 0;
  for (const count of counts) total += count;
  return Float64Array.from(counts, (count) => (total === 0 ? 0 : count / total));
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

/** The first walk: how each row stands with its label, its second largest probability, and the means of classes. */
function rowReader(labels: Int32Array, checked: CheckedProbabilities, found: FoundRows, seconds: Float64Array, means: ClassMeans) {
  const classes = checked.classes;
  const extremes = new RowExtremes();
  return (block: ProbabilityBlock, from: number, to: number): void => {
    for (let row = from, at = 0; row < to; row++, at += classes) {
      const label = labels[row]!;
      if (label === missingLabel) continue;
      extremes.read(block, at, classes);
      const { best, bestClass, second, secondClass } = extremes;
      const divisor = checked.judge(row, extremes.sum, extremes.least);
      if (divisor === 0) {
        checked.refuse(row, extremes.sum, block.subarray(at, at + classes));
        continue;
      }
      const own = block[at + label]! / divisor;
      const isBest = bestClass === label;
      const rival = (isBest ? second : best) / divisor;
      found.selfConfidence[row] = own;
      found.rivalProbability[row] = rival;
      found.predicted[row] = bestClass;
      seconds[row] = second / divisor;
      const lifted = own + comparisonTolerance;
      if (rival > lifted || (rival === lifted && (isBest ? secondClass : bestClass) < label)) found.disagrees[row] = 1;
      means.add(label, own);
    }
  };
}

/**
 * The second walk: as what each row counts. Where the most probable class reaches its threshold, the row counts as
 * that one, whichever others do; where no other probability reaches any threshold, as none. Only the rest is read again.
 */
async function countRowsWithConfidence(
  labels: Int32Array,
  thresholds: Float64Array,
  found: FoundRows,
  seconds: Float64Array,
  checked: CheckedProbabilities,
  checkpoint: Checkpoint | undefined,
): Promise<void> {
  const classes = thresholds.length;
  const bounds = thresholds.map((threshold) => threshold - comparisonTolerance);
  const lowest = bounds.reduce((a, b) => Math.min(a, b), unreachable);
  const open = new Uint8Array(labels.length);
  const count = (row: number, counted: number): void => {
    found.confidentCounts[labels[row]! * classes + counted]!++;
    if (counted !== labels[row]) found.offDiagonal[row] = 1;
  };
  for (let row = 0; row < labels.length; row++) {
    if (labels[row] === missingLabel) continue;
    const predicted = found.predicted[row]!;
    const best = predicted === labels[row] ? found.selfConfidence[row]! : found.rivalProbability[row]!;
    if (best >= bounds[predicted]!) count(row, predicted);
    else if (seconds[row]! >= lowest) open[row] = 1;
  }
  const readAgain = (block: ProbabilityBlock, from: number, to: number): void => {
    for (let row = from, at = 0; row < to; row++, at += classes) {
      if (open[row] === 0) continue;
      let confident = 0;
      let last = 0;
      for (let k = 0; k < classes; k++) {
        if (block[at + k]! < bounds[k]!) continue;
        confident++;
        last = k;
      }
      if (confident > 0) count(row, confident === 1 ? last : found.predicted[row]!);
    }
  };
  await checked.walk(checkpoint, readAgain, (from, to) => open.subarray(from, to).includes(1));
}
