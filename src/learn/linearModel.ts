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

/** Adds the scores of a row, one for each class, to what is there. */
export function addScores(model: LinearModel, matrix: SparseMatrix, row: number, into: Float64Array): void {
  const { outputs, weights, intercepts } = model;
  const scores = outputs === into.length ? into : into.subarray(into.length - outputs);
  for (let output = 0; output < outputs; output++) scores[output]! += intercepts[output]!;
  addProducts(scores, weights, matrix, matrix.offsets[row]!, matrix.offsets[row + 1]!);
}

/** The same of a model of one output, as a number; added up in the same order. */
export function sumOfProducts(weights: Float32Array, { columns, values }: SparseMatrix, from: number, to: number): number {
  let sum = 0;
  let at = from;
  for (; at + 3 < to; at += 4)
    sum +=
      values[at]! * weights[columns[at]!]! +
      values[at + 1]! * weights[columns[at + 1]!]! +
      (values[at + 2]! * weights[columns[at + 2]!]! + values[at + 3]! * weights[columns[at + 3]!]!);
  for (; at < to; at++) sum += values[at]! * weights[columns[at]!]!;
  return sum;
}

/** Adds the weights of a row's entries, each times its value: four entries a step, so that sums are read and written once for them. */
export function addProducts(into: Float64Array, weights: Float32Array, { columns, values }: SparseMatrix, from: number, to: number): void {
  const count = into.length;
  let at = from;
  for (; at + 3 < to; at += 4) {
    const a = columns[at]! * count;
    const b = columns[at + 1]! * count;
    const c = columns[at + 2]! * count;
    const d = columns[at + 3]! * count;
    const p = values[at]!;
    const q = values[at + 1]!;
    const r = values[at + 2]!;
    const s = values[at + 3]!;
    for (let index = 0; index < count; index++)
      into[index]! += p * weights[a + index]! + q * weights[b + index]! + (r * weights[c + index]! + s * weights[d + index]!);
  }
  for (; at < to; at++) {
    const start = columns[at]! * count;
    const value = values[at]!;
    for (let index = 0; index < count; index++) into[index]! += value * weights[start + index]!;
  }
}
