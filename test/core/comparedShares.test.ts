import assert from 'node:assert/strict';
import { test } from 'node:test';
import { comparedShares } from '../../src/core/comparedShares.ts';
import { movedWords } from '../../webview/panels/historyWords.ts';

const whole = (share: number): string => `${(share * 100).toFixed(0)} %`;

test('two shares that differ are written differently, with no more places than that takes', () => {
  assert.deepEqual(comparedShares(0.42, 0.5, whole), ['42 %', '50 %']);
  assert.deepEqual(comparedShares(0.231, 0.234, whole), ['23.1 %', '23.4 %']);
  assert.deepEqual(comparedShares(0.23401, 0.23404, whole), ['23.401 %', '23.404 %']);
  assert.deepEqual(comparedShares(0.23, 0.23, whole), ['23 %', '23 %']);
  assert.deepEqual(comparedShares(0.23, 0.23 + 1e-10, whole), ['23 %', '23 %']);
});

test('a label that moved is told with shares that differ, and not at all where they cannot be told apart', () => {
  const change = { rows: 1, addedColumns: [], removedColumns: [], labelShift: 0.0002 };
  assert.match(
    movedWords({ ...change, most: { label: 'a', before: 0.23, after: 0.2302 } }),
    /^< 0\.1 % of rows would need another label .*; most moved a, from 23\.00 % to 23\.02 %\.$/,
  );
  assert.match(movedWords({ ...change, most: { label: 'a', before: 0.23, after: 0.23 + 1e-10 } }), /to be the same\.$/);
});
