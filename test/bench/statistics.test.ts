import assert from 'node:assert/strict';
import test from 'node:test';
import { median, quantile } from './statistics.ts';

test('the median is the middle value, or the mean of the two in the middle', () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([4, 1, 2, 3]), 2.5);
  assert.ok(Number.isNaN(median([])));
});

test('quantiles lie between order statistics', () => {
  const values = [40, 10, 30, 20, 50];
  assert.deepEqual([0, 0.25, 0.9, 1].map((share) => quantile(values, share)), [10, 20, 46, 50]);
  assert.deepEqual(values, [40, 10, 30, 20, 50]);
});
