import { type Checkpoint } from './checkpoint.ts';
import type { UnitVectors } from './unitVectors.ts';

/** Numbers after which it is looked whether two vectors are too far apart already. */
const step = 16;
/** Rows after which other work may have its turn. */
const rowsATurn = 8;

/**
 * The cosine distance of two rows where it is below `bound`, else Infinity. Half of the squared distance between their
 * ends, which only grows from number to number, so that most rows are told apart by their first few.
 */
export function distanceBelow({ values, dimensions }: UnitVectors, a: number, b: number, bound: number): number {
  let [x, y] = [a * dimensions, b * dimensions];
  const end = x + dimensions;
  let squares = 0;
  while (x < end) {
    for (const stop = Math.min(end, x + step); x < stop; x++, y++) squares += (values[x]! - values[y]!) ** 2;
    if (squares >= 2 * bound) return Infinity;
  }
  return squares / 2;
}

/** Puts those dimensions first in which vectors differ most, in place: distances stay what they are, and are told sooner. */
export function widestFirst({ rows, dimensions, values, unusable }: UnitVectors): void {
  const [sums, squares] = [new Float64Array(dimensions), new Float64Array(dimensions)];
  for (let row = 0; row < rows; row++) {
    if (unusable[row] === 1) continue;
    for (let i = 0; i < dimensions; i++) {
      const value = values[row * dimensions + i]!;
      sums[i]! += value;
      squares[i]! += value * value;
    }
  }
  const spread = squares.map((square, i) => square - sums[i]! ** 2 / Math.max(1, rows));
  const order = Array.from(spread.keys()).sort((i, j) => spread[j]! - spread[i]! || i - j);
  const old = new Float32Array(dimensions);
  for (let start = 0; start < values.length; start += dimensions) {
    old.set(values.subarray(start, start + dimensions));
    for (let i = 0; i < dimensions; i++) values[start + i] = old[order[i]!]!;
  }
}

/** The distances of evenly spaced rows to their nearest other row. @param rows the rows that are usable. */
export async function nearestDistances(vectors: UnitVectors, rows: Int32Array, count: number, checkpoint?: Checkpoint): Promise<Float64Array> {
  const distances = new Float64Array(rows.length < 2 ? 0 : Math.min(count, rows.length)).fill(Infinity);
  for (let i = 0; i < distances.length; i++) {
    const row = rows[Math.floor((i * rows.length) / distances.length)]!;
    // Cosine distances are at most 2.
    let nearest = 3;
    for (const other of rows) if (other !== row) nearest = Math.min(nearest, distanceBelow(vectors, row, other, nearest));
    distances[i] = nearest;
    if (i % rowsATurn === 0) await checkpoint?.(i / distances.length, 'Comparing embeddings');
  }
  return distances;
}
