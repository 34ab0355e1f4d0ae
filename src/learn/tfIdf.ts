import { countColumns, type SparseMatrix } from './sparseMatrix.ts';

/**
 * The weight of each term by its rarity among the given rows: ln((1 + n) / (1 + rows with it)) + 1, as
 * scikit-learn smooths it. Terms that none of the rows has get the weight of the rarest.
 */
export function inverseDocumentFrequency(counts: SparseMatrix, rows?: Uint32Array): Float32Array {
  const rowCount = rows?.length ?? counts.rowCount;
  return Float32Array.from(countColumns(counts, rows), (frequency) => Math.log((1 + rowCount) / (1 + frequency)) + 1);
}

/** Counts turned to weights: (1 + ln count) × the term's weight, each row then scaled to length 1. A row without terms stays empty. */
export function tfIdf(counts: SparseMatrix, weights: Float32Array): SparseMatrix {
  const { offsets, columns } = counts;
  const values = new Float32Array(counts.values.length);
  for (let row = 0; row < counts.rowCount; row++) {
    let squares = 0;
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const value = (1 + Math.log(counts.values[at]!)) * weights[columns[at]!]!;
      values[at] = value;
      squares += value * value;
    }
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) values[at]! *= scale;
  }
  return { ...counts, values };
}
