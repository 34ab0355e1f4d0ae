import type { SparseMatrix } from './sparseMatrix.ts';

/** A linear model: the scores of row x are x·weights + intercepts. */
export interface LinearModel {
  readonly classCount: number;
  /** Scores of a row: one for each class; or one alone, of the second of two classes against the first. */
  readonly outputs: number;
  /** `outputs` values for each column of the matrix. */
  readonly weights: Float32Array;
  readonly intercepts: Float64Array;
}

/** Adds factor × the scores of a row, one for each class, to what is there. */
export function addScores(model: LinearModel, matrix: SparseMatrix, row: number, factor: number, into: Float64Array): void {
  const { outputs, weights, intercepts } = model;
  const first = model.classCount - outputs;
  for (let output = 0; output < outputs; output++) into[first + output]! += factor * intercepts[output]!;
  for (let at = matrix.offsets[row]!; at < matrix.offsets[row + 1]!; at++) {
    const start = matrix.columns[at]! * outputs;
    const value = factor * matrix.values[at]!;
    for (let output = 0; output < outputs; output++) into[first + output]! += value * weights[start + output]!;
  }
}
