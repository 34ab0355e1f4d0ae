import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ComparedColumn, indexCells, mostAlike, placeCells } from '../../src/learn/alikeCells.ts';

const numbers = (...values: number[]): ComparedColumn => ({ kind: 'number', values: Float64Array.from(values) });
const categories = (...codes: number[]): ComparedColumn => ({ kind: 'category', codes: Int32Array.from(codes), categoryCount: Math.max(...codes) + 1 });

test('rows are as alike as their cells: numbers by how many rows lie between them, categories by being the same', () => {
  const columns = [numbers(1, 2, 3, 1_000_000), categories(0, 1, 0, 0)];
  const index = indexCells(columns, 4);
  const own = placeCells(index, [numbers(1), categories(0)]);
  assert.deepEqual(mostAlike(index, own, 2, 0), [
    { row: 2, similarity: 0.75 },
    { row: 3, similarity: 0.625 },
  ]);
});

test('a row need not be among those that it is compared with', () => {
  const index = indexCells([numbers(10, 20, 20, 30)], 4);
  assert.deepEqual(mostAlike(index, placeCells(index, [numbers(20)]), 3, -1), [
    { row: 1, similarity: 1 },
    { row: 2, similarity: 1 },
    { row: 0, similarity: 0.625 },
  ]);
});

test('cells that are missing in both rows are alike, in one of them they are not', () => {
  const index = indexCells([numbers(NaN, NaN, 5), categories(-1, -1, 0)], 3);
  assert.deepEqual(mostAlike(index, placeCells(index, [numbers(NaN), categories(-1)]), 5, 0), [
    { row: 1, similarity: 1 },
    { row: 2, similarity: 0 },
  ]);
});
