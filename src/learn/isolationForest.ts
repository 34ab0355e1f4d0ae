import type { Checkpoint } from './checkpoint.ts';
import { createRandom, shuffle } from './random.ts';

/** One number a row, that a tree may split by; features of one group (the values of a category) are drawn as one. */
export interface ForestFeature {
  readonly values: ArrayLike<number>;
  readonly group: number;
}

export interface ForestOptions {
  readonly trees?: number;
  /** ψ: the rows that each tree is grown on, at most. */
  readonly sample?: number;
  readonly seed?: number;
}

const eulerMascheroni = 0.5772156649015329;

/**
 * Isolation forest (Liu, Ting and Zhou, ICDM 2008): trees of random splits between the smallest and the largest value of
 * a random feature, grown on ψ rows each to a height of ⌈log2 ψ⌉. Rows unlike the others are alone after few splits.
 * A feature is drawn by its group first, so that a category of many values does not crowd out the numbers.
 */
export class IsolationForest {
  readonly #trees: readonly Tree[];
  readonly #usual: number;

  private constructor(trees: readonly Tree[], sample: number) {
    this.#trees = trees;
    this.#usual = averagePath(sample);
  }

  /** @param features every one with a finite value for each of `rows` rows, of which there are two at least. */
  static async grow(
    features: readonly ForestFeature[],
    rows: number,
    { trees = 100, sample = 256, seed = 1 }: ForestOptions,
    checkpoint?: Checkpoint,
  ): Promise<IsolationForest> {
    const size = Math.min(sample, rows);
    const random = createRandom(seed);
    const grower = new TreeGrower(features, Math.ceil(Math.log2(size)), random);
    const grown: Tree[] = [];
    const all = Int32Array.from({ length: rows }, (_, row) => row);
    for (let tree = 0; tree < trees; tree++) {
      grown.push(grower.tree(draw(all, size, random)));
      await checkpoint?.((tree + 1) / trees, `Tree ${tree + 1} of ${trees}`);
    }
    return new IsolationForest(grown, size);
  }

  /**
   * 2^(−E[h]/c(ψ)) of each row, 0–1: near 1 is unlike the others, 0.5 is usual.
   * @param rows row by row, a value of each feature; a few hundred rows at a time are quickest
   * @param trees by so many of the trees alone, which is quicker and less sure
   */
  scores(rows: Float64Array, width: number, trees = this.#trees.length): Float64Array {
    const sums = new Float64Array(rows.length / width);
    const asked = this.#trees.slice(0, Math.max(1, trees));
    for (const { feature, threshold, path } of asked) {
      const ends = feature.length;
      for (let row = 0, start = 0; row < sums.length; row++, start += width) {
        let node = 0;
        while (node < ends) node = 2 * node + 2 - Number(rows[start + feature[node]!]! < threshold[node]!);
        sums[row]! += path[node - ends]!;
      }
    }
    return sums.map((sum) => 2 ** (-sum / asked.length / this.#usual));
  }
}

/**
 * A tree with all of its nodes down to the same height: those after node i are 2i + 1, where a row's value is below the
 * threshold, and 2i + 2. Every row takes as many steps, which a processor foresees; what a row has passed is at the end.
 */
interface Tree {
  readonly feature: Int16Array;
  /** Infinity where nothing is left to split. */
  readonly threshold: Float64Array;
  /** The length of the path to each end. */
  readonly path: Float64Array;
}

class TreeGrower {
  readonly #groups: number[][];

  constructor(private readonly features: readonly ForestFeature[], private readonly height: number, private readonly random: () => number) {
    this.#groups = [...new Set(features.map(({ group }) => group))].map((group) =>
      features.flatMap((feature, index) => (feature.group === group ? [index] : [])),
    );
  }

  tree(rows: Int32Array): Tree {
    const nodes = 2 ** this.height - 1;
    const tree = { feature: new Int16Array(nodes), threshold: new Float64Array(nodes).fill(Infinity), path: new Float64Array(nodes + 1) };
    this.#grow(tree, rows, 0, 0);
    return tree;
  }

  #grow(tree: Tree, rows: Int32Array, node: number, height: number): void {
    const split = height < this.height && rows.length > 1 ? this.#split(rows) : null;
    if (!split) {
      // Without a split, all rows go left, to the first end below.
      const first = (node + 1) * 2 ** (this.height - height) - 1;
      tree.path[first - tree.feature.length] = height + averagePath(rows.length);
      return;
    }
    tree.feature[node] = split.feature;
    tree.threshold[node] = split.threshold;
    const { values } = this.features[split.feature]!;
    this.#grow(tree, rows.filter((row) => values[row]! < split.threshold), 2 * node + 1, height + 1);
    this.#grow(tree, rows.filter((row) => !(values[row]! < split.threshold)), 2 * node + 2, height + 1);
  }

  /** A random place in a random feature that is not the same in all of the rows; null where there is none. */
  #split(rows: Int32Array): { readonly feature: number; readonly threshold: number } | null {
    const groups = shuffle(Int32Array.from(this.#groups.keys()), this.random);
    for (const group of groups) {
      for (const feature of shuffle(this.#groups[group]!.slice(), this.random)) {
        const { values } = this.features[feature]!;
        let [low, high] = [Infinity, -Infinity];
        for (const row of rows) {
          low = Math.min(low, values[row]!);
          high = Math.max(high, values[row]!);
        }
        if (low < high) return { feature, threshold: between(low, high, this.random()) };
      }
    }
    return null;
  }
}

/** Above `low` and at most `high`, so that both sides have a row. */
function between(low: number, high: number, share: number): number {
  const place = high - share * (high - low);
  return place > low ? place : high;
}

/** The rows to grow a tree on, none twice: the first of a shuffle that goes no further. */
function draw(all: Int32Array, count: number, random: () => number): Int32Array {
  for (let place = 0; place < count; place++) {
    const other = place + Math.floor(random() * (all.length - place));
    [all[place], all[other]] = [all[other]!, all[place]!];
  }
  return all.slice(0, count);
}

/** c(n): the mean path of an unsuccessful search in a binary tree of n rows, which is what a leaf of n rows stands for. */
export function averagePath(rows: number): number {
  if (rows < 2) return 0;
  return rows === 2 ? 1 : 2 * (Math.log(rows - 1) + eulerMascheroni) - (2 * (rows - 1)) / rows;
}
