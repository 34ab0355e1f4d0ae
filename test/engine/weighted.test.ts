import assert from 'node:assert/strict';
import test from 'node:test';
import { Weighted } from '../../src/engine/weighted.ts';

test('figures are those of the numbers written out one by one', () => {
  const numbers = new Weighted([-1, 2, 2, 5], [2, 1, 2, 1]);
  assert.deepEqual([numbers.total, numbers.low, numbers.high, numbers.mean, numbers.median], [6, -1, 5, 1.5, 2]);
  assert(Math.abs(numbers.standardDeviation! - Math.sqrt(5.1)) < 1e-12);
  assert.deepEqual([0, 0.3, 0.5, 0.9, 1].map((share) => numbers.quantile(share)), [-1, -1, 2, 5, 5]);
  assert.equal(new Weighted([1, 4], [2, 2]).median, 2.5);
});

test('a bin is closed at its start, and the last one at its end too', () => {
  const bins = new Weighted([0, 1, 2, 3, 9], [1, 2, 3, 4, 5]).bins({ low: 1, width: 1, bins: 2, first: 0, last: 9 });
  assert.deepEqual(bins, [{ from: 0, to: 2, count: 3 }, { from: 2, to: 9, count: 12 }]);
});

test('no number, one number and numbers beyond a double have no figures that they cannot have', () => {
  const none = new Weighted([], []);
  assert.deepEqual([none.low, none.mean, none.median, none.standardDeviation, none.quantile(0.5)], [undefined, undefined, undefined, undefined, undefined]);
  assert.deepEqual([new Weighted([3], [1]).mean, new Weighted([3], [1]).standardDeviation], [3, undefined]);
  assert.equal(new Weighted([1.7e308], [9]).mean, undefined);
});
