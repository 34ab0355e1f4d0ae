import { type Checkpoint } from './checkpoint.ts';
import { orderByHash } from './locality.ts';
import { createRandom } from './random.ts';
import type { UnitVectors } from './unitVectors.ts';

export type VisitPair = (a: number, b: number) => void;

const rowsABlock = 128;
/** Rows after which other work may have its turn. */
const rowsATurn = 256;
const tables = 24;
/** Rows a bucket should hold, about; in a larger one, each is compared with as many that follow. */
const bucketSize = 32;
const mostCompared = 256;
const words = 'Comparing embeddings';

/** Every two of the rows, block by block. */
export async function visitEveryPair(rows: Int32Array, visit: VisitPair, checkpoint?: Checkpoint): Promise<void> {
  const { length } = rows;
  for (let from = 0; from < length; from += rowsABlock) {
    // What is left is a triangle, which shrinks with the square.
    const done = 1 - (1 - from / length) ** 2;
    for (let other = from; other < length; other += rowsABlock) {
      for (let i = from; i < Math.min(length, from + rowsABlock); i++) {
        for (let j = Math.max(i + 1, other); j < Math.min(length, other + rowsABlock); j++) visit(rows[i]!, rows[j]!);
      }
      await checkpoint?.(done, words);
    }
  }
}

/**
 * Those pairs of rows that fall on the same sides of random hyperplanes through the middle of all, in any of 24 tables:
 * rows that are nearly the same almost surely. Through the middle, since embeddings tend to lie in one direction from
 * the origin. Charikar, “Similarity estimation techniques from rounding algorithms”, STOC 2002.
 */
export async function visitPairsOnSameSides(vectors: UnitVectors, rows: Int32Array, seed: number, visit: VisitPair, checkpoint?: Checkpoint): Promise<void> {
  const random = createRandom(seed);
  const { length } = rows;
  const bits = Math.max(1, Math.min(30, Math.round(Math.log2(length / bucketSize))));
  const middle = meanOf(vectors, rows);
  const hashes = new Int32Array(length);
  for (let table = 0; table < tables; table++) {
    const planes = planesThrough(middle, bits, random);
    const pause = (i: number, from: number): Promise<void> | void => checkpoint?.((table + from + (0.5 * i) / length) / tables, words);
    for (let i = 0; i < length; i++) {
      hashes[i] = sidesOf(vectors, rows[i]!, planes);
      if (i % rowsATurn === 0) await pause(i, 0);
    }
    const order = orderByHash(hashes);
    for (let i = 0; i < length; i++) {
      const end = Math.min(length, i + 1 + mostCompared);
      for (let j = i + 1; j < end && hashes[order[j]!] === hashes[order[i]!]; j++) visit(rows[order[i]!]!, rows[order[j]!]!);
      if (i % rowsATurn === 0) await pause(i, 0.5);
    }
  }
}

function meanOf({ values, dimensions }: UnitVectors, rows: Int32Array): Float64Array {
  const mean = new Float64Array(dimensions);
  for (const row of rows) for (let i = 0; i < dimensions; i++) mean[i]! += values[row * dimensions + i]! / rows.length;
  return mean;
}

/** Planes with random normals, one after another, and how far each is from the origin so that it passes through the middle. */
interface Planes {
  readonly normals: Float32Array;
  readonly offsets: Float64Array;
}

function planesThrough(middle: Float64Array, count: number, random: () => number): Planes {
  const { length } = middle;
  const normals = Float32Array.from({ length: count * length }, () => random() + random() + random() - 1.5);
  const offsets = Float64Array.from({ length: count }, (_, plane) => middle.reduce((sum, value, i) => sum + value * normals[plane * length + i]!, 0));
  return { normals, offsets };
}

function sidesOf({ values, dimensions }: UnitVectors, row: number, { normals, offsets }: Planes): number {
  let sides = 0;
  for (let plane = 0; plane < offsets.length; plane++) {
    const [x, y] = [row * dimensions, plane * dimensions];
    let sum = -offsets[plane]!;
    // Two sums, since each addition waits for the one before it.
    let odd = 0;
    let i = 0;
    for (; i + 1 < dimensions; i += 2) {
      sum += values[x + i]! * normals[y + i]!;
      odd += values[x + i + 1]! * normals[y + i + 1]!;
    }
    if (i < dimensions) sum += values[x + i]! * normals[y + i]!;
    sides = (sides << 1) | Number(sum + odd > 0);
  }
  return sides;
}
