import assert from 'node:assert/strict';
import { test } from 'node:test';
import { averagePath, type ForestFeature, IsolationForest } from '../../src/learn/isolationForest.ts';
import { createRandom } from '../../src/learn/random.ts';

/** Two numbers a row, between 0 and 1. */
function scattered(rows: number): ForestFeature[] {
  const random = createRandom(7);
  return [0, 1].map((group) => ({ values: Float64Array.from({ length: rows }, random), group }));
}

async function scoresOf(features: readonly ForestFeature[], rows: number, trees = 100): Promise<Float64Array> {
  const forest = await IsolationForest.grow(features, rows, { trees });
  const matrix = Float64Array.from({ length: rows * features.length }, (_, at) => features[at % features.length]!.values[Math.floor(at / features.length)]!);
  return forest.scores(matrix, features.length);
}

test('the average path is that of an unsuccessful search in a binary tree', () => {
  assert.deepEqual([0, 1, 2].map(averagePath), [0, 0, 1]);
  // 2 H(255) − 2 · 255/256, with H(255) ≈ ln 255 + γ.
  assert.ok(Math.abs(averagePath(256) - 10.2448) < 1e-4);
});

test('a row far from all others is alone soonest', async () => {
  const rows = 500;
  const features = scattered(rows);
  (features[0]!.values as Float64Array)[123] = 9;
  (features[1]!.values as Float64Array)[123] = -9;
  const scores = await scoresOf(features, rows);
  assert.equal(scores.indexOf(Math.max(...scores)), 123);
  assert.ok(scores[123]! > 0.75);
  assert.ok(scores.filter((score) => score > 0.65).length <= 3);
});

test('rows that are all the same are all usual', async () => {
  const scores = await scoresOf([{ values: new Float64Array(100).fill(3), group: 0 }], 100);
  assert.ok(scores.every((score) => Math.abs(score - 0.5) < 1e-12));
});

test('numbers at the ends of what a number can be still part, and two rows are enough', async () => {
  const scores = await scoresOf([{ values: Float64Array.of(5, 5 + 2 ** -50), group: 0 }], 2);
  assert.deepEqual([...scores], [0.5, 0.5]);
});

test('a few of the trees tell roughly the same', async () => {
  const features = scattered(400);
  const forest = await IsolationForest.grow(features, 400, {});
  const matrix = Float64Array.from({ length: 800 }, (_, at) => features[at % 2]!.values[Math.floor(at / 2)]!);
  const [all, few] = [forest.scores(matrix, 2), forest.scores(matrix, 2, 16)];
  assert.ok(all.every((score, row) => Math.abs(score - few[row]!) < 0.1));
  assert.ok(all.some((score, row) => score !== few[row]));
});

test('a category of many values weighs no more than a number', async () => {
  const rows = 400;
  const [number] = scattered(rows) as [ForestFeature];
  (number.values as Float64Array)[7] = 50;
  const flags = Array.from({ length: 40 }, (_, value): ForestFeature => ({
    group: 1,
    values: Uint8Array.from({ length: rows }, (__, row) => Number(row % 40 === value)),
  }));
  const scores = await scoresOf([number, ...flags], rows);
  assert.equal(scores.indexOf(Math.max(...scores)), 7);
});
