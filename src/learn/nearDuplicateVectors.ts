import { type Checkpoint } from './checkpoint.ts';
import { exactNearest, projectedNearest } from './nearestVectors.ts';
import { nthSmallest } from './smallest.ts';
import { UnionFind } from './unionFind.ts';
import { type UnitVectors, cosineDistance, unitVectors } from './unitVectors.ts';

export interface VectorDuplicateOptions {
  /** Rows up to which every two are compared; 50,000, and fewer where vectors are long. */
  readonly exactRows?: number;
  readonly seed?: number;
  readonly checkpoint?: Checkpoint;
}

export interface VectorDuplicates {
  readonly groups: readonly { readonly positions: Int32Array; /** The largest distance that joined it. */ readonly distance: number }[];
  /** Distances below this join rows. */
  readonly threshold: number;
  /** `projections`: rows were compared only with those on the same sides of random hyperplanes, and a few may be missed. */
  readonly method: 'exact' | 'projections';
  /** Rows without a direction, which take no part. */
  readonly unusable: number;
}

/** The share of the median nearest distance below which rows are near duplicates, as in cleanlab's Datalab. */
const shareOfMedian = 0.13;
/** Distances of equal vectors differ from 0 by rounding. */
const rounding = 1e-6;
/** Multiplications that are worth an exact answer: 50,000 rows of 32 numbers, or 14,000 of 384. */
const exactWork = 8e10;
const mostExactRows = 50_000;
/** Rows whose nearest is found exactly, to know the median, where that of all is not. */
const sampled = 500;

/**
 * Groups of rows whose embeddings are almost the same: the cosine distance to the nearest row is less than .13 of
 * the median of such distances, and no other row is nearer to that one.
 *
 * @param values rows × dimensions, row-major.
 */
export async function findNearDuplicateVectors(
  values: Float32Array | Float64Array,
  rows: number,
  dimensions: number,
  options: VectorDuplicateOptions = {},
): Promise<VectorDuplicates> {
  const vectors = unitVectors(values, rows, dimensions);
  const exactRows = options.exactRows ?? Math.min(mostExactRows, Math.sqrt(exactWork / Math.max(1, dimensions)));
  const method = rows <= exactRows ? 'exact' : 'projections';
  const nearest = method === 'exact' ? await exactNearest(vectors, options.checkpoint) : await projectedNearest(vectors, options.seed ?? 1, options.checkpoint);
  const median = medianOf(method === 'exact' ? nearest.distance : await sampleNearest(vectors, options.checkpoint));
  const threshold = Math.max(rounding, shareOfMedian * median);
  const groups = new UnionFind(rows);
  const widest = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const other = nearest.row[row]!;
    const distance = nearest.distance[row]!;
    if (other < 0 || distance >= threshold || distance > nearest.distance[other]! + rounding) continue;
    const wide = Math.max(distance, widest[groups.find(row)]!, widest[groups.find(other)]!);
    widest[groups.join(row, other)] = wide;
  }
  return {
    groups: groups.groups().map((positions) => ({ positions, distance: widest[groups.find(positions[0]!)]! })),
    threshold,
    method,
    unusable: vectors.unusable.reduce((sum, flag) => sum + flag, 0),
  };
}

/** Of rows that have a nearest. 0 where there are none. */
function medianOf(distances: Float64Array): number {
  const known = distances.filter((distance) => distance < Infinity);
  return known.length === 0 ? 0 : nthSmallest(known, known.length >> 1);
}

/** The exact nearest distances of evenly spaced rows. */
async function sampleNearest(vectors: UnitVectors, checkpoint?: Checkpoint): Promise<Float64Array> {
  const count = Math.min(sampled, vectors.rows);
  const distances = new Float64Array(count).fill(Infinity);
  for (let i = 0; i < count; i++) {
    const row = Math.floor((i * vectors.rows) / count);
    for (let other = 0; other < vectors.rows && vectors.unusable[row] === 0; other++) {
      if (other !== row && vectors.unusable[other] === 0) distances[i] = Math.min(distances[i]!, cosineDistance(vectors, row, other));
    }
    await checkpoint?.(1, 'Comparing embeddings');
  }
  return distances;
}
