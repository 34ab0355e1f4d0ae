import assert from 'node:assert/strict';
import { test } from 'node:test';
import { twoProportionZ } from '../../src/stats/twoProportionZ.ts';
import { assertNear } from './near.ts';

// statsmodels 0.15: statsmodels.stats.proportion.proportions_ztest([a, b], [n, m])
test('The two-proportion z-test agrees with statsmodels', () => {
  const higher = twoProportionZ(41, 200, 100, 1800);
  assertNear(higher.z, 7.832434503426584);
  assertNear(higher.p, 4.7851248903429335e-15);
  const alike = twoProportionZ(3, 50, 40, 1000);
  assertNear(alike.z, 0.6964030817403477);
  assertNear(alike.p, 0.4861764336371912);
  const lower = twoProportionZ(0, 30, 60, 1000);
  assertNear(lower.z, -1.3825122806635632);
  assertNear(lower.p, 0.16681446236637731);
});

test('Without any difference to see, the z-test sees none', () => {
  assert.deepEqual(twoProportionZ(0, 10, 0, 20), { z: 0, p: 1 });
  assert.deepEqual(twoProportionZ(10, 10, 20, 20), { z: 0, p: 1 });
  assert.deepEqual(twoProportionZ(0, 0, 5, 20), { z: 0, p: 1 });
});
