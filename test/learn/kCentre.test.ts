import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kCentre } from '../../src/learn/kCentre.ts';
import { SparseRows } from '../../src/learn/sparseMatrix.ts';

function matrixOf(rows: readonly (readonly number[])[]): ReturnType<SparseRows['finish']> {
  const matrix = new SparseRows();
  for (const row of rows) {
    row.forEach((value, column) => { if (value !== 0) matrix.add(column, value); });
    matrix.endRow();
  }
  return matrix.finish(rows[0]!.length);
}

test('each row is the one farthest from those before it', async () => {
  const centres = await kCentre(matrixOf([[0, 0], [1, 0], [10, 0], [0, 6], [10, 1]]), 4, 0);
  assert.deepEqual(centres.map(({ row }) => row), [0, 4, 3, 1]);
  assert.deepEqual(centres.map(({ distance }) => Math.round(distance * 100) / 100), [Infinity, 10.05, 6, 1]);
});

test('rows that are all the same come in their order, and no more than there are', async () => {
  const centres = await kCentre(matrixOf([[1], [1], [1]]), 10, 0);
  assert.deepEqual(centres.map(({ row, distance }) => [row, distance]), [[0, Infinity], [1, 0], [2, 0]]);
});
