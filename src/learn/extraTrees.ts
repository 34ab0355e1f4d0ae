import { binFeatures, type BinnedFeatures } from './binnedFeatures.ts';
import type { Learner, Predictor } from './learner.ts';
import { createRandom } from './random.ts';
import { type Tree, TreeGrower } from './treeGrower.ts';

const treeCount = 100;

/**
 * Extremely randomised trees (Geurts, Ernst, Wehenkel, 2006): 100 trees grown on all rows until their leaves are
 * of one class, each split the best by Gini impurity of one random cut for each of √features features. Cuts are
 * between bins of about as many rows each, at most 256 a feature, so that outliers do not draw them away.
 * Probabilities are the mean of the shares of classes in the leaves.
 * @param columns the features, each with a value for every row
 */
export function createExtraTrees(columns: readonly Float32Array[], seed = 1): Learner {
  let features: BinnedFeatures | undefined;
  return {
    name: 'extra-trees', notes: [],
    async fit(labels, rows, classCount, checkpoint) {
      features ??= binFeatures(columns);
      const grower = new TreeGrower(features, labels, rows, classCount);
      const trees: Tree[] = [];
      for (let number = 0; number < treeCount; number++) {
        trees.push(grower.grow(createRandom(seed * 1_000_003 + number)));
        await checkpoint((number + 1) / treeCount, `tree ${number + 1} of ${treeCount}`);
      }
      return predictor(trees, features);
    },
  };
}

function predictor(trees: readonly Tree[], { byRow, featureCount }: BinnedFeatures): Predictor {
  return {
    work: treeCount * 50,
    predict(row, into) {
      into.fill(0);
      const start = row * featureCount;
      for (const { feature, cut, right, classes, shares } of trees) {
        let node = 0;
        while (feature[node]! >= 0) node = byRow[start + feature[node]!]! <= cut[node]! ? node + 1 : right[node]!;
        let at = right[node]!;
        for (; classes[at]! >= 0; at++) into[classes[at]!]! += shares[at]! / trees.length;
        into[~classes[at]!]! += shares[at]! / trees.length;
      }
    },
  };
}
