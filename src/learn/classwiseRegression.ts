import type { Checkpoint } from './checkpoint.ts';
import { workPerStep } from './learner.ts';
import type { LinearModel } from './linearModel.ts';
import { type LogisticRegressionOptions, meanSquaredLength } from './logisticRegression.ts';
import { createRandom, shuffle } from './random.ts';
import type { Shortlist } from './shortlist.ts';
import type { SparseMatrix } from './sparseMatrix.ts';

/** Times in a row that a class is gone over before the next one has its turn. */
const epochsAtATime = 2;
/** An update by less than this moves nothing. */
const leastSlope = 1e-4;
/** A class of which a row's share is less than this after a turn is not told apart from it any more. */
const leastShare = 1e-3;

/**
 * Multinomial logistic regression for many classes, class by class: of each row the probabilities are those among its
 * own class and the listed ones, and while the coefficients of one class descend, those of the others stand still.
 * The coefficients of one class stay in the processor's cache, those of a row's classes would not: with a
 * thousand classes that, and not arithmetic, is what a descent row by row waits for. The coefficients returned
 * are the mean over the updates of the last turn.
 */
export async function fitClasswise(
  matrix: SparseMatrix,
  labels: Int32Array,
  rows: Uint32Array,
  classCount: number,
  shortlist: Shortlist,
  options: Omit<LogisticRegressionOptions, 'averageFrom'>,
  checkpoint: Checkpoint,
): Promise<LinearModel> {
  const turns = Math.max(1, Math.ceil(options.epochs / epochsAtATime));
  const firstStep = options.firstStep / Math.max(1, meanSquaredLength(matrix, rows));
  const descent = new ClassDescent(matrix, labels, rows, classCount, shortlist, { ...options, firstStep });
  const meanEntries = matrix.values.length / Math.max(1, matrix.rowCount);
  const classesPerStep = Math.max(
    1,
    Math.floor((workPerStep * classCount) / ((meanEntries + 1) * rows.length * shortlist.size * epochsAtATime * 3)),
  );
  for (let turn = 0; turn < turns; turn++) {
    descent.beginTurn();
    for (let label = 0; label < classCount; label++) {
      descent.run(label, turn, turn === turns - 1);
      if (label % classesPerStep === 0)
        await checkpoint((turn + label / classCount) / turns, `logistic regression, round ${turn + 1} of ${turns}`);
    }
  }
  return descent.finish();
}

/** Rows and classes paired: pair p is of row `rows[p]`, and its score stands at `slots[p]`. */
interface Pairs {
  /** The first pair of each class, and the end of the last one. */
  readonly starts: Uint32Array;
  readonly rows: Uint32Array;
  readonly slots: Uint32Array;
}

class ClassDescent {
  private readonly pairs: Pairs;
  /** Class by class, so that those of one class lie together. */
  private readonly weights: Float32Array;
  private readonly late: Float32Array;
  private readonly intercepts: Float64Array;
  /** exp of the score of each pair, row by row, and the sum of each row. */
  private readonly powers: Float64Array;
  private readonly sums: Float64Array;
  /** Of each pair: the sum of its row without it. */
  private readonly others: Float64Array;
  private readonly width: number;
  private readonly random: () => number;

  constructor(
    private readonly matrix: SparseMatrix,
    private readonly labels: Int32Array,
    private readonly rows: Uint32Array,
    private readonly classCount: number,
    shortlist: Shortlist,
    private readonly options: Omit<LogisticRegressionOptions, 'averageFrom'>,
  ) {
    this.width = shortlist.size + 1;
    this.pairs = pairUp(labels, rows, classCount, shortlist);
    this.weights = new Float32Array(matrix.columnCount * classCount);
    this.late = new Float32Array(matrix.columnCount);
    this.intercepts = new Float64Array(classCount);
    this.powers = new Float64Array(matrix.rowCount * this.width);
    this.sums = new Float64Array(matrix.rowCount);
    this.others = new Float64Array(this.pairs.rows.length);
    for (const slot of this.pairs.slots) this.powers[slot] = 1;
    this.random = createRandom(options.seed);
  }

  /** Sums up anew what the single classes have changed. */
  beginTurn(): void {
    const { width, powers } = this;
    for (const row of this.rows) {
      let sum = 0;
      for (let slot = row * width; slot < (row + 1) * width; slot++) sum += powers[slot]!;
      this.sums[row] = sum;
    }
  }

  /** Goes over the rows of a class; with `averaging`, its coefficients become the mean over the updates. */
  run(label: number, turn: number, averaging: boolean): void {
    const { pairs, matrix, labels, late } = this;
    const order = this.open(label, turn);
    if (order.length === 0) return;
    const weights = this.weights.subarray(label * matrix.columnCount, (label + 1) * matrix.columnCount);
    const { l2, firstStep } = this.options;
    const stepsPerPair = this.rows.length / order.length;
    let done = turn * epochsAtATime * this.rows.length;
    let scale = 1;
    let gathered = 0;
    let averaged = 0;
    let intercept = this.intercepts[label]!;
    let interceptLate = 0;
    for (let epoch = 0; epoch < epochsAtATime; epoch++) {
      shuffle(order, this.random);
      for (const pair of order) {
        const row = pairs.rows[pair]!;
        const score = scale * product(matrix, row, weights) + intercept;
        const slope = 1 / (1 + this.others[pair]! * Math.exp(-score)) - (labels[row] === label ? 1 : 0);
        const step = firstStep / (1 + firstStep * l2 * done);
        done += stepsPerPair;
        scale *= 1 - step * l2 * stepsPerPair;
        if (Math.abs(slope) >= leastSlope) {
          addRow(matrix, row, weights, late, (-step * slope) / scale, gathered);
          const shift = -step * 0.1 * slope;
          intercept += shift;
          interceptLate += shift * averaged;
        }
        if (!averaging) continue;
        averaged++;
        gathered += scale;
      }
    }
    finishClass(weights, late, averaged, averaged > 0 ? gathered / averaged : scale);
    this.intercepts[label] = intercept - (averaged > 0 ? interceptLate / averaged : 0);
    this.settle(label, order, weights);
  }

  /** The pairs of a class that can still move its coefficients; of each, writes down what all other classes of the row sum to. */
  private open(label: number, turn: number): Uint32Array {
    const { pairs, sums, powers, others, labels } = this;
    const first = pairs.starts[label]!;
    const open = new Uint32Array(pairs.starts[label + 1]! - first);
    let count = 0;
    for (let pair = first; pair < first + open.length; pair++) {
      const row = pairs.rows[pair]!;
      const power = powers[pairs.slots[pair]!]!;
      if (turn > 0 && power < leastShare * sums[row]! && labels[row] !== label) continue;
      others[pair] = Math.max(Number.MIN_VALUE, sums[row]! - power);
      open[count++] = pair;
    }
    return open.subarray(0, count);
  }

  /** Writes down what the coefficients of a class make of its rows. */
  private settle(label: number, order: Uint32Array, weights: Float32Array): void {
    const { pairs, matrix, powers, sums } = this;
    for (const pair of order) {
      const row = pairs.rows[pair]!;
      const slot = pairs.slots[pair]!;
      const power = Math.exp(product(matrix, row, weights) + this.intercepts[label]!);
      sums[row] = sums[row]! - powers[slot]! + power;
      powers[slot] = power;
    }
  }

  finish(): LinearModel {
    const {
      classCount,
      weights,
      matrix: { columnCount },
    } = this;
    const turned = new Float32Array(weights.length);
    for (let label = 0; label < classCount; label++) {
      const first = label * columnCount;
      for (let column = 0; column < columnCount; column++)
        if (weights[first + column] !== 0) turned[column * classCount + label] = weights[first + column]!;
    }
    return { classCount, outputs: classCount, weights: turned, intercepts: this.intercepts };
  }
}

/** Each row with its own class and those listed for it, class by class. */
function pairUp(labels: Int32Array, rows: Uint32Array, classCount: number, { size, classes }: Shortlist): Pairs {
  const width = size + 1;
  const starts = new Uint32Array(classCount + 1);
  const visit = (visitor: (row: number, slot: number, label: number) => void): void => {
    for (const row of rows) {
      visitor(row, row * width, labels[row]!);
      for (let place = 0; place < size; place++)
        if (classes[row * size + place] !== labels[row]) visitor(row, row * width + 1 + place, classes[row * size + place]!);
    }
  };
  visit((_row, _slot, label) => { starts[label + 1]!++; });
  for (let label = 0; label < classCount; label++) starts[label + 1]! += starts[label]!;
  const next = starts.slice();
  const pairs: Pairs = { starts, rows: new Uint32Array(starts[classCount]!), slots: new Uint32Array(starts[classCount]!) };
  visit((row, slot, label) => {
    pairs.rows[next[label]!] = row;
    pairs.slots[next[label]!++] = slot;
  });
  return pairs;
}

/** Turns coefficients into what they come to, or into their mean; clears what was gathered for it. */
function finishClass(weights: Float32Array, late: Float32Array, averaged: number, factor: number): void {
  for (let column = 0; column < weights.length; column++) {
    if (weights[column] === 0) continue;
    weights[column] = weights[column]! * factor - (averaged > 0 ? late[column]! / averaged : 0);
    late[column] = 0;
  }
}

function product({ offsets, columns, values }: SparseMatrix, row: number, weights: Float32Array): number {
  let sum = 0;
  for (let at = offsets[row]!; at < offsets[row + 1]!; at++) sum += values[at]! * weights[columns[at]!]!;
  return sum;
}

function addRow({ offsets, columns, values }: SparseMatrix, row: number, weights: Float32Array, late: Float32Array, factor: number, gathered: number): void {
  for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
    const column = columns[at]!;
    const change = factor * values[at]!;
    weights[column]! += change;
    late[column]! += change * gathered;
  }
}
