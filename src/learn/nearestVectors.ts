import { type Checkpoint } from './checkpoint.ts';
import { orderByHash } from './locality.ts';
import { createRandom } from './random.ts';
import { type UnitVectors, cosineDistance } from './unitVectors.ts';

/** The nearest other row of each, as far as it is known. */
export interface Nearest {
  /** Infinity where none is known. */
  readonly distance: Float64Array;
  /** −1 where none is known. */
  readonly row: Int32Array;
}

const rowsABlock = 128;
/** Rows after which other work may have its turn. */
const rowsATurn = 256;
const tables = 24;
/** Rows a bucket should hold, about; in a larger one, each is compared with as many that follow. */
const bucketSize = 32;
const mostCompared = 256;

export function noneKnown(rows: number): Nearest {
  return { distance: new Float64Array(rows).fill(Infinity), row: new Int32Array(rows).fill(-1) };
}

/** The nearest of every row, by comparing every two, block by block. */
export async function exactNearest(vectors: UnitVectors, checkpoint?: Checkpoint): Promise<Nearest> {
  const { rows } = vectors;
  const nearest = noneKnown(rows);
  for (let from = 0; from < rows; from += rowsABlock) {
    for (let other = from; other < rows; other += rowsABlock) {
      for (let a = from; a < Math.min(rows, from + rowsABlock); a++) {
        for (let b = Math.max(a + 1, other); b < Math.min(rows, other + rowsABlock); b++) compare(vectors, nearest, a, b);
      }
      await checkpoint?.(1 - (1 - from / rows) ** 2, 'Comparing embeddings');
    }
    // What is left is a triangle, which shrinks with the square.
    await checkpoint?.(1 - (1 - Math.min(1, (from + rowsABlock) / rows)) ** 2, 'Comparing embeddings');
  }
  return nearest;
}

/**
 * A near row of every row: the nearest among those that fall on the same sides of random hyperplanes, in any of 24
 * tables. Rows that are nearly the same are found almost surely, others' nearest is an upper bound.
 * Charikar, “Similarity estimation techniques from rounding algorithms”, STOC 2002.
 */
export async function projectedNearest(vectors: UnitVectors, seed: number, checkpoint?: Checkpoint): Promise<Nearest> {
  const { rows, dimensions } = vectors;
  const random = createRandom(seed);
  const nearest = noneKnown(rows);
  const bits = Math.max(1, Math.min(30, Math.round(Math.log2(rows / bucketSize))));
  const hashes = new Int32Array(rows);
  for (let table = 0; table < tables; table++) {
    const planes = Float32Array.from({ length: bits * dimensions }, () => random() + random() + random() - 1.5);
    const pause = async (row: number, from: number): Promise<void> => {
      await checkpoint?.((table + from + (0.5 * row) / rows) / tables, 'Comparing embeddings');
    };
    for (let row = 0; row < rows; row++) {
      hashes[row] = sidesOf(vectors, row, planes, bits);
      if (row % rowsATurn === 0) await pause(row, 0);
    }
    const order = orderByHash(hashes);
    for (let i = 0; i < rows; i++) {
      const end = Math.min(rows, i + 1 + mostCompared);
      for (let j = i + 1; j < end && hashes[order[j]!] === hashes[order[i]!]; j++) compare(vectors, nearest, order[i]!, order[j]!);
      if (i % rowsATurn === 0) await pause(i, 0.5);
    }
    await checkpoint?.((table + 1) / tables, 'Comparing embeddings');
  }
  return nearest;
}

function sidesOf({ values, dimensions }: UnitVectors, row: number, planes: Float32Array, bits: number): number {
  let sides = 0;
  for (let bit = 0; bit < bits; bit++) {
    let sum = 0;
    for (let i = 0; i < dimensions; i++) sum += values[row * dimensions + i]! * planes[bit * dimensions + i]!;
    sides = (sides << 1) | Number(sum > 0);
  }
  return sides;
}

function compare(vectors: UnitVectors, nearest: Nearest, a: number, b: number): void {
  if (vectors.unusable[a] === 1 || vectors.unusable[b] === 1) return;
  const distance = cosineDistance(vectors, a, b);
  if (distance < nearest.distance[a]!) {
    nearest.distance[a] = distance;
    nearest.row[a] = b;
  }
  if (distance < nearest.distance[b]!) {
    nearest.distance[b] = distance;
    nearest.row[b] = a;
  }
}
