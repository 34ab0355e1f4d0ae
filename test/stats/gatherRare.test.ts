import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chiSquareTest } from '../../src/stats/chiSquare.ts';
import { gatherRare } from '../../src/stats/gatherRare.ts';
import { assertNear } from './near.ts';

test('categories of which fewer than five are expected on the smaller side are gathered, and χ² is scipy’s on what is left', () => {
  const gathered = gatherRare([30, 20, 0, 2, 1], [60, 45, 8, 3, 4]);
  assert.deepEqual(gathered, [[30, 20, 3], [60, 45, 15]]);
  // scipy.stats.chi2_contingency([[30, 20, 3], [60, 45, 15]], correction=False)
  const { statistic, p } = chiSquareTest(gathered);
  assertNear(statistic, 1.9616291727140784, 1e-10);
  assertNear(p, 0.37500550003584104, 1e-10);
});

test('where nothing is rare, nothing is gathered, and one category alone is told apart from nothing', () => {
  assert.deepEqual(gatherRare([50, 50], [40, 60]), [[50, 50, 0], [40, 60, 0]]);
  assert.equal(chiSquareTest(gatherRare([1, 2, 0], [2, 1, 3])).p, 1);
});
