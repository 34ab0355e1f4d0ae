import type { BinnedFeatures } from './binnedFeatures.ts';

/** A tree: inner nodes send bins up to the cut left, which is the next node; a leaf (feature −1) holds the classes of its rows. */
export interface Tree {
  readonly feature: Int32Array;
  readonly cut: Uint8Array;
  /** The right child; of a leaf, where its classes begin in `classes` and `shares`. */
  readonly right: Int32Array;
  /** Classes of leaves; the last of each leaf as its complement (~), which is below 0. */
  readonly classes: Int32Array;
  readonly shares: Float32Array;
}

interface Split {
  readonly feature: number;
  readonly cut: number;
  /** How many features are known to be the same in all rows of the node. */
  readonly constant: number;
}

/** Nodes of no more rows read features row by row, as these and those of the nodes below stay in the fastest memory. */
const fewRows = 1024;

/**
 * Nodes of fewer rows are leaves: the labels of so few tell more of their own errors than of the rows. Out of fold, with a
 * tenth of the labels flipped, leaves of one class are less accurate on most of eight tables, by up to three points.
 */
const fewestSplit = 8;

/** Grows extremely randomised trees, one after another, in the same memory. Rows of a node lie side by side, in their order. */
export class TreeGrower {
  readonly #features: BinnedFeatures;
  readonly #learnt: Uint32Array;
  readonly #labels: Int32Array;
  readonly #tried: number;
  readonly #rows: Uint32Array;
  readonly #classes: Int32Array;
  readonly #spareRows: Uint32Array;
  readonly #spareClasses: Int32Array;
  /** Bins of a node's rows in the feature that is looked at. */
  readonly #bins: Uint8Array;
  /**
   * Features in an order that draws go on shuffling: those first that are known to be the same in all rows of a node,
   * which are so below it, too.
   */
  readonly #order: Int32Array;
  /** Rows of the node by class; those of its left side; the classes that it has. */
  readonly #whole: Float64Array;
  readonly #left: Float64Array;
  readonly #present: Int32Array;
  #presentCount = 0;

  /** @param learnt the rows to grow trees on, ascending */
  constructor(features: BinnedFeatures, labels: Int32Array, learnt: Uint32Array, classCount: number) {
    this.#features = features;
    this.#learnt = learnt;
    this.#labels = labels;
    this.#tried = Math.max(1, Math.round(Math.sqrt(features.featureCount)));
    this.#rows = new Uint32Array(learnt.length);
    this.#classes = new Int32Array(learnt.length);
    this.#spareRows = new Uint32Array(learnt.length);
    this.#spareClasses = new Int32Array(learnt.length);
    this.#bins = new Uint8Array(learnt.length);
    this.#order = Int32Array.from({ length: features.featureCount }, (_, feature) => feature);
    this.#whole = new Float64Array(classCount);
    this.#left = new Float64Array(classCount);
    this.#present = new Int32Array(classCount);
  }

  /** @param random numbers in [0, 1): the same ones grow the same tree */
  grow(random: () => number): Tree {
    this.#rows.set(this.#learnt);
    for (let place = 0; place < this.#learnt.length; place++) this.#classes[place] = this.#labels[this.#learnt[place]!]!;
    for (let feature = 0; feature < this.#order.length; feature++) this.#order[feature] = feature;
    const most = 2 * this.#learnt.length;
    const tree = {
      feature: new Int32Array(most),
      cut: new Uint8Array(most),
      right: new Int32Array(most),
      classes: new Int32Array(this.#learnt.length),
      shares: new Float32Array(this.#learnt.length),
    };
    let nodes = 0;
    let listed = 0;
    const waiting = [{ from: 0, to: this.#learnt.length, parent: -1, constant: 0 }];
    for (let branch = waiting.pop(); branch; branch = waiting.pop()) {
      const { from, to, parent, constant } = branch;
      const node = nodes++;
      if (parent >= 0) tree.right[parent] = node;
      this.#countClasses(from, to);
      const split = this.#presentCount === 1 || to - from < fewestSplit ? undefined : this.#chooseSplit(from, to, constant, random);
      if (split) {
        tree.feature[node] = split.feature;
        tree.cut[node] = split.cut;
        const middle = this.#divide(from, to, split);
        waiting.push({ from: middle, to, parent: node, constant: split.constant }, { from, to: middle, parent: -1, constant: split.constant });
        continue;
      }
      tree.feature[node] = -1;
      tree.right[node] = listed;
      for (let at = 0; at < this.#presentCount; at++) {
        tree.classes[listed] = at === this.#presentCount - 1 ? ~this.#present[at]! : this.#present[at]!;
        tree.shares[listed++] = this.#whole[this.#present[at]!]! / (to - from);
      }
    }
    return {
      feature: tree.feature.slice(0, nodes),
      cut: tree.cut.slice(0, nodes),
      right: tree.right.slice(0, nodes),
      classes: tree.classes.slice(0, listed),
      shares: tree.shares.slice(0, listed),
    };
  }

  #countClasses(from: number, to: number): void {
    const [whole, present, classes] = [this.#whole, this.#present, this.#classes];
    for (let at = 0; at < this.#presentCount; at++) whole[present[at]!] = 0;
    let count = 0;
    for (let place = from; place < to; place++) {
      const label = classes[place]!;
      if (whole[label] === 0) present[count++] = label;
      whole[label]!++;
    }
    this.#presentCount = count;
  }

  /**
   * The best of random cuts, or none where the rows are alike in every feature. The first `constant` features of the order
   * are the same in all rows: they stay where they are, and those found to be so are put behind them.
   */
  #chooseSplit(from: number, to: number, constant: number, random: () => number): Split | undefined {
    const order = this.#order;
    let best: { feature: number; cut: number } | undefined;
    let bestPurity = -1;
    for (let end = order.length, tried = 0; constant < end && tried < this.#tried;) {
      const place = constant + Math.floor(random() * (end - constant));
      const feature = order[place]!;
      const bits = this.#features.bits[feature];
      const cut = bits ? this.#countOfTwo(from, to, bits) : this.#countAtRandom(from, to, feature, random);
      const aside = cut === null ? constant++ : --end;
      order[place] = order[aside]!;
      order[aside] = feature;
      if (cut === null) continue;
      tried++;
      const purity = this.#purity(to - from);
      if (purity <= bestPurity) continue;
      bestPurity = purity;
      best = { feature, cut };
    }
    return best && { ...best, constant };
  }

  /** Counts the classes left of a random cut, which it gives; null where all rows are in one bin. */
  #countAtRandom(from: number, to: number, feature: number, random: () => number): number | null {
    const [left, bins, classes] = [this.#left, this.#bins, this.#classes];
    this.#readBins(from, to, feature);
    let least = 255;
    let greatest = 0;
    for (let at = 0; at < to - from; at++) {
      const bin = bins[at]!;
      if (bin < least) least = bin;
      if (bin > greatest) greatest = bin;
    }
    if (least === greatest) return null;
    const cut = least + Math.floor(random() * (greatest - least));
    this.#clearLeft();
    for (let place = from; place < to; place++) left[classes[place]!]! += bins[place - from]! <= cut ? 1 : 0;
    return cut;
  }

  /** The same of two bins, as most columns of categories have, which can be cut in one place: one pass tells all. */
  #countOfTwo(from: number, to: number, bits: Uint32Array): number | null {
    const [left, whole, present, rows, classes] = [this.#left, this.#whole, this.#present, this.#rows, this.#classes];
    for (let at = 0; at < this.#presentCount; at++) left[present[at]!] = whole[present[at]!]!;
    let second = 0;
    for (let place = from; place < to; place++) {
      const row = rows[place]!;
      if (((bits[row >>> 5]! >>> (row & 31)) & 1) === 0) continue;
      second++;
      left[classes[place]!]!--;
    }
    return second === 0 || second === to - from ? null : 0;
  }

  #clearLeft(): void {
    for (let at = 0; at < this.#presentCount; at++) this.#left[this.#present[at]!] = 0;
  }

  #readBins(from: number, to: number, feature: number): void {
    const [bins, rows] = [this.#bins, this.#rows];
    const { byFeature, byRow, featureCount, rowCount } = this.#features;
    if (to - from > fewRows) {
      const start = feature * rowCount;
      for (let place = from; place < to; place++) bins[place - from] = byFeature[start + rows[place]!]!;
    } else {
      for (let place = from; place < to; place++) bins[place - from] = byRow[rows[place]! * featureCount + feature]!;
    }
  }

  /** Σ over both sides of Σ count² / rows, by the classes counted left: the greater, the less the Gini impurity. */
  #purity(rows: number): number {
    const [left, whole, present] = [this.#left, this.#whole, this.#present];
    let leftRows = 0;
    let leftSquares = 0;
    let rightSquares = 0;
    for (let at = 0; at < this.#presentCount; at++) {
      const label = present[at]!;
      const own = left[label]!;
      leftRows += own;
      leftSquares += own * own;
      rightSquares += (whole[label]! - own) ** 2;
    }
    return leftSquares / leftRows + rightSquares / (rows - leftRows);
  }

  /** Puts the rows of the left side before those of the right; gives the first place of the right. */
  #divide(from: number, to: number, { feature, cut }: { readonly feature: number; readonly cut: number }): number {
    const [rows, classes, bins] = [this.#rows, this.#classes, this.#bins];
    this.#readBins(from, to, feature);
    let middle = from;
    let spared = 0;
    for (let place = from; place < to; place++) {
      if (bins[place - from]! <= cut) {
        rows[middle] = rows[place]!;
        classes[middle++] = classes[place]!;
      } else {
        this.#spareRows[spared] = rows[place]!;
        this.#spareClasses[spared++] = classes[place]!;
      }
    }
    for (let at = 0; at < spared; at++) {
      rows[middle + at] = this.#spareRows[at]!;
      classes[middle + at] = this.#spareClasses[at]!;
    }
    return middle;
  }
}
