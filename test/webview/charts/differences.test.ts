import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differences, holm, twoSided } from '../../../webview/charts/differences.ts';

type Table = Parameters<typeof differences>[0];

/** Segments by name of value: counts of each value. */
function table(...segments: readonly (readonly number[])[]): Table {
  const overall = segments[0]!.map((_, value) => segments.reduce((sum, counts) => sum + counts[value]!, 0));
  const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);
  return { segments: segments.map((counts, index) => ({ value: String(index), rows: sum(counts), counts, rest: 0 })), overall, rows: sum(overall) };
}

test('two-sided p-values agree with the normal table to seven digits', () => {
  const known: readonly (readonly [number, number])[] = [[0, 1], [1.959963985, 0.05], [-1.959963985, 0.05], [2.575829304, 0.01], [3.290526731, 0.001], [6, 1.973175290e-9]];
  for (const [z, p] of known) assert.ok(Math.abs(twoSided(z) - p) <= p * 2e-7, `${z}: ${twoSided(z)}`);
});

test('Holm multiplies the smallest by their number, never falls, and never exceeds one', () => {
  assert.deepEqual(holm([0.01, 0.04, 0.03, 0.005]).map((p) => Number(p.toFixed(6))), [0.03, 0.06, 0.06, 0.02]);
  assert.deepEqual(holm([0.9, 0.8]), [1, 1]);
  assert.deepEqual(holm([]), []);
});

test('a segment with twice the share is found, in the order of the effect', () => {
  const { found, untested } = differences(table([200, 800], [400, 600], [210, 790]));
  assert.equal(untested, 0);
  assert.deepEqual(found.slice(0, 2).map(({ segment }) => segment), [1, 1]);
  const refund = found.find(({ segment, value }) => segment === 1 && value === 0)!;
  assert.equal(refund.share, 0.4);
  assert.ok(Math.abs(refund.restShare - 0.205) < 1e-12);
  assert.ok(refund.effect > 0.2 && refund.p < 0.001);
});

test('equal shares differ nowhere', () => {
  assert.deepEqual(differences(table([100, 300], [200, 600], [50, 150])).found, []);
});

test('a difference that is certain but small is not marked', () => {
  const { found, tested } = differences(table([105_000, 895_000], [100_000, 900_000]));
  assert.equal(tested, 4);
  assert.deepEqual(found, []);
});

test('bars of too few rows are counted, not tested', () => {
  const { found, tested, untested } = differences(table([3, 5], [400, 600]));
  assert.deepEqual({ found, tested, untested }, { found: [], tested: 0, untested: 4 });
});

test('a single segment has nothing to be compared with', () => {
  assert.deepEqual(differences(table([30, 70])), { found: [], tested: 0, untested: 2 });
});
