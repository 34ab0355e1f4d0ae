import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatCounted, formatNumber, formatScore, formatShare, formatValue, moreWords } from '../../../webview/ui/numbers.ts';

test('a share is never rounded to nothing or to all', () => {
  assert.deepEqual([0, 0.0004, 0.002, 0.0999, 0.21, 0.9996, 1].map(formatShare), ['0 %', '< 0.1 %', '0.2 %', '10 %', '21 %', '> 99.9 %', '100 %']);
});

test('scores have two places and no leading zero', () => {
  assert.deepEqual([0, 0.021, 0.97, 1].map(formatScore), ['.00', '.02', '.97', '1.00']);
});

test('numbers have four digits, thousands their comma', () => {
  assert.deepEqual([12_480, 0.71234567, 1234.5678, 0.00001234, -3].map(formatNumber), ['12,480', '0.7123', '1,235', '1.23e-5', '-3']);
  assert.deepEqual([9007199254740992, 18446744073709552000, -1e300].map(formatNumber), ['9.01e+15', '1.84e+19', '-1.00e+300']);
});

test('one is singular', () => {
  assert.deepEqual([formatCounted(1, 'row'), formatCounted(0, 'row'), formatCounted(2, 'entry', 'entries')], ['1 row', '0 rows', '2 entries']);
});

test('missing, empty and white space can be told from text', () => {
  assert.deepEqual([null, '', ' ', 'Refund ', 'refund'].map(formatValue), ['(missing)', '(empty)', '“ ”', '“Refund ”', 'refund']);
});

test('a button that shows more says of how many only where some are left then', () => {
  assert.deepEqual([moreWords(120, 50), moreWords(50, 50), moreWords(10, 100)], ['Show 50 more of 120', 'Show 50 more', 'Show 10 more']);
});
