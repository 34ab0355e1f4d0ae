import { countOf } from '../core/countWords.ts';
import { within, type Checkpoint } from './checkpoint.ts';
import { assignFolds, type Folds } from './folds.ts';
import { workPerStep, type Learner, type Predictor } from './learner.ts';
import { amongPresent } from './presentClasses.ts';

export interface CrossValidation extends Folds {
  /** Out-of-sample probabilities, one row of classCount for each row of the data: no row was predicted by a model that saw its label. */
  readonly probabilities: Float32Array;
  /** Share of the rows learnt from whose likeliest class is their label. */
  readonly accuracy: number;
  /** Mean of −ln of the probability of the label, over the same rows. */
  readonly logLoss: number;
  /** What was left out, as sentences for people. */
  readonly notes: readonly string[];
}

export interface CrossValidateOptions {
  readonly seed?: number;
  /** Where to write the probabilities: rows × classes. */
  readonly probabilities?: Float32Array;
  readonly checkpoint?: Checkpoint;
}

/** The least probability that a log loss counts with. */
const leastProbability = 1e-7;

/**
 * Probabilities of every class for every row from models that have not seen that row, by stratified
 * cross-validation. Rows without a label, or with one that no other row has, are predicted but not learnt from
 * and count in neither accuracy nor log loss.
 * @param labels the class of each row, 0 to classCount − 1, or −1 where it is missing
 * @throws NothingToLearn where the labels do not suffice
 */
export async function crossValidate(learner: Learner, labels: Int32Array, classCount: number, options: CrossValidateOptions = {}): Promise<CrossValidation> {
  const { seed = 1, checkpoint = () => undefined } = options;
  const folds = assignFolds(labels, classCount, seed);
  const probabilities = options.probabilities ?? new Float32Array(labels.length * classCount);
  if (probabilities.length !== labels.length * classCount)
    throw new RangeError(`Probabilities take ${labels.length} × ${classCount} numbers, not ${probabilities.length}.`);
  const learning = (labels.length * (folds.foldCount - 1)) / folds.foldCount;
  const firstTakes = learner.firstTakes?.(learning, classCount) ?? 1;
  const doneAfter = (fold: number): number => (fold === 0 ? 0 : (firstTakes + fold - 1) / (firstTakes + folds.foldCount - 1));
  for (let fold = 0; fold < folds.foldCount; fold++)
    await validateFold(learner, labels, classCount, folds, fold, probabilities, within(checkpoint, doneAfter(fold), doneAfter(fold + 1)));
  return {
    ...folds,
    probabilities,
    ...scorePredictions(probabilities, labels, folds.learnt, classCount),
    notes: [...describeLeftOut(folds), ...learner.notes],
  };
}

/** Learns from all folds but one, and predicts that one into its rows of `probabilities`: rows × classes. */
export async function validateFold(
  learner: Learner, labels: Int32Array, classCount: number, folds: Folds, fold: number, probabilities: Float32Array, checkpoint: Checkpoint,
): Promise<void> {
  const words = `Fold ${fold + 1} of ${folds.foldCount}: `;
  const learning = rowsWhere(labels.length, (row) => folds.foldOf[row] !== fold && folds.learnt[row] === 1);
  const model = await amongPresent(learner).fit(labels, learning, classCount, within(checkpoint, 0, 0.9, words));
  const held = rowsWhere(labels.length, (row) => folds.foldOf[row] === fold);
  await predictRows(model, held, classCount, probabilities, within(checkpoint, 0.9, 1, words));
}

/** −ln of the probability of a row's label. */
function lossOf(probabilities: Float32Array, labels: Int32Array, row: number, classCount: number): number {
  return -Math.log(Math.max(probabilities[row * classCount + labels[row]!]!, leastProbability));
}

/** Accuracy and log loss of probabilities on the rows that are learnt from. */
export function scorePredictions(
  probabilities: Float32Array,
  labels: Int32Array,
  learnt: Uint8Array,
  classCount: number,
): { accuracy: number; logLoss: number } {
  let right = 0;
  let loss = 0;
  let count = 0;
  for (let row = 0; row < labels.length; row++) {
    if (!learnt[row]) continue;
    const start = row * classCount;
    let best = 0;
    for (let label = 1; label < classCount; label++) if (probabilities[start + label]! > probabilities[start + best]!) best = label;
    if (best === labels[row]) right++;
    loss += lossOf(probabilities, labels, row, classCount);
    count++;
  }
  return { accuracy: right / count, logLoss: loss / count };
}

async function predictRows(model: Predictor, rows: Uint32Array, classCount: number, probabilities: Float32Array, checkpoint: Checkpoint): Promise<void> {
  const rowsPerStep = Math.max(1, Math.floor(workPerStep / (model.work + classCount)));
  for (let from = 0; from < rows.length; from += rowsPerStep) {
    for (const row of rows.subarray(from, from + rowsPerStep)) model.predict(row, probabilities.subarray(row * classCount, (row + 1) * classCount));
    await checkpoint(Math.min(1, (from + rowsPerStep) / rows.length), 'predicting');
  }
}

function rowsWhere(rowCount: number, wanted: (row: number) => boolean): Uint32Array {
  const rows = new Uint32Array(rowCount);
  let length = 0;
  for (let row = 0; row < rowCount; row++) if (wanted(row)) rows[length++] = row;
  return rows.slice(0, length);
}

/** What was left out of folds, as sentences for people. */
export function describeLeftOut(folds: Folds): string[] {
  const notes: string[] = [];
  if (folds.missingRows > 0) notes.push(`${plural(folds.missingRows, 'row')} without a label ${folds.missingRows === 1 ? 'was' : 'were'} not learnt from.`);
  const single = folds.singleClasses.length;
  if (single > 0)
    notes.push(
      `${plural(single, 'label')} with one row ${single === 1 ? 'was' : 'were'} left out: nothing could be learnt about ${single === 1 ? 'it' : 'them'} from other rows.`,
    );
  if (folds.foldCount < 5) notes.push(`${folds.foldCount} folds in place of 5, since a label has fewer than 5 rows.`);
  return notes;
}

function plural(count: number, noun: string): string {
  return countOf(count, noun);
}
