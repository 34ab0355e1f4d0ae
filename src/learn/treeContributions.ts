import type { Forest } from './extraTrees.ts';
import type { Tree } from './treeGrower.ts';

/** Where a column's values are taken from on the way down a tree. */
const undecided = 0;
const fromRow = 1;
const fromOther = 2;

/**
 * How much each column of a row moves a forest's probability of a class away from what another row has: Shapley values, by
 * one walk through each tree (Lundberg et al., From local explanations to global understanding with explainable AI for
 * trees, 2020: the interventional form). They are exact, and sum to the difference of the two probabilities. A column that
 * was made into several features is taken whole, from the one row or from the other.
 */
export class TreeContributions {
  readonly #forest: Forest;
  readonly #columnOf: Int32Array;
  readonly #label: number;
  readonly #from: Uint8Array;
  /** Shapley weights by how many columns came from the row and how many from the other, as far as they were needed. */
  readonly #weights: number[][] = [];
  #rowStart = 0;
  #otherStart = 0;
  #into = new Float64Array(0);
  /** What the leaves below the node last left give each column that came from the row, and take from each that did not. */
  #given = 0;
  #taken = 0;

  /** @param columnOf the column that each feature of the forest was made of */
  constructor(forest: Forest, columnOf: Int32Array, columnCount: number, label: number) {
    this.#forest = forest;
    this.#columnOf = columnOf;
    this.#label = label;
    this.#from = new Uint8Array(columnCount);
  }

  /** A number for each column. */
  between(row: number, other: number): Float64Array {
    const { trees, features: { featureCount } } = this.#forest;
    this.#rowStart = row * featureCount;
    this.#otherStart = other * featureCount;
    this.#into = new Float64Array(this.#from.length);
    for (const tree of trees) this.#walk(tree, 0, 0, 0);
    return this.#into.map((sum) => sum / (trees.length + 1));
  }

  /** The forest's probability of the class in a row, in full precision. */
  probability(row: number): number {
    const { trees, features: { byRow, featureCount }, classShares } = this.#forest;
    const start = row * featureCount;
    let sum = classShares[this.#label]!;
    for (const tree of trees) {
      let node = 0;
      while (tree.feature[node]! >= 0) node = byRow[start + tree.feature[node]!]! <= tree.cut[node]! ? node + 1 : tree.right[node]!;
      sum += this.#shareOf(tree, node);
    }
    return sum / (trees.length + 1);
  }

  #walk(tree: Tree, node: number, ofRow: number, ofOther: number): void {
    const feature = tree.feature[node]!;
    if (feature < 0) {
      const share = this.#shareOf(tree, node);
      this.#given = ofRow > 0 ? share * this.#weight(ofRow - 1, ofOther) : 0;
      this.#taken = ofOther > 0 ? share * this.#weight(ofRow, ofOther - 1) : 0;
      return;
    }
    const { byRow } = this.#forest.features;
    const cut = tree.cut[node]!;
    const column = this.#columnOf[feature]!;
    const rowsWay = byRow[this.#rowStart + feature]! <= cut ? node + 1 : tree.right[node]!;
    const othersWay = byRow[this.#otherStart + feature]! <= cut ? node + 1 : tree.right[node]!;
    const from = this.#from[column]!;
    if (from !== undecided || rowsWay === othersWay) {
      this.#walk(tree, from === fromOther ? othersWay : rowsWay, ofRow, ofOther);
      return;
    }
    this.#from[column] = fromRow;
    this.#walk(tree, rowsWay, ofRow + 1, ofOther);
    const [given, taken] = [this.#given, this.#taken];
    this.#from[column] = fromOther;
    this.#walk(tree, othersWay, ofRow, ofOther + 1);
    this.#from[column] = undecided;
    this.#into[column]! += given - this.#taken;
    this.#given += given;
    this.#taken += taken;
  }

  #shareOf({ right, classes, shares }: Tree, leaf: number): number {
    let at = right[leaf]!;
    for (; classes[at]! >= 0; at++) if (classes[at] === this.#label) return shares[at]!;
    return ~classes[at]! === this.#label ? shares[at]! : 0;
  }

  /** a! b! / (a + b + 1)! */
  #weight(a: number, b: number): number {
    const known = (this.#weights[a] ??= []);
    return (known[b] ??= b === 0 ? 1 / (a + 1) : (this.#weight(a, b - 1) * b) / (a + b + 1));
  }
}
