import { formatCount } from '../core/countWords.ts';
import { type Checkpoint, within } from './checkpoint.ts';
import { type CrossValidateOptions, type CrossValidation, describeLeftOut, scorePredictions, validateFold } from './crossValidate.ts';
import { createExtraTrees } from './extraTrees.ts';
import { assignFolds } from './folds.ts';
import type { Learner } from './learner.ts';
import { fitPool, type Pool, poolPredictions } from './poolPredictions.ts';
import type { TableFeatures } from './tableFeatures.ts';
import { createTableRegression } from './tableRegression.ts';

/** More rows than this, and trees take too long. */
const mostTreeRows = 200_000;

/** What a learner reached, out of fold: over the first fold alone where it added nothing in it. */
export interface LearnerScore {
  readonly learner: string;
  readonly accuracy: number;
  readonly logLoss: number;
}

/** A learner that is heard, and the power that its probabilities have among those of all. */
export interface HeardLearner {
  readonly learner: string;
  readonly power: number;
}

/** What was learnt from columns of a table. */
export interface LearntTable {
  /** Names of the numbers, times and categories that were learnt from; texts are not among them. */
  readonly columns: readonly string[];
  readonly heard: readonly HeardLearner[];
}

/** What another model has said of every row out of fold, on the folds of the same labels and seed. */
export interface KnownPredictions {
  readonly name: string;
  readonly probabilities: Float32Array;
}

export interface CrossValidateTableOptions extends CrossValidateOptions {
  /** A model that is pooled with those of the table. */
  readonly beside?: KnownPredictions;
}

/** One of the learners, its probabilities, and the rows that it was judged by (1). One without a learner has said all that it says. */
interface Contender {
  readonly name: string;
  readonly learner: Learner | null;
  readonly probabilities: Float32Array;
  readonly judged: Uint8Array;
}

/** The share of the work at which the first fold is done by all learners. */
const firstFolds = 0.35;
/** A learner without which the others lose no more than this share is not worth its time. */
const hardlyMore = 0.01;
/** A first fold of fewer rows does not tell. */
const enoughJudged = 200;
/** Below this power, a learner's probabilities change nothing that anybody would see. */
const leastWeight = 0.05;

/**
 * Cross-validates logistic regression and, up to 200,000 rows, extra-trees on the same folds, and gives what they say
 * together (see `fitPool`; the powers, one a learner, have seen the labels of all folds). One that adds next to nothing in
 * the first fold is not asked for the others: what it reached is over that fold. Trees do not see text columns.
 * @throws NothingToLearn where the labels do not suffice
 */
export async function crossValidateTable(
  features: TableFeatures, labels: Int32Array, classCount: number, options: CrossValidateTableOptions = {},
): Promise<CrossValidation & { learner: string; heard: HeardLearner[]; tried: LearnerScore[] }> {
  const { seed = 1, checkpoint = () => undefined, beside } = options;
  const folds = assignFolds(labels, classCount, seed);
  const withTrees = labels.length <= mostTreeRows && features.dense.length > 0;
  const learners = withTrees ? [createTableRegression(features, seed), createExtraTrees(features.dense, seed)] : [createTableRegression(features, seed)];
  const contenders = [
    ...learners.map((learner): Contender => ({
      name: learner.name,
      learner,
      probabilities: new Float32Array(labels.length * classCount),
      judged: new Uint8Array(labels.length),
    })),
    ...(beside ? [{ ...beside, learner: null, judged: folds.learnt }] : []),
  ];
  const part = (from: number, to: number, number: number, among: readonly Contender[]): Checkpoint =>
    within(checkpoint, from + ((to - from) * number) / among.length, from + ((to - from) * (number + 1)) / among.length, `${among[number]!.name}, `);
  const validate = async ({ learner, probabilities, judged }: Contender, fold: number, told: Checkpoint): Promise<void> => {
    if (learner === null) return;
    await validateFold(learner, labels, classCount, folds, fold, probabilities, told);
    for (let row = 0; row < judged.length; row++) if (folds.foldOf[row] === fold) judged[row] = folds.learnt[row]!;
  };
  for (const [number, contender] of contenders.entries()) await validate(contender, 0, part(0, firstFolds, number, contenders));
  const left = worthTheirTime(contenders, judgedRows(contenders[0]!), labels, classCount);
  const others = folds.foldCount - 1;
  for (const [number, contender] of left.entries()) {
    const told = part(firstFolds, 1, number, left);
    for (let fold = 1; fold <= others; fold++) await validate(contender, fold, within(told, (fold - 1) / others, fold / others));
  }
  const tried = contenders.map(({ name, probabilities, judged }): LearnerScore => ({
    learner: name,
    ...scorePredictions(probabilities, labels, judged, classCount),
  }));
  const { heard, pool } = poolOf(left, labels, classCount);
  const probabilities = options.probabilities ?? heard[0]!.probabilities;
  poolPredictions(heard.map((each) => each.probabilities), pool, probabilities);
  const notes = [
    ...describeLeftOut(folds), ...heard.flatMap((each) => each.learner?.notes ?? []),
    ...(withTrees || features.dense.length === 0 ? [] : [`Trees were not tried: there are more than ${formatCount(mostTreeRows)} rows.`]),
  ];
  const learner = heard.map(({ name }) => name).join(' and ');
  const powers = heard.map(({ name }, place): HeardLearner => ({ learner: name, power: pool.weights[place]! }));
  return { ...folds, notes, learner, heard: powers, ...scorePredictions(probabilities, labels, folds.learnt, classCount), tried, probabilities };
}

/** Contenders without those that add next to nothing to the others in the rows that all were judged by. */
function worthTheirTime(contenders: readonly Contender[], rows: Uint32Array, labels: Int32Array, classCount: number): readonly Contender[] {
  if (contenders.length < 2 || rows.length < enoughJudged) return contenders;
  const lossOf = (some: readonly Contender[]): number => fitPool(some.map(({ probabilities }) => probabilities), labels, rows, classCount).logLoss;
  const all = lossOf(contenders);
  const without = contenders.map((own) => contenders.filter((other) => other !== own)).map((some) => ({ some, loss: lossOf(some) }));
  const least = without.reduce((leader, each) => (each.loss < leader.loss ? each : leader));
  return least.loss <= all * (1 + hardlyMore) ? worthTheirTime(least.some, rows, labels, classCount) : contenders;
}

/** Those that have something to say over all folds, the loudest first, and what they say together. */
function poolOf(contenders: readonly Contender[], labels: Int32Array, classCount: number): { readonly heard: readonly Contender[]; readonly pool: Pool } {
  const pool = fitPool(contenders.map(({ probabilities }) => probabilities), labels, judgedRows(contenders[0]!), classCount);
  const order = [...contenders.keys()].sort((a, b) => pool.weights[b]! - pool.weights[a]!);
  const heard = order.filter((place, rank) => rank === 0 || pool.weights[place]! >= leastWeight).map((place) => contenders[place]!);
  if (heard.length < contenders.length) return poolOf(heard, labels, classCount);
  return { heard, pool: { ...pool, weights: order.map((place) => pool.weights[place]!) } };
}

function judgedRows({ judged }: Contender): Uint32Array {
  return Uint32Array.from(judged.keys()).filter((row) => judged[row] === 1);
}
