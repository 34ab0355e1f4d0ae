import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tellLabels } from '../../src/learn/tellsLabel.ts';

const labels = Int32Array.from({ length: 90 }, (_, row) => (row % 10 === 9 ? -1 : row % 3));

test('A column with a value of its own for each label is a copy of it, as numbers and as words', () => {
  const codes = labels.map((label) => (label < 0 ? -1 : 2 - label));
  assert.deepEqual(tellLabels({ kind: 'category', codes, categoryCount: 3 }, labels, 3), { share: 1, gain: 1, isCopy: true });
  assert.equal(tellLabels({ kind: 'number', values: Float64Array.from(codes, (code) => (code < 0 ? NaN : 10 * code)) }, labels, 3)?.isCopy, true);
});

test('A column that differs from the label in one row, or tells more than it, is no copy, and one that tells nothing gains nothing', () => {
  const nearly = labels.map((label, row) => (row === 0 ? 1 : label));
  const told = tellLabels({ kind: 'category', codes: nearly, categoryCount: 3 }, labels, 3)!;
  assert.equal(told.isCopy, false);
  assert.ok(told.gain > 0.95 && told.gain < 1, `${told.gain}`);
  const finer = labels.map((label, row) => label * 2 + (row % 2));
  assert.deepEqual(tellLabels({ kind: 'category', codes: finer, categoryCount: 6 }, labels, 3), { share: 1, gain: 1, isCopy: false });
  const idle = labels.map((_, row) => Math.floor(row / 45));
  assert.ok(tellLabels({ kind: 'category', codes: idle, categoryCount: 2 }, labels, 3)!.gain < 0.1);
});

test('Nothing is said of a column of one value, or of one in which nearly every row has its own', () => {
  assert.equal(tellLabels({ kind: 'number', values: new Float64Array(90).fill(4) }, labels, 3), null);
  assert.equal(tellLabels({ kind: 'number', values: Float64Array.from({ length: 90 }, (_, row) => row) }, labels, 3), null);
});
