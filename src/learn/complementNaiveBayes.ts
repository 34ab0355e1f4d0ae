import type { LinearModel } from './linearModel.ts';
import type { SparseMatrix } from './sparseMatrix.ts';

/**
 * Complement naive Bayes (Rennie, Shih, Teevan, Karger, Tackling the Poor Assumptions of Naive Bayes, 2003): a
 * class is judged by how unlike the row is to all other classes, which does not favour large classes. The weight
 * of a column for a class is −ln of its smoothed share among the entries of the other classes. Values are ≥ 0.
 * @param smoothing added to every column's sum
 */
export function fitComplementNaiveBayes(matrix: SparseMatrix, labels: Int32Array, rows: Uint32Array, classCount: number, smoothing: number): LinearModel {
  const { offsets, columns, values, columnCount } = matrix;
  const weights = new Float32Array(columnCount * classCount);
  const columnTotals = new Float64Array(columnCount);
  const classTotals = new Float64Array(classCount);
  let total = 0;
  for (const row of rows) {
    const label = labels[row]!;
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const value = values[at]!;
      weights[columns[at]! * classCount + label]! += value;
      columnTotals[columns[at]!]! += value;
      classTotals[label]! += value;
      total += value;
    }
  }
  const logOthers = classTotals.map((own) => Math.log(total - own + smoothing * columnCount));
  for (let column = 0; column < columnCount; column++) {
    const columnTotal = columnTotals[column]!;
    const logAll = Math.log(columnTotal + smoothing);
    for (let label = 0, at = column * classCount; label < classCount; label++, at++) {
      const own = weights[at]!;
      weights[at] = logOthers[label]! - (own === 0 ? logAll : Math.log(Math.max(columnTotal - own, 0) + smoothing));
    }
  }
  return { classCount, outputs: classCount, weights, intercepts: new Float64Array(classCount) };
}
