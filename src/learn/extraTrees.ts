import { binFeatures, type BinnedFeatures } from './binnedFeatures.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Learner, Predictor } from './learner.ts';
import { createRandom } from './random.ts';
import { type Tree, TreeGrower } from './treeGrower.ts';

const treeCount = 100;

export const extraTrees = 'extra-trees';

/** Trees, and the classes' shares of the rows that they grew on, which have one vote more. */
export interface Forest {
  readonly trees: readonly Tree[];
  readonly features: BinnedFeatures;
  readonly classShares: Float32Array;
}

/**
 * Extremely randomised trees (Geurts, Ernst, Wehenkel, 2006): 100 trees grown on all rows until their leaves are of one
 * class or of fewer than 8 rows, each split the best by Gini impurity of one random cut for each of √features features.
 * Cuts are between bins of about as many rows each, at most 256 a feature, so that outliers do not draw them away.
 * Probabilities are the mean of the shares of classes in the leaves, and of one vote by their shares of all rows learnt
 * from, so that none is 0.
 * @param columns the features, each with a value for every row
 */
export function createExtraTrees(columns: readonly Float32Array[], seed = 1): Learner {
  let features: BinnedFeatures | undefined;
  return {
    name: extraTrees, notes: [],
    async fit(labels, rows, classCount, checkpoint) {
      features ??= binFeatures(columns);
      return predictForest(await growForest(features, labels, rows, classCount, seed, checkpoint));
    },
  };
}

/** The trees themselves. */
export async function growForest(
  features: BinnedFeatures, labels: Int32Array, rows: Uint32Array, classCount: number, seed: number, checkpoint: Checkpoint,
): Promise<Forest> {
  const grower = new TreeGrower(features, labels, rows, classCount);
  const trees: Tree[] = [];
  for (let number = 0; number < treeCount; number++) {
    trees.push(grower.grow(createRandom(seed * 1_000_003 + number)));
    await checkpoint((number + 1) / treeCount, `tree ${number + 1} of ${treeCount}`);
  }
  return { trees, features, classShares: sharesOf(labels, rows, classCount) };
}

/** Predicts rows of the features that the trees grew on. */
export function predictForest({ trees, features: { byRow, featureCount }, classShares }: Forest): Predictor {
  const votes = trees.length + 1;
  return {
    work: treeCount * 50,
    predict(row, into) {
      for (let label = 0; label < into.length; label++) into[label] = classShares[label]! / votes;
      const start = row * featureCount;
      for (const { feature, cut, right, classes, shares } of trees) {
        let node = 0;
        while (feature[node]! >= 0) node = byRow[start + feature[node]!]! <= cut[node]! ? node + 1 : right[node]!;
        let at = right[node]!;
        for (; classes[at]! >= 0; at++) into[classes[at]!]! += shares[at]! / votes;
        into[~classes[at]!]! += shares[at]! / votes;
      }
    },
  };
}

function sharesOf(labels: Int32Array, rows: Uint32Array, classCount: number): Float32Array {
  const shares = new Float32Array(classCount);
  for (const row of rows) shares[labels[row]!]! += 1 / rows.length;
  return shares;
}
