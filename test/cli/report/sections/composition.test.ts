import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wholeNumbers } from '../../../../src/cli/report/sections/composition.ts';

test('bins of whole numbers are named by those in them, each of which is in one', () => {
  const bins = [{ from: 40, to: 41.25 }, { from: 41.25, to: 42.5 }, { from: 42.5, to: 43.75 }, { from: 43.75, to: 45 }];
  assert.deepEqual(bins.map((_, bin) => wholeNumbers(bins, bin)), ['40 to 41', '42', '43', '44 to 45']);
});

test('a bin that ends at a whole number leaves it to the next, and one between two of them has none', () => {
  const bins = [{ from: 0, to: 2 }, { from: 2, to: 2.4 }, { from: 2.4, to: 2.8 }, { from: 2.8, to: 4 }];
  assert.deepEqual(bins.map((_, bin) => wholeNumbers(bins, bin)), ['0 to 1', '2', null, '3 to 4']);
});
