import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CountedGroup, shareDifferences } from '../../src/stats/cellDifferences.ts';

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** Groups by their counts of each value, and all of them together. */
function grouped(...groups: readonly (readonly number[])[]): [CountedGroup[], CountedGroup] {
  const counts = groups[0]!.map((_, value) => groups.reduce((total, group) => total + group[value]!, 0));
  return [groups.map((group) => ({ rows: sum(group), counts: group })), { rows: sum(counts), counts }];
}

test('a group with twice the share is found with effect and p, the largest effect first', () => {
  const { found, tested, untested } = shareDifferences(...grouped([200, 800], [400, 600], [210, 790]));
  assert.deepEqual([tested, untested], [6, 0]);
  assert.deepEqual(found.slice(0, 2).map(({ group }) => group), [1, 1]);
  const refund = found.find(({ group, value }) => group === 1 && value === 0)!;
  assert.equal(refund.share, 0.4);
  assert.ok(Math.abs(refund.restShare - 0.205) < 1e-12);
  // Python: 2 * math.asin(math.sqrt(.4)) - 2 * math.asin(math.sqrt(.205))
  assert.ok(Math.abs(refund.effect - 0.429_700_919_987_690_67) < 1e-14);
  assert.ok(refund.p < 1e-25 && refund.p > 0);
});

test('p is that of a two-sided z test, times the number of tests by Holm', () => {
  const { found } = shareDifferences(...grouped([80, 120], [100, 300]));
  const z = (0.4 - 0.25) / Math.sqrt(0.3 * 0.7 * (1 / 200 + 1 / 400));
  assert.ok(Math.abs(z - 3.779_644_73) < 1e-8);
  assert.equal(found.length, 4);
  // Python: math.erfc(3.779644730092272 / math.sqrt(2)); all four tests have this p.
  for (const { p } of found) assert.ok(Math.abs(p - 4 * 0.000_157_052_284_230_751_65) < 1e-15);
});

test('equal shares differ nowhere', () => {
  assert.deepEqual(shareDifferences(...grouped([100, 300], [200, 600], [50, 150])).found, []);
});

test('a difference that is certain but small is not marked', () => {
  const { found, tested } = shareDifferences(...grouped([105_000, 895_000], [100_000, 900_000]));
  assert.deepEqual([found, tested], [[], 4]);
});

test('shares of too few rows are counted, not tested', () => {
  assert.deepEqual(shareDifferences(...grouped([3, 5], [400, 600])), { found: [], tested: 0, untested: 4 });
});

test('a single group has nothing to be compared with', () => {
  assert.deepEqual(shareDifferences(...grouped([30, 70])), { found: [], tested: 0, untested: 2 });
});
