import assert from 'node:assert/strict';
import { test } from 'node:test';
import { robustScale, robustZ } from '../../src/stats/robustScale.ts';
import { assertNear } from './near.ts';

// scipy 1.17: scipy.stats.median_abs_deviation([1, 2, 2, 3, 3, 3, 4, 50], scale='normal') is 1.482602218505602
test('The robust scale is the median absolute deviation in standard deviations', () => {
  assertNear(robustScale(1, 1.25), 1.482602218505602, 1e-5);
});

test('Where half of the values are one, the quartiles give the scale, and where they too are one, nothing does', () => {
  assertNear(robustScale(0, 1.349), 1);
  assert.equal(robustScale(0, 0), 0);
  assert.equal(robustZ(5, 3, 0), 0);
});

test('A robust z counts deviations from the median, with the sign', () => {
  assert.equal(robustZ(1, 3, 0.5), -4);
});
