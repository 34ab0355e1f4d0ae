import assert from 'node:assert/strict';
import { test } from 'node:test';
import { skewness } from '../../src/stats/skewness.ts';
import { assertNear } from './near.ts';

// scipy 1.17, x = [1, 2, 2, 3, 3, 3, 4, 50]: stats.moment(x, 2), stats.moment(x, 3), stats.skew(x)
test('Skewness from the moments agrees with scipy', () => {
  assertNear(skewness(246.75, 8739), 2.2546337167328847);
});

test('What does not vary is not skewed', () => {
  assert.equal(skewness(0, 0), 0);
});
