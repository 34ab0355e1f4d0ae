import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holm } from '../../src/stats/holm.ts';
import { assertNear } from './near.ts';

// statsmodels 0.15: statsmodels.stats.multitest.multipletests([.01, .04, .03, .005], method='holm')[1]
test('Holm’s adjustment agrees with statsmodels and keeps the order', () => {
  const adjusted = holm([0.01, 0.04, 0.03, 0.005]);
  [0.03, 0.06, 0.06, 0.02].forEach((expected, index) => assertNear(adjusted[index]!, expected));
});

test('Holm’s adjustment never exceeds 1, and of nothing is nothing', () => {
  assert.deepEqual(holm([0.9, 0.8]), [1, 1]);
  assert.deepEqual(holm([]), []);
});
