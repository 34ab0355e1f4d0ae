import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckedDataset } from '../../../src/cli/check.ts';
import { exitCode } from '../../../src/cli/check.ts';
import { textOfCheck, textOfTotals } from '../../../src/cli/reporters/text.ts';
import type { Finding } from '../../../src/core/finding.ts';
import { noRoles } from '../../../src/core/roles.ts';

const finding = (fields: Partial<Finding>): Finding => ({
  check: 'outlier-value', severity: 'info', scope: 'row', score: 0.5, message: 'far away', rows: [{ row: 7, line: 9, key: { id: '7' } }], evidence: {}, basis: { kind: 'all', rows: 100 }, ...fields,
});

const checked = (path: string, ...findings: Finding[]): CheckedDataset => ({
  path, findings, profiles: [], skipped: [],
  dataset: { path, name: path, format: 'csv', bytes: 1, columns: [{ name: 'id', index: 0, type: 'text' }], records: 1200, rows: 1199, unreadable: 1, hasLines: true, roles: noRoles, inference: [], key: [], notices: [] },
});

test('findings stand under their check, each behind a place that a terminal can link', () => {
  const text = textOfCheck(checked('data/a.csv', finding({ severity: 'error', check: 'conflicting-label', scope: 'rows', message: 'two labels' }), finding({}), finding({ rows: [{ row: 12 }] }), finding({ scope: 'column', message: 'of a column' })), false);
  assert.equal(text, `data/a.csv  1,199 rows · 1 column · 1 unreadable

error conflicting-label
  data/a.csv:9  two labels

info outlier-value
  data/a.csv:9       far away
  data/a.csv row 12  far away
  data/a.csv         of a column

1 error, 3 info

`);
});

test('a check shows ten lines and says how many more there are', () => {
  const text = textOfCheck(checked('a.csv', ...Array.from({ length: 41 }, (_, index) => finding({ rows: [{ row: index + 1, line: index + 2 }] }))), false);
  assert.equal(text.match(/far away/g)?.length, 10);
  assert.match(text, /\n {2}… 31 more\n/);
});

test('colours are there only when they are asked for', () => {
  const dataset = checked('a.csv', finding({}));
  assert.ok(!textOfCheck(dataset, false).includes('\u001b'));
  assert.ok(textOfCheck(dataset, true).includes('\u001b[34minfo\u001b[0m'));
});

test('what could steer a terminal is not passed on', () => {
  const text = textOfCheck(checked('a\u001b[2J.csv', finding({ message: 'cell \u001b]0;title\u0007 and\nlines' })), false);
  assert.ok(!/[\u001b\u0007]/.test(text));
  assert.match(text, /and\uFFFDlines/);
});

test('a clean file says so', () => {
  assert.match(textOfCheck(checked('a.csv'), false), /^a\.csv {2}1,199 rows · 1 column · 1 unreadable · nothing found\n$/);
});

test('several files are summed up, with those that failed', () => {
  assert.equal(textOfTotals([checked('a.csv', finding({}))], false), '');
  assert.equal(textOfTotals([checked('a.csv', finding({}), finding({ severity: 'error' })), { path: 'b.csv', error: 'gone' }], false), '2 files: 1 error, 1 info, 1 file could not be checked\n');
  assert.equal(textOfTotals([checked('a.csv'), checked('b.csv')], false), '2 files: nothing found\n');
});

test('the exit code is 0 below the bar, 1 at it, and 2 when a file could not be checked', () => {
  const withWarning = checked('a.csv', finding({ severity: 'warning' }));
  assert.equal(exitCode([withWarning], 'error'), 0);
  assert.equal(exitCode([withWarning], 'warning'), 1);
  assert.equal(exitCode([withWarning], 'info'), 1);
  assert.equal(exitCode([checked('a.csv')], 'info'), 0);
  assert.equal(exitCode([withWarning, { path: 'b.csv', error: 'gone' }], 'info'), 2);
});
