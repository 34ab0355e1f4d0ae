import { within } from './checkpoint.ts';
import { crossValidate, type CrossValidateOptions, type CrossValidation } from './crossValidate.ts';
import { createExtraTrees } from './extraTrees.ts';
import { fitLinear } from './fitLinear.ts';
import type { Learner } from './learner.ts';
import { predictLinear } from './predictLinear.ts';
import type { TableFeatures } from './tableFeatures.ts';

/** More rows than this, and trees take too long. */
const mostTreeRows = 200_000;
const leastUpdates = 100_000;

/** What a learner reached, out of fold. */
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

/**
 * Cross-validates logistic regression and, up to 200,000 rows, extra-trees on the same folds, and gives the
 * probabilities of the one with the lower log loss, beside what each reached. Trees do not see text columns.
 * @throws NothingToLearn where the labels do not suffice
 */
export async function crossValidateTable(
  features: TableFeatures, labels: Int32Array, classCount: number, options: CrossValidateOptions = {},
): Promise<CrossValidation & { learner: string; tried: LearnerScore[] }> {
  const { seed = 1, checkpoint = () => undefined } = options;
  const withTrees = labels.length <= mostTreeRows && features.dense.length > 0;
  const learners = withTrees ? [createTableRegression(features, seed), createExtraTrees(features.dense, seed)] : [createTableRegression(features, seed)];
  const results: (CrossValidation & { learner: string })[] = [];
  for (const [number, learner] of learners.entries()) {
    const part = within(checkpoint, number / learners.length, (number + 1) / learners.length, `${learner.name}, `);
    results.push({ ...await crossValidate(learner, labels, classCount, { seed, checkpoint: part }), learner: learner.name });
  }
  const best = results.reduce((leader, result) => (result.logLoss < leader.logLoss ? result : leader));
  options.probabilities?.set(best.probabilities);
  const notes = withTrees || features.dense.length === 0 ? best.notes : [...best.notes, `Trees were not tried: there are more than ${mostTreeRows.toLocaleString('en')} rows.`];
  return { ...best, notes, tried: results.map(({ learner, accuracy, logLoss }) => ({ learner, accuracy, logLoss })), probabilities: options.probabilities ?? best.probabilities };
}
