import assert from 'node:assert/strict';
import { test } from 'node:test';
import { marginOf, rowsForMargin } from '../../src/stats/rowsForMargin.ts';

test('the margin is half of Wilson’s interval', () => {
  // statsmodels: proportion_confint(90, 100, method='wilson') is (.8256343384950865, .9447708629393249).
  assert.ok(Math.abs(marginOf(0.9, 100) - 0.0595682622221192) < 1e-12);
  assert.equal(marginOf(0.9, 0), 0.5);
});

test('the rows for a margin are enough, and one less is not', () => {
  for (const share of [0, 0.1, 0.417, 0.5, 0.9, 1]) {
    for (const margin of [0.3, 0.2, 0.05, 0.0117, 0.001]) {
      const rows = rowsForMargin(share, margin);
      assert.ok(marginOf(share, rows) <= margin, `${rows} rows for ${share} ± ${margin}`);
      assert.ok(rows === 1 || marginOf(share, rows - 1) > margin, `${rows - 1} rows for ${share} ± ${margin}`);
    }
  }
});

test('one row is enough for a margin that anything keeps, none are for no margin at all', () => {
  assert.equal(rowsForMargin(0.9, 0.5), 1);
  assert.equal(rowsForMargin(0.9, 0), Infinity);
});
