import type { Predictor } from './learner.ts';
import { addScores, type LinearModel } from './linearModel.ts';
import { softmax } from './softmax.ts';
import type { SparseMatrix } from './sparseMatrix.ts';

/** Predicts rows of a matrix by a linear model of its columns. */
export function predictLinear(model: LinearModel, matrix: SparseMatrix): Predictor {
  const scores = new Float64Array(model.classCount);
  return {
    work: (matrix.values.length / Math.max(1, matrix.rowCount)) * model.outputs,
    predict(row, into) {
      scores.fill(0);
      addScores(model, matrix, row, scores);
      softmax(scores);
      into.set(scores);
    },
  };
}
