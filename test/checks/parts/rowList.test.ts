import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ascendingRows, RowList } from '../../../src/checks/parts/rowList.ts';

test('Row numbers come out in the order in which they went in, however many', () => {
  const list = new RowList();
  list.push(7);
  list.add(Array.from({ length: 1000 }, (_, index) => index));
  list.push(8);
  assert.equal(list.length, 1002);
  assert.deepEqual([...list.toArray().subarray(0, 2), list.toArray()[1001]], [7, 0, 8]);
});

test('Rows that are ascending are kept as they are, others are sorted', () => {
  const ascending = Int32Array.of(1, 2, 9);
  assert.equal(ascendingRows(ascending), ascending);
  const unsorted = Int32Array.of(9, 1, 10);
  assert.deepEqual(ascendingRows(unsorted), Int32Array.of(1, 9, 10));
  assert.deepEqual([...unsorted], [9, 1, 10]);
  assert.deepEqual(ascendingRows([10, 9]), Int32Array.of(9, 10));
});
