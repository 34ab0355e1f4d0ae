import { within } from './checkpoint.ts';
import { fitLinear } from './fitLinear.ts';
import type { Learner, Predictor } from './learner.ts';
import { predictLinear } from './predictLinear.ts';
import { SparseRows, type SparseMatrix } from './sparseMatrix.ts';

/** Neighbours that vote. */
const neighbourCount = 10;
/** One vote shared by all classes, so that no probability is 0. */
const sharedVote = 1;
const leastUpdates = 50_000;

/**
 * Learns classes from embeddings: the mean of logistic regression and of the votes of the 10 nearest rows by
 * cosine (exact). A row of zeros, or with a number that is not finite, is like no other.
 * @param values rows × dimensions
 */
export function createEmbeddingLearner(values: Float32Array, dimensions: number, seed = 1): Learner {
  const unit = toUnitRows(values, dimensions);
  const matrix = toMatrix(unit, dimensions);
  return {
    name: 'logistic regression and nearest neighbours of the embedding', notes: [],
    async fit(labels, rows, classCount, checkpoint) {
      const epochs = Math.min(100, Math.max(10, Math.ceil(leastUpdates / rows.length)));
      const linear = predictLinear(
        await fitLinear(
          matrix,
          labels,
          rows,
          classCount,
          { epochs, l2: 1e-5, firstStep: 2, averageFrom: 1, seed },
          within(checkpoint, 0, 1),
        ),
        matrix,
      );
      return meanOf(linear, nearestNeighbours(unit, dimensions, labels, rows, classCount), classCount);
    },
  };
}

/** Predicts by the votes of the nearest rows, each vote weighing its cosine. Ties go to the earlier row. */
function nearestNeighbours(unit: Float32Array, dimensions: number, labels: Int32Array, rows: Uint32Array, classCount: number): Predictor {
  const wanted = Math.min(neighbourCount, rows.length);
  const cosines = new Float64Array(wanted);
  const nearest = new Uint32Array(wanted);
  return {
    work: rows.length * dimensions,
    predict(row, into) {
      cosines.fill(-2);
      for (const other of rows) insert(cosines, nearest, dot(unit, row * dimensions, other * dimensions, dimensions), other);
      into.fill(sharedVote / classCount);
      let total = sharedVote;
      for (let place = 0; place < wanted; place++) {
        const vote = Math.max(0, cosines[place]!);
        into[labels[nearest[place]!]!]! += vote;
        total += vote;
      }
      for (let label = 0; label < classCount; label++) into[label]! /= total;
    },
  };
}

/** Keeps the highest cosines, highest first. */
function insert(cosines: Float64Array, nearest: Uint32Array, cosine: number, row: number): void {
  let place = cosines.length;
  if (!(cosine > cosines[place - 1]!)) return;
  for (; place > 0 && cosine > cosines[place - 1]!; place--) {
    if (place === cosines.length) continue;
    cosines[place] = cosines[place - 1]!;
    nearest[place] = nearest[place - 1]!;
  }
  cosines[place] = cosine;
  nearest[place] = row;
}

function dot(values: Float32Array, first: number, second: number, length: number): number {
  let sum = 0;
  for (let index = 0; index < length; index++) sum += values[first + index]! * values[second + index]!;
  return sum;
}

function toUnitRows(values: Float32Array, dimensions: number): Float32Array {
  const unit = new Float32Array(values.length);
  for (let start = 0; start < values.length; start += dimensions) {
    const length = Math.sqrt(dot(values, start, start, dimensions));
    if (!(length > 0 && length < Infinity)) continue;
    for (let index = start; index < start + dimensions; index++) unit[index] = values[index]! / length;
  }
  return unit;
}

function toMatrix(unit: Float32Array, dimensions: number): SparseMatrix {
  const rows = new SparseRows();
  for (let start = 0; start < unit.length; start += dimensions) {
    for (let column = 0; column < dimensions; column++) if (unit[start + column] !== 0) rows.add(column, unit[start + column]!);
    rows.endRow();
  }
  return rows.finish(dimensions);
}

function meanOf(first: Predictor, second: Predictor, classCount: number): Predictor {
  const other = new Float32Array(classCount);
  return {
    work: first.work + second.work,
    predict(row, into) {
      first.predict(row, into);
      second.predict(row, other);
      for (let label = 0; label < classCount; label++) into[label] = (into[label]! + other[label]!) / 2;
    },
  };
}
