import type { Checkpoint } from './checkpoint.ts';
import type { Learner, Predictor } from './learner.ts';
import { createRandom } from './random.ts';

const treeCount = 100;

/** A tree: inner nodes send values up to the threshold left; a leaf (feature −1) holds the classes of its rows. */
interface Tree {
  readonly feature: number[];
  readonly threshold: number[];
  readonly right: number[];
  readonly leaves: (Map<number, number> | undefined)[];
}

/**
 * Extremely randomised trees (Geurts, Ernst, Wehenkel, 2006): 100 trees grown on all rows until their leaves are
 * of one class, each split the best by Gini impurity of one random threshold for each of √features features.
 * Probabilities are the mean of the shares of classes in the leaves.
 * @param columns the features, each with a value for every row
 */
export function createExtraTrees(columns: readonly Float32Array[], seed = 1): Learner {
  return {
    name: 'extra-trees', notes: [],
    async fit(labels, rows, classCount, checkpoint: Checkpoint) {
      const trees: Tree[] = [];
      for (let number = 0; number < treeCount; number++) {
        trees.push(new TreeGrower(columns, labels, classCount, createRandom(seed * 1_000_003 + number)).grow(rows.slice()));
        await checkpoint((number + 1) / treeCount, `tree ${number + 1} of ${treeCount}`);
      }
      return predictor(trees, columns);
    },
  };
}

function predictor(trees: readonly Tree[], columns: readonly Float32Array[]): Predictor {
  return {
    work: treeCount * 50,
    predict(row, into) {
      into.fill(0);
      for (const { feature, threshold, right, leaves } of trees) {
        let node = 0;
        while (feature[node]! >= 0) node = columns[feature[node]!]![row]! <= threshold[node]! ? node + 1 : right[node]!;
        for (const [label, share] of leaves[node]!) into[label]! += share / trees.length;
      }
    },
  };
}

/** Grows one tree, left branches first, so that the left child of a node is the node after it. */
class TreeGrower {
  private readonly tree: Tree = { feature: [], threshold: [], right: [], leaves: [] };
  private readonly tried: number;
  private readonly left: Float64Array;
  private readonly whole: Float64Array;

  constructor(private readonly columns: readonly Float32Array[], private readonly labels: Int32Array, classCount: number, private readonly random: () => number) {
    this.tried = Math.max(1, Math.round(Math.sqrt(columns.length)));
    this.left = new Float64Array(classCount);
    this.whole = new Float64Array(classCount);
  }

  grow(all: Uint32Array): Tree {
    const waiting = [{ rows: all, parent: -1 }];
    for (let branch = waiting.pop(); branch; branch = waiting.pop()) {
      const node = this.tree.feature.length;
      if (branch.parent >= 0) this.tree.right[branch.parent] = node;
      const split = this.chooseSplit(branch.rows);
      this.tree.feature.push(split?.feature ?? -1);
      this.tree.threshold.push(split?.threshold ?? 0);
      this.tree.right.push(-1);
      this.tree.leaves.push(split ? undefined : this.shares(branch.rows));
      if (!split) continue;
      const values = this.columns[split.feature]!;
      waiting.push({ rows: branch.rows.filter((row) => values[row]! > split.threshold), parent: node });
      waiting.push({ rows: branch.rows.filter((row) => values[row]! <= split.threshold), parent: -1 });
    }
    return this.tree;
  }

  /** The best of random splits, or none where the rows are of one class or alike in every feature. */
  private chooseSplit(rows: Uint32Array): { feature: number; threshold: number } | undefined {
    const first = this.labels[rows[0]!]!;
    if (rows.every((row) => this.labels[row] === first)) return undefined;
    this.whole.fill(0);
    for (const row of rows) this.whole[this.labels[row]!]!++;
    const features = Uint32Array.from(this.columns, (_column, feature) => feature);
    let best: { feature: number; threshold: number } | undefined;
    let bestPurity = -1;
    for (let drawn = 0, tried = 0; drawn < features.length && tried < this.tried; drawn++) {
      const place = drawn + Math.floor(this.random() * (features.length - drawn));
      const feature = features[place]!;
      features[place] = features[drawn]!;
      const threshold = this.drawThreshold(rows, feature);
      if (threshold === undefined) continue;
      tried++;
      const purity = this.purity(rows, feature, threshold);
      if (purity <= bestPurity) continue;
      bestPurity = purity;
      best = { feature, threshold };
    }
    return best;
  }

  /** A threshold between the least and the greatest value of the rows, below the greatest; none where they are one. */
  private drawThreshold(rows: Uint32Array, feature: number): number | undefined {
    const values = this.columns[feature]!;
    let least = Infinity;
    let greatest = -Infinity;
    for (const row of rows) {
      if (values[row]! < least) least = values[row]!;
      if (values[row]! > greatest) greatest = values[row]!;
    }
    if (!(least < greatest)) return undefined;
    const threshold = least + this.random() * (greatest - least);
    return threshold < greatest ? threshold : least;
  }

  /** Σ over both sides of Σ count² / rows: the greater, the less the Gini impurity. */
  private purity(rows: Uint32Array, feature: number, threshold: number): number {
    const values = this.columns[feature]!;
    this.left.fill(0);
    let leftRows = 0;
    for (const row of rows) {
      if (values[row]! > threshold) continue;
      this.left[this.labels[row]!]!++;
      leftRows++;
    }
    let left = 0;
    let right = 0;
    for (let label = 0; label < this.left.length; label++) {
      left += this.left[label]! ** 2;
      right += (this.whole[label]! - this.left[label]!) ** 2;
    }
    return left / leftRows + right / (rows.length - leftRows);
  }

  private shares(rows: Uint32Array): Map<number, number> {
    const shares = new Map<number, number>();
    for (const row of rows) shares.set(this.labels[row]!, (shares.get(this.labels[row]!) ?? 0) + 1 / rows.length);
    return shares;
  }
}
