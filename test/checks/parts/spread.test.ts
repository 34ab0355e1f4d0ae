import assert from 'node:assert/strict';
import test from 'node:test';
import { spreadOf } from '../../../src/checks/parts/spread.ts';

test('Numbers that were counted spread as the same numbers one by one', () => {
  const values = [1, 1, 1, 2, 2, 5, 7, 7, 7, 7, 30];
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const spread = spreadOf([...counts].reverse().map(([value, count]) => ({ value, count })));
  const quantile = (share: number): number => {
    const place = share * (values.length - 1);
    const lower = values[Math.floor(place)]!;
    return lower + (values[Math.ceil(place)]! - lower) * (place - Math.floor(place));
  };
  assert.deepEqual([spread.count, spread.min, spread.max], [11, 1, 30]);
  assert.deepEqual([spread.median, spread.low, spread.low5, spread.high5, spread.high], [0.5, 0.01, 0.05, 0.95, 0.99].map(quantile));
  // Deviations from 5: 0, 2 × 4, 3 × 2, 4 × 3, 25.
  assert.equal(spread.scale, 1.4826 * 3);
});

test('There is no spread of no numbers, and none of one', () => {
  assert.deepEqual([spreadOf([]).count, spreadOf([]).scale, spreadOf([]).median], [0, 0, NaN]);
  assert.deepEqual([spreadOf([{ value: 4, count: 9 }]).median, spreadOf([{ value: 4, count: 9 }]).scale], [4, 0]);
});
