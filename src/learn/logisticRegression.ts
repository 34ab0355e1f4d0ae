import type { Checkpoint } from './checkpoint.ts';
import { workPerStep } from './learner.ts';
import { addProducts, type LinearModel, sumOfProducts } from './linearModel.ts';
import { createRandom, shuffle } from './random.ts';
import { softmax } from './softmax.ts';
import type { SparseMatrix } from './sparseMatrix.ts';

export interface LogisticRegressionOptions {
  readonly epochs: number;
  /** Weight of the squared length of the coefficients, the mean loss of a row being 1. */
  readonly l2: number;
  /** Step length of the first update, for rows of length 1: it is divided by the rows' mean squared length where that is more. */
  readonly firstStep: number;
  /** The average begins after this many epochs. */
  readonly averageFrom: number;
  readonly seed: number;
}

/**
 * Multinomial logistic regression by averaged stochastic gradient descent (Bottou, Stochastic Gradient Descent
 * Tricks, 2012; Xu, Towards Optimal One Pass Large Scale Learning with ASGD, 2011). Rows are shuffled each epoch;
 * the step falls as 1/(1 + firstStep·l2·t); the coefficients returned are the mean over the updates. Shrinking
 * by l2 and averaging are kept as factors, so that an update costs what the row's entries cost.
 * @param rows the rows to learn from
 * @param labels the class of each row of the matrix, 0 to classCount - 1
 */
export async function fitLogisticRegression(
  matrix: SparseMatrix, labels: Int32Array, rows: Uint32Array, classCount: number, options: LogisticRegressionOptions, checkpoint: Checkpoint,
): Promise<LinearModel> {
  const firstStep = options.firstStep / Math.max(1, meanSquaredLength(matrix, rows));
  const descent = new Descent(matrix, labels, classCount, options.l2, firstStep);
  const random = createRandom(options.seed);
  const order = rows.slice();
  const meanEntries = matrix.values.length / Math.max(1, matrix.rowCount);
  const rowsPerStep = Math.max(1, Math.floor(workPerStep / ((meanEntries + 1) * descent.outputs * 3)));
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, random);
    for (let from = 0; from < order.length; from += rowsPerStep) {
      descent.run(order.subarray(from, from + rowsPerStep), epoch >= options.averageFrom);
      await checkpoint(
        (epoch + Math.min(1, (from + rowsPerStep) / order.length)) / options.epochs,
        `logistic regression, round ${epoch + 1} of ${options.epochs}`,
      );
    }
  }
  return descent.finish();
}

/** The state of the descent: coefficients are scale·weights; the mean is (gathered·weights − late) / steps averaged. */
class Descent {
  readonly outputs: number;
  private readonly weights: Float32Array;
  private readonly late: Float32Array;
  private readonly intercepts: Float64Array;
  private readonly interceptSums: Float64Array;
  private readonly scores: Float64Array;
  private scale = 1;
  private gathered = 0;
  private step = 0;
  private averaged = 0;

  constructor(
    private readonly matrix: SparseMatrix,
    private readonly labels: Int32Array,
    private readonly classCount: number,
    private readonly l2: number,
    private readonly firstStep: number,
  ) {
    this.outputs = classCount === 2 ? 1 : classCount;
    this.weights = new Float32Array(matrix.columnCount * this.outputs);
    this.late = new Float32Array(matrix.columnCount * this.outputs);
    this.intercepts = new Float64Array(this.outputs);
    this.interceptSums = new Float64Array(this.outputs);
    this.scores = new Float64Array(this.outputs);
  }

  run(rows: Uint32Array, averaging: boolean): void {
    for (const row of rows) this.update(row, averaging);
  }

  private update(row: number, averaging: boolean): void {
    const { matrix, outputs, weights, late, scores, intercepts, l2, firstStep } = this;
    const from = matrix.offsets[row]!;
    const to = matrix.offsets[row + 1]!;
    if (outputs === 1) scores[0] = sumOfProducts(weights, matrix, from, to);
    else {
      scores.fill(0);
      addProducts(scores, weights, matrix, from, to);
    }
    for (let output = 0; output < outputs; output++) scores[output] = scores[output]! * this.scale + intercepts[output]!;
    this.gradient(row);
    const step = firstStep / (1 + firstStep * l2 * this.step++);
    this.scale *= 1 - step * l2;
    const change = -step / this.scale;
    if (outputs === 1) addToBoth(weights, late, matrix, from, to, scores[0]!, change, averaging ? this.gathered : null);
    else for (let at = from; at < to; at++) {
      const start = matrix.columns[at]! * outputs;
      const factor = matrix.values[at]! * change;
      addBoth(weights, late, start, scores, factor, this.gathered, averaging, outputs);
    }
    for (let output = 0; output < outputs; output++) intercepts[output]! -= step * 0.1 * scores[output]!;
    if (!averaging) return;
    this.averaged++;
    this.gathered += this.scale;
    for (let output = 0; output < outputs; output++) this.interceptSums[output]! += intercepts[output]!;
  }

  /** Turns the scores of a row into the slope of its loss. */
  private gradient(row: number): void {
    const { scores, labels } = this;
    const label = labels[row]!;
    if (this.classCount === 2) {
      scores[0] = 1 / (1 + Math.exp(-scores[0]!)) - label;
      return;
    }
    softmax(scores);
    scores[label]! -= 1;
  }

  finish(): LinearModel {
    const { weights, late, outputs, classCount } = this;
    const steps = Math.max(1, this.averaged);
    for (let index = 0; index < weights.length; index++) {
      weights[index] = this.averaged > 0 ? (weights[index]! * this.gathered - late[index]!) / steps : weights[index]! * this.scale;
    }
    return { classCount, outputs, weights, intercepts: this.averaged > 0 ? this.interceptSums.map((sum) => sum / steps) : this.intercepts };
  }
}

/** The same for one output, without a loop over outputs for each entry. */
function addToBoth(
  weights: Float32Array,
  late: Float32Array,
  { columns, values }: SparseMatrix,
  from: number,
  to: number,
  slope: number,
  change: number,
  gathered: number | null,
): void {
  if (gathered === null) {
    for (let at = from; at < to; at++) weights[columns[at]!]! += values[at]! * change * slope;
    return;
  }
  for (let at = from; at < to; at++) {
    const column = columns[at]!;
    const own = values[at]! * change * slope;
    weights[column]! += own;
    late[column]! += own * gathered;
  }
}

function addBoth(
  weights: Float32Array,
  late: Float32Array,
  start: number,
  slope: Float64Array,
  factor: number,
  gathered: number,
  averaging: boolean,
  count: number,
): void {
  if (!averaging) {
    for (let index = 0; index < count; index++) weights[start + index]! += factor * slope[index]!;
    return;
  }
  for (let index = 0; index < count; index++) {
    const change = factor * slope[index]!;
    weights[start + index]! += change;
    late[start + index]! += change * gathered;
  }
}

/** Divides the first step where rows are longer than 1. */
export function meanSquaredLength(matrix: SparseMatrix, rows: Uint32Array): number {
  let squares = 0;
  for (const row of rows) for (let at = matrix.offsets[row]!; at < matrix.offsets[row + 1]!; at++) squares += matrix.values[at]! ** 2;
  return squares / Math.max(1, rows.length);
}
