import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitPool, poolPredictions } from '../../src/learn/poolPredictions.ts';
import { createRandom } from '../../src/learn/random.ts';

const rowCount = 3000;
const rows = Uint32Array.from({ length: rowCount }, (_, row) => row);

/** Labels of two classes drawn from these probabilities of the second. */
function drawLabels(second: (row: number) => number, seed: number): Int32Array {
  const random = createRandom(seed);
  return Int32Array.from(rows, (row) => (random() < second(row) ? 1 : 0));
}

const pairs = (second: (row: number) => number): Float32Array =>
  Float32Array.from({ length: 2 * rowCount }, (_, at) => (at % 2 === 1 ? second(at >> 1) : 1 - second(at >> 1)));
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

test('A model that is too sure of itself is taken to the power that its labels bear out', () => {
  const score = (row: number): number => ((row % 41) - 20) / 10;
  const labels = drawLabels((row) => sigmoid(score(row)), 1);
  const { weights, logLoss } = fitPool([pairs((row) => sigmoid(4 * score(row)))], labels, rows, 2);
  assert.ok(Math.abs(weights[0]! - 0.25) < 0.03, `${weights[0]}`);
  assert.ok(logLoss < Math.LN2);
});

test('Two models that know different things are both heeded, and one that knows nothing is not', () => {
  const one = (row: number): number => ((row % 41) - 20) / 8;
  const other = (row: number): number => ((row % 37) - 18) / 8;
  const labels = drawLabels((row) => sigmoid(one(row) + other(row)), 2);
  const random = createRandom(3);
  const idle = Float64Array.from(rows, () => random());
  const sources = [one, other].map((score) => pairs((row) => sigmoid(score(row))));
  const { weights } = fitPool([...sources, pairs((row) => idle[row]!)], labels, rows, 2);
  assert.ok(weights[0]! > 0.8 && weights[1]! > 0.8, weights.join(', '));
  assert.ok(weights[2]! < 0.1, weights.join(', '));
  const alone = sources.map((source) => fitPool([source], labels, rows, 2).logLoss);
  assert.ok(fitPool(sources, labels, rows, 2).logLoss < 0.9 * Math.min(...alone));
});

test('Where no model knows anything, rows get the shares of the classes', () => {
  const labels = Int32Array.from(rows, (row) => (row % 10 === 0 ? 1 : 0));
  const random = createRandom(4);
  const source = pairs(() => 0.1 + 0.8 * random());
  const pool = fitPool([source], labels, rows, 2);
  poolPredictions([source], pool, source);
  const seconds = source.filter((_, at) => at % 2 === 1);
  assert.ok(seconds.every((share) => share > 0.07 && share < 0.14), `${Math.min(...seconds)} to ${Math.max(...seconds)}`);
  for (let row = 0; row < rowCount; row++) assert.ok(Math.abs(source[2 * row]! + source[2 * row + 1]! - 1) < 1e-6);
});
