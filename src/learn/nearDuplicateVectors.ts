import { type Checkpoint, within } from './checkpoint.ts';
import { distanceBelow, nearestDistances, widestFirst } from './closeVectors.ts';
import { nthSmallest } from './smallest.ts';
import { UnionFind } from './unionFind.ts';
import { unitVectors } from './unitVectors.ts';
import { visitEveryPair, visitPairsOnSameSides } from './vectorPairs.ts';

export interface VectorDuplicateOptions {
  /** Rows up to which every two are compared; 20,000. */
  readonly exactRows?: number;
  readonly seed?: number;
  readonly checkpoint?: Checkpoint;
}

export interface VectorDuplicates {
  readonly groups: readonly { readonly positions: Int32Array; /** The largest distance that joined it. */ readonly distance: number }[];
  /** Rows nearer to each other than this are joined. */
  readonly threshold: number;
  /** Rows whose nearest was looked for to find the threshold, and of how many that have one. */
  readonly measured: number;
  readonly usable: number;
  /** `projections`: rows were compared only with those on the same sides of random hyperplanes, and a few may be missed. */
  readonly method: 'exact' | 'projections';
  /** Rows without a direction, which take no part. */
  readonly unusable: number;
}

/** The share of the median nearest distance below which rows are near duplicates, as in cleanlab's Datalab. */
const shareOfMedian = 0.13;
/** Distances of equal vectors differ from 0 by rounding. */
const rounding = 1e-6;
const mostExactRows = 20_000;
/** Numbers that are compared to know the median: the nearest of all of 3,600 rows of 384 numbers, of fewer rows where there are more. */
const medianWork = 5e9;
const fewestMeasured = 100;

/**
 * Groups of rows whose embeddings are almost the same: nearer to each other, by cosine distance, than .13 of the median
 * of the rows' distances to their nearest. Each row of a group is that near to another one of it.
 *
 * @param values rows × dimensions, row-major.
 */
export async function findNearDuplicateVectors(
  values: Float32Array | Float64Array,
  rows: number,
  dimensions: number,
  { exactRows = mostExactRows, seed = 1, checkpoint = () => undefined }: VectorDuplicateOptions = {},
): Promise<VectorDuplicates> {
  const vectors = unitVectors(values, rows, dimensions);
  widestFirst(vectors);
  const usable = Int32Array.from(vectors.unusable.keys()).filter((row) => vectors.unusable[row] === 0);
  const most = Math.max(fewestMeasured, Math.floor(medianWork / Math.max(1, usable.length * dimensions)));
  const nearest = await nearestDistances(vectors, usable, most, within(checkpoint, 0, 0.3));
  const threshold = Math.max(rounding, nearest.length === 0 ? 0 : shareOfMedian * nthSmallest(nearest, nearest.length >> 1));
  const groups = new UnionFind(rows);
  const widest = new Float64Array(rows);
  const joinIfNear = (row: number, other: number): void => {
    const [a, b] = [groups.find(row), groups.find(other)];
    if (a === b) return;
    const distance = distanceBelow(vectors, row, other, threshold);
    if (distance === Infinity) return;
    const wide = Math.max(distance, widest[a]!, widest[b]!);
    widest[groups.join(a, b)] = wide;
  };
  const method = usable.length <= exactRows ? 'exact' : 'projections';
  const rest = within(checkpoint, 0.3, 1);
  if (method === 'exact') await visitEveryPair(usable, joinIfNear, rest);
  else await visitPairsOnSameSides(vectors, usable, seed, joinIfNear, rest);
  return {
    groups: groups.groups().map((positions) => ({ positions, distance: widest[groups.find(positions[0]!)]! })),
    threshold,
    measured: nearest.length,
    usable: usable.length,
    method,
    unusable: rows - usable.length,
  };
}
