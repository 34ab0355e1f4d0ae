import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rowAfter } from '../../src/core/rowsMoved.ts';

const rows = Int32Array.of(1, 4, 5, 9);

test('a row keeps its place among those that are left, and one that went gives it to the next', () => {
  assert.deepEqual([1, 2, 3, 4, 5, 6, 9, 10].map((row) => rowAfter(row, { rows, back: false })), [1, 1, 2, 3, 3, 3, 6, 6]);
});

test('rows that come back move those after them to where they were', () => {
  for (const row of [2, 3, 6, 7, 8, 10, 11]) assert.equal(rowAfter(rowAfter(row, { rows, back: false }), { rows, back: true }), row);
});

test('nothing moves where nothing went', () => {
  assert.deepEqual([rowAfter(7, { rows: [], back: false }), rowAfter(7, { rows: [], back: true })], [7, 7]);
});
