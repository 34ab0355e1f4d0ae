import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatNumber, formatShare, listed, listedRows, ofRows, quoted } from '../../../src/checks/parts/words.ts';

test('A share of rows is told with the numbers', () => {
  assert.equal(ofRows(41, 2000), '41 of 2,000 rows (2.1 %)');
  assert.equal(ofRows(1, 1), '1 of 1 row (100 %)');
  assert.equal(ofRows(0, 0), '0 of 0 rows');
  assert.equal(formatShare(0.00063), '0.063 %');
  assert.equal(formatShare(1e-7), '< 0.001 %');
  assert.equal(formatShare(0), '0 %');
});

test('Numbers keep six significant digits, and their size', () => {
  assert.equal(formatNumber(1234.5678), '1,234.57');
  assert.equal(formatNumber(-0.00012345678), '-0.000123457');
  assert.equal(formatNumber(1.25e30), '1.25e+30');
  assert.equal(formatNumber(2e-9), '2e-9');
  assert.equal(formatNumber(0), '0');
});

test('Lists end in “and”, and are cut', () => {
  assert.equal(listed([]), '');
  assert.equal(listed(['a']), 'a');
  assert.equal(listed(['a', 'b', 'c']), 'a, b and c');
  assert.equal(listed(['a', 'b', 'c', 'd'], 2), 'a, b and 2 more');
  assert.equal(listedRows([3]), 'row 3');
  assert.equal(listedRows([3, 1700]), 'rows 3 and 1,700');
  assert.equal(listedRows(Int32Array.from({ length: 5 }, (_, index) => index + 1)), 'rows 1, 2, 3, 4 and 5');
  assert.equal(listedRows(Int32Array.from({ length: 1005 }, (_, index) => index + 1)), 'rows 1, 2, 3, 4, 5 and 1,000 more');
});

test('Cell text is cut at 80 characters, whole ones, and shows what cannot be seen', () => {
  assert.equal(quoted('Refund '), '“Refund ”');
  assert.equal(quoted('two\nlines\tand a \u0007'), '“two␊lines␉and a ␇”');
  assert.equal(quoted('a\u202Eb\uFEFF\u007F\u0085'), '“a\\u202Eb\\uFEFF␡\\u0085”');
  assert.equal(quoted('x'.repeat(80)), `“${'x'.repeat(80)}”`);
  assert.equal(quoted('x'.repeat(81)), `“${'x'.repeat(80)}…”`);
  assert.equal(quoted('😀'.repeat(100)), `“${'😀'.repeat(80)}…”`);
});
