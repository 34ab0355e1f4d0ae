import type { Checkpoint } from './checkpoint.ts';
import { cosineDistance, type UnitVectors, unitVectors } from './unitVectors.ts';

/** With more numbers than this, direction tells more than distance. */
const mostForEuclid = 3;
/** Rows after which other work may have its turn. */
const rowsATurn = 32;

/**
 * How far each row is from those that it is compared with: the mean distance to its `count` nearest, by cosine above
 * three dimensions, else Euclidean. After the out-of-distribution score of Kuan and Mueller, “Back to the basics:
 * revisiting out-of-distribution detection baselines”, 2022.
 * @param values rows × dimensions
 * @param compared positions of the rows that are compared with, more than `count` of them; all, where every row is
 * @returns NaN for a row that has no direction, or holds what is no number
 */
export async function neighbourDistance(
  values: Float32Array,
  rows: number,
  dimensions: number,
  compared: ArrayLike<number>,
  count: number,
  checkpoint?: Checkpoint,
): Promise<Float32Array> {
  const distance = dimensions > mostForEuclid ? cosineOf(unitVectors(values, rows, dimensions)) : euclidOf(values, dimensions);
  const means = new Float32Array(rows);
  const nearest = new Float64Array(count);
  for (let row = 0; row < rows; row++) {
    nearest.fill(Infinity);
    for (let at = 0; at < compared.length; at++) {
      const other = compared[at]!;
      if (other !== row) keepSmallest(nearest, distance(row, other));
    }
    means[row] = nearest.reduce((sum, each) => sum + each, 0) / count;
    if (!Number.isFinite(means[row]!)) means[row] = NaN;
    if (row % rowsATurn === 0) await checkpoint?.(row / rows, 'Comparing embeddings');
  }
  return means;
}

type Distance = (a: number, b: number) => number;

/** Infinity from and to rows without a direction. */
function cosineOf(vectors: UnitVectors): Distance {
  const { unusable } = vectors;
  return (a, b) => (unusable[a] === 1 || unusable[b] === 1 ? Infinity : cosineDistance(vectors, a, b));
}

function euclidOf(values: Float32Array, dimensions: number): Distance {
  return (a, b) => {
    let sum = 0;
    for (let i = 0; i < dimensions; i++) sum += (values[a * dimensions + i]! - values[b * dimensions + i]!) ** 2;
    return Math.sqrt(sum);
  };
}

/** Ascending. */
function keepSmallest(smallest: Float64Array, value: number): void {
  let place = smallest.length - 1;
  if (!(value < smallest[place]!)) return;
  for (; place > 0 && smallest[place - 1]! > value; place--) smallest[place] = smallest[place - 1]!;
  smallest[place] = value;
}
