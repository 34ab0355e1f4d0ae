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
/** A leaf has no feature. */
const leaf = -1;

/**
 * Isolation forest (Liu, Ting and Zhou, ICDM 2008): trees of random splits between the smallest and the largest value of
 * a random feature, grown on ψ rows each to a height of ⌈log2 ψ⌉. Rows unlike the others are alone after few splits.
 * A feature is drawn by its group first, so that a category of many values does not crowd out the numbers.
 */
export class IsolationForest {
  /** The feature of each node, or `leaf`. */
  readonly #feature: Int16Array;
  /** Where a node splits: smaller values go left, to the node after it. Of a leaf, what its rows add to the path. */
  readonly #threshold: Float64Array;
  readonly #right: Int32Array;
  readonly #roots: Int32Array;
  readonly #usual: number;

  private constructor(nodes: Nodes, roots: readonly number[], sample: number) {
    this.#feature = Int16Array.from(nodes.feature);
    this.#threshold = Float64Array.from(nodes.threshold);
    this.#right = Int32Array.from(nodes.right);
    this.#roots = Int32Array.from(roots);
    this.#usual = averagePath(sample);
  }

  /** @param features every one with a finite value for each of `rows` rows, of which there are two at least. */
  static async grow(features: readonly ForestFeature[], rows: number, { trees = 100, sample = 256, seed = 1 }: ForestOptions, checkpoint?: Checkpoint): Promise<IsolationForest> {
    const size = Math.min(sample, rows);
    const random = createRandom(seed);
    const nodes: Nodes = { feature: [], threshold: [], right: [] };
    const grower = new TreeGrower(features, nodes, Math.ceil(Math.log2(size)), random);
    const roots: number[] = [];
    const all = Int32Array.from({ length: rows }, (_, row) => row);
    for (let tree = 0; tree < trees; tree++) {
      roots.push(nodes.feature.length);
      grower.grow(draw(all, size, random), 0);
      await checkpoint?.((tree + 1) / trees, `Tree ${tree + 1} of ${trees}`);
    }
    return new IsolationForest(nodes, roots, size);
  }

  /** 2^(−E[h]/c(ψ)) of one row, 0–1: near 1 is unlike the others, 0.5 is usual. @param row its value of each feature */
  score(row: ArrayLike<number>): number {
    let sum = 0;
    for (const root of this.#roots) {
      let node = root;
      let height = 0;
      for (let feature = this.#feature[node]!; feature !== leaf; feature = this.#feature[node]!, height++) {
        node = row[feature]! < this.#threshold[node]! ? node + 1 : this.#right[node]!;
      }
      sum += height + this.#threshold[node]!;
    }
    return 2 ** (-sum / this.#roots.length / this.#usual);
  }
}

interface Nodes {
  readonly feature: number[];
  readonly threshold: number[];
  readonly right: number[];
}

class TreeGrower {
  readonly #groups: number[][];

  constructor(private readonly features: readonly ForestFeature[], private readonly nodes: Nodes, private readonly highest: number, private readonly random: () => number) {
    this.#groups = [...new Set(features.map(({ group }) => group))].map((group) => features.flatMap((feature, index) => (feature.group === group ? [index] : [])));
  }

  grow(rows: Int32Array, height: number): void {
    const { feature, threshold, right } = this.nodes;
    const node = feature.length;
    const split = height < this.highest && rows.length > 1 ? this.#split(rows) : null;
    feature.push(split?.feature ?? leaf);
    threshold.push(split?.threshold ?? averagePath(rows.length));
    right.push(0);
    if (!split) return;
    const { values } = this.features[split.feature]!;
    this.grow(rows.filter((row) => values[row]! < split.threshold), height + 1);
    right[node] = feature.length;
    this.grow(rows.filter((row) => !(values[row]! < split.threshold)), height + 1);
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
