import assert from 'node:assert/strict';
import { test } from 'node:test';
import { farthestFromCentre } from '../../../src/engine/redundancy/copies.ts';
import { SparseRows } from '../../../src/learn/sparseMatrix.ts';

test('of rows alike, the one farthest from the middle of them is worth keeping; of two, the first', () => {
  const matrix = new SparseRows();
  for (const [x, y] of [[1, 0], [1, 0.1], [0.6, 0.8], [1, 0.05]] as const) {
    matrix.add(0, x);
    if (y !== 0) matrix.add(1, y);
    matrix.endRow();
  }
  const rows = matrix.finish(2);
  assert.equal(farthestFromCentre(rows, [0, 1, 2, 3]), 2);
  assert.equal(farthestFromCentre(rows, [1, 3]), 0);
});
