import type { Checkpoint } from './checkpoint.ts';
import { fitLinear } from './fitLinear.ts';
import type { Learner } from './learner.ts';
import type { LinearModel } from './linearModel.ts';
import { predictLinear } from './predictLinear.ts';
import type { TableFeatures } from './tableFeatures.ts';

const leastUpdates = 100_000;

export const tableRegression = 'logistic regression';

/** Logistic regression on the features of a table. */
export function createTableRegression(features: TableFeatures, seed = 1): Learner {
  return {
    name: tableRegression, notes: [],
    fit: async (labels, rows, classCount, checkpoint) =>
      predictLinear(await fitTableRegression(features, labels, rows, classCount, seed, checkpoint), features.sparse),
  };
}

/** The model itself. */
export function fitTableRegression(
  { sparse }: Pick<TableFeatures, 'sparse'>, labels: Int32Array, rows: Uint32Array, classCount: number, seed: number, checkpoint: Checkpoint,
): Promise<LinearModel> {
  const epochs = Math.min(300, Math.max(10, Math.ceil(leastUpdates / rows.length)));
  return fitLinear(sparse, labels, rows, classCount, { epochs, l2: 1e-4, firstStep: 1, averageFrom: 1, seed }, checkpoint);
}
