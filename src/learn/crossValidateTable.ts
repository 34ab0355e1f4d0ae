import { type Checkpoint, within } from './checkpoint.ts';
import { type CrossValidateOptions, type CrossValidation, describeLeftOut, lossOf, scorePredictions, validateFold } from './crossValidate.ts';
import { createExtraTrees } from './extraTrees.ts';
import { fitLinear } from './fitLinear.ts';
import { assignFolds } from './folds.ts';
import type { Learner } from './learner.ts';
import { predictLinear } from './predictLinear.ts';
import type { TableFeatures } from './tableFeatures.ts';

/** More rows than this, and trees take too long. */
const mostTreeRows = 200_000;
const leastUpdates = 100_000;

/** What a learner reached, out of fold: over the first fold alone where it was clearly behind in it. */
export interface LearnerScore {
  readonly learner: string;
  readonly accuracy: number;
  readonly logLoss: number;
}

/** Logistic regression on the features of a table. */
export function createTableRegression(features: TableFeatures, seed = 1): Learner {
  const { sparse } = features;
  return {
    name: 'logistic regression', notes: [],
    async fit(labels, rows, classCount, checkpoint) {
      const epochs = Math.min(300, Math.max(10, Math.ceil(leastUpdates / rows.length)));
      return predictLinear(await fitLinear(sparse, labels, rows, classCount, { epochs, l2: 1e-4, firstStep: 1, averageFrom: 1, seed }, checkpoint), sparse);
    },
  };
}

/** One of the learners, its probabilities, and the rows that it was judged by (1). */
interface Contender {
  readonly learner: Learner;
  readonly probabilities: Float32Array;
  readonly judged: Uint8Array;
}

/** The share of the work at which the first fold is done by all learners. */
const firstFolds = 0.35;
/** Standard errors by which a learner has to be behind in the first fold not to get the others. */
const clearlyBehind = 4;

/**
 * Cross-validates logistic regression and, up to 200,000 rows, extra-trees on the same folds, and gives the
 * probabilities of the one with the lower log loss, beside what each reached. One that is far behind in the first fold is
 * not asked for the others: what it reached is over that fold. Trees do not see text columns.
 * @throws NothingToLearn where the labels do not suffice
 */
export async function crossValidateTable(
  features: TableFeatures, labels: Int32Array, classCount: number, options: CrossValidateOptions = {},
): Promise<CrossValidation & { learner: string; tried: LearnerScore[] }> {
  const { seed = 1, checkpoint = () => undefined } = options;
  const folds = assignFolds(labels, classCount, seed);
  const withTrees = labels.length <= mostTreeRows && features.dense.length > 0;
  const learners = withTrees ? [createTableRegression(features, seed), createExtraTrees(features.dense, seed)] : [createTableRegression(features, seed)];
  const contenders = learners.map((learner): Contender => ({ learner, probabilities: new Float32Array(labels.length * classCount), judged: new Uint8Array(labels.length) }));
  const part = (from: number, to: number, number: number, among: readonly Contender[]): Checkpoint =>
    within(checkpoint, from + ((to - from) * number) / among.length, from + ((to - from) * (number + 1)) / among.length, `${among[number]!.learner.name}, `);
  const validate = async ({ learner, probabilities, judged }: Contender, fold: number, told: Checkpoint): Promise<void> => {
    await validateFold(learner, labels, classCount, folds, fold, probabilities, told);
    for (let row = 0; row < judged.length; row++) if (folds.foldOf[row] === fold) judged[row] = folds.learnt[row]!;
  };
  for (const [number, contender] of contenders.entries()) await validate(contender, 0, part(0, firstFolds, number, contenders));
  const left = contenders.filter((own) => !contenders.some((other) => isClearlyBehind(own, other, labels, classCount)));
  const others = folds.foldCount - 1;
  for (const [number, contender] of left.entries()) {
    const told = part(firstFolds, 1, number, left);
    for (let fold = 1; fold <= others; fold++) await validate(contender, fold, within(told, (fold - 1) / others, fold / others));
  }
  const scores = contenders.map((own) => ({ own, learner: own.learner.name, ...scorePredictions(own.probabilities, labels, own.judged, classCount) }));
  const best = scores.filter(({ own }) => left.includes(own)).reduce((leader, score) => (score.logLoss < leader.logLoss ? score : leader));
  const { learner, probabilities } = best.own;
  options.probabilities?.set(probabilities);
  const notes = [
    ...describeLeftOut(folds), ...learner.notes,
    ...(withTrees || features.dense.length === 0 ? [] : [`Trees were not tried: there are more than ${mostTreeRows.toLocaleString('en')} rows.`]),
  ];
  return {
    ...folds, notes, learner: learner.name, accuracy: best.accuracy, logLoss: best.logLoss,
    tried: scores.map(({ learner: name, accuracy, logLoss }) => ({ learner: name, accuracy, logLoss })), probabilities: options.probabilities ?? probabilities,
  };
}

/** Whether the rows judged tell beyond doubt that a learner loses more than another one on the same rows. */
function isClearlyBehind(own: Contender, other: Contender, labels: Int32Array, classCount: number): boolean {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (let row = 0; row < labels.length; row++) {
    if (!own.judged[row]) continue;
    const more = lossOf(own.probabilities, labels, row, classCount) - lossOf(other.probabilities, labels, row, classCount);
    const gap = more - mean;
    mean += gap / ++count;
    squares += gap * (more - mean);
  }
  return count > 1 && mean > clearlyBehind * Math.sqrt(squares / (count - 1) / count);
}
