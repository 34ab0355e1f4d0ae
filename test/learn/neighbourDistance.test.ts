import assert from 'node:assert/strict';
import { test } from 'node:test';
import { neighbourDistance } from '../../src/learn/neighbourDistance.ts';

const all = (rows: number): Int32Array => Int32Array.from({ length: rows }, (_, row) => row);

test('up to three dimensions, distances are Euclidean', async () => {
  const distances = await neighbourDistance(Float32Array.of(0, 0, 3, 4, 6, 8, 60, 80), 4, 2, all(4), 2);
  assert.deepEqual([...distances], [7.5, 5, 7.5, 92.5]);
});

test('above three dimensions, only directions count', async () => {
  const distances = await neighbourDistance(Float32Array.of(1, 0, 0, 0, 5, 0, 0, 0, 0, 2, 0, 0), 3, 4, all(3), 1);
  assert.deepEqual([...distances], [0, 0, 1]);
});

test('a row without a direction, or with what is no number, is near nothing and nothing is near it', async () => {
  const distances = await neighbourDistance(Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0, NaN, 0, 0, 1, 1, 0, 0, 0), 4, 4, all(4), 1);
  assert.deepEqual([...distances], [0, NaN, NaN, 0]);
});

test('rows may be compared with some of the others alone', async () => {
  const distances = await neighbourDistance(Float32Array.of(0, 1, 2, 10), 4, 1, Int32Array.of(0, 3), 1);
  assert.deepEqual([...distances], [10, 1, 2, 10]);
});
