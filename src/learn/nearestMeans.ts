import type { LinearModel } from './linearModel.ts';
import type { SparseMatrix } from './sparseMatrix.ts';

/** Scores rows by how near they are to the mean of each class: x·m − |m|² / 2. A class without rows has the mean 0. */
export function fitNearestMeans(matrix: SparseMatrix, labels: Int32Array, rows: Uint32Array, classCount: number): LinearModel {
  const { offsets, columns, values, columnCount } = matrix;
  const sizes = new Uint32Array(classCount);
  for (const row of rows) sizes[labels[row]!]!++;
  const weights = new Float32Array(columnCount * classCount);
  for (const row of rows) {
    const label = labels[row]!;
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) weights[columns[at]! * classCount + label]! += values[at]! / sizes[label]!;
  }
  const intercepts = new Float64Array(classCount);
  for (let at = 0; at < weights.length; at++) intercepts[at % classCount]! -= weights[at]! ** 2 / 2;
  return { classCount, outputs: classCount, weights, intercepts };
}
