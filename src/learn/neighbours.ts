import { countColumns, type SparseMatrix } from './sparseMatrix.ts';

export interface Neighbour {
  readonly row: number;
  /** Cosine of the angle between the rows: 1 is the same, 0 nothing in common. */
  readonly similarity: number;
}

/** The rows that have each column, for finding rows alike: postings of column c at starts[c]…starts[c + 1]. */
export interface NeighbourIndex {
  readonly matrix: SparseMatrix;
  readonly starts: Float64Array;
  readonly rows: Uint32Array;
  readonly values: Float32Array;
}

/** Turns a matrix of rows of length 1 (see tfIdf) round into an inverted index. */
export function indexNeighbours(matrix: SparseMatrix): NeighbourIndex {
  const counts = countColumns(matrix);
  const starts = new Float64Array(matrix.columnCount + 1);
  counts.forEach((count, column) => { starts[column + 1] = starts[column]! + count; });
  const next = starts.slice();
  const rows = new Uint32Array(matrix.columns.length);
  const values = new Float32Array(matrix.columns.length);
  for (let row = 0; row < matrix.rowCount; row++) {
    for (let at = matrix.offsets[row]!; at < matrix.offsets[row + 1]!; at++) {
      const place = next[matrix.columns[at]!]!++;
      rows[place] = row;
      values[place] = matrix.values[at]!;
    }
  }
  return { matrix, starts, rows, values };
}

/** The rows most like a row by cosine, nearest first, ties by row; rows with nothing in common are none. Exact. */
export function findNeighbours(index: NeighbourIndex, row: number, limit: number): Neighbour[] {
  const { matrix, starts, rows, values } = index;
  const similarities = new Map<number, number>();
  for (let at = matrix.offsets[row]!; at < matrix.offsets[row + 1]!; at++) {
    const column = matrix.columns[at]!;
    const value = matrix.values[at]!;
    for (let place = starts[column]!; place < starts[column + 1]!; place++) {
      const other = rows[place]!;
      if (other !== row) similarities.set(other, (similarities.get(other) ?? 0) + value * values[place]!);
    }
  }
  return [...similarities]
    .map(([other, similarity]) => ({ row: other, similarity }))
    .sort((a, b) => b.similarity - a.similarity || a.row - b.row)
    .slice(0, limit);
}
