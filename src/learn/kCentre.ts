import type { Checkpoint } from './checkpoint.ts';
import type { SparseMatrix } from './sparseMatrix.ts';

export interface Centre {
  readonly row: number;
  /** Euclidean, to the nearest of those before it; Infinity for the first. */
  readonly distance: number;
}

/**
 * Rows that stand for all: each the one that is farthest from those chosen before it, from `first` on (greedy k-centre:
 * Gonzalez, “Clustering to minimize the maximum intercluster distance”, 1985; Sener and Savarese, ICLR 2018). Of rows
 * equally far the first comes first, so that the order given decides where all are alike.
 */
export async function kCentre(matrix: SparseMatrix, count: number, first: number, checkpoint?: Checkpoint): Promise<Centre[]> {
  const { rowCount, columnCount } = matrix;
  const squares = Float64Array.from({ length: rowCount }, (_, row) => squareOf(matrix, row));
  const nearest = new Float64Array(rowCount).fill(Infinity);
  const taken = new Uint8Array(rowCount);
  const dense = new Float64Array(columnCount);
  const centres: Centre[] = [];
  for (let next = first; next >= 0 && centres.length < Math.min(count, rowCount); ) {
    centres.push({ row: next, distance: Math.sqrt(nearest[next]!) });
    taken[next] = 1;
    scatter(matrix, next, dense, 1);
    const centre = next;
    next = -1;
    for (let row = 0; row < rowCount; row++) {
      if (taken[row] === 1) continue;
      nearest[row] = Math.min(nearest[row]!, Math.max(0, squares[row]! + squares[centre]! - 2 * dot(matrix, row, dense)));
      if (next < 0 || nearest[row]! > nearest[next]!) next = row;
    }
    scatter(matrix, centre, dense, 0);
    await checkpoint?.(centres.length / count, 'Choosing rows unlike one another');
  }
  return centres;
}

/** Writes a row's values, times `factor`, into a vector of all columns. */
function scatter({ offsets, columns, values }: SparseMatrix, row: number, into: Float64Array, factor: number): void {
  for (let at = offsets[row]!; at < offsets[row + 1]!; at++) into[columns[at]!] = values[at]! * factor;
}

function dot({ offsets, columns, values }: SparseMatrix, row: number, dense: Float64Array): number {
  let sum = 0;
  for (let at = offsets[row]!; at < offsets[row + 1]!; at++) sum += values[at]! * dense[columns[at]!]!;
  return sum;
}

function squareOf({ offsets, values }: SparseMatrix, row: number): number {
  let sum = 0;
  for (let at = offsets[row]!; at < offsets[row + 1]!; at++) sum += values[at]! ** 2;
  return sum;
}
