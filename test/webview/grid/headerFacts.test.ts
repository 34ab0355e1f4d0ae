import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnProfile } from '../../../src/core/profile.ts';
import type { GridColumn } from '../../../webview/grid/columns.ts';
import { factsLine, hasEstimates, headerBars, joinBins, profileWords } from '../../../webview/grid/headerFacts.ts';

const blank: ColumnProfile = { column: 'c', type: 'text', rows: 1000, nulls: 0, blanks: 0, distinct: 1000, distinctIsExact: true, top: [], histogram: [] };
const facts = (profile: Partial<ColumnProfile> | null, role: GridColumn['role'] = 'other'): string =>
  factsLine({ name: 'c', type: 'text', role, numeric: false, width: 100, profile: profile ? { ...blank, ...profile } : undefined });
const counts = (...values: readonly [string | null, number][]): ColumnProfile['top'] => values.map(([value, count]) => ({ value, count }));

test('the facts below a name say what the column is', () => {
  assert.equal(facts(null), '…');
  assert.equal(facts({ nulls: 2, histogram: [{ from: 0, to: 10, count: 998 }] }), 'text · 0.2 % missing');
  assert.equal(facts({ histogram: [{ from: 0, to: 10, count: 1000 }] }), 'all differ');
  assert.equal(facts({ distinct: 6, top: counts(['a', 500], ['b', 500]) }, 'label'), '6 labels');
  assert.equal(facts({ distinct: 8, top: counts(['a', 500]) }), '8 values');
  assert.equal(facts({ distinct: 1204, distinctIsExact: false, top: counts(['a', 5]) }), '≈ 1,204 values');
  assert.equal(facts({ type: 'number', distinct: 50, min: '0.40', max: '0.95' }), '0.40 – 0.95');
  assert.equal(facts({ type: 'number', distinct: 50, min: '0.123456789', max: '1234567.25' }), '0.1235 – 1,234,567');
  assert.equal(facts({ type: 'date', distinct: 50, min: '2025-01-03', max: '2026-05-15' }), '2025-01 – 2026-05');
  assert.equal(facts({ type: 'timestamp', distinct: 50, min: '2025-01-03 10:00:00', max: '2025-01-05 11:00:00' }), '2025-01-03 – 2025-01-05');
  assert.equal(facts({ distinct: 2, top: counts(['train', 800], ['test', 200]) }, 'split'), '80 / 20 %');
  assert.equal(facts({ type: 'integer', distinct: 1, min: '0', max: '0' }), 'always 0');
  assert.equal(facts({ type: 'empty', distinct: 0, nulls: 1000 }), 'no values');
});

test('a category has a bar for each of its most frequent values, and each is a filter', () => {
  const bars = headerBars({ ...blank, top: counts(['DE', 600], ['', 300], [null, 100]) });
  assert.deepEqual(bars.map(({ height }) => height), [1, 0.5, 100 / 600]);
  assert.deepEqual(bars[2]!.filter, { kind: 'values', column: 'c', values: [null] });
  assert.equal(bars[0]!.words, 'DE: 600 rows (60 %)');
  assert.equal(headerBars({ ...blank, top: counts(...Array.from({ length: 50 }, (_, index): [string, number] => [`v${index}`, 50 - index])) }).length, 16);
});

test('a number has at most 16 bars, and the last of them is closed', () => {
  const histogram = Array.from({ length: 20 }, (_, index) => ({ from: index, to: index + 1, count: index }));
  const bars = headerBars({ ...blank, type: 'number', histogram });
  assert.equal(bars.length, 10);
  assert.deepEqual(bars[0]!.filter, { kind: 'range', column: 'c', min: 0, max: 2 });
  assert.deepEqual(bars.at(-1)!.filter, { kind: 'range', column: 'c', min: 18, max: 20, closed: true });
  assert.equal(joinBins(histogram).reduce((sum, { count }) => sum + count, 0), 190);
});

test('lengths of text and dates are named as such', () => {
  assert.match(headerBars({ ...blank, histogram: [{ from: 10, to: 20, count: 3 }, { from: 20, to: 30, count: 1 }] })[0]!.words, /^10 – 20 characters: 3 rows/);
  assert.match(
    headerBars({
      ...blank,
      type: 'date',
      histogram: [
        { from: Date.UTC(2025, 0, 1), to: Date.UTC(2025, 1, 1), count: 3 },
        { from: Date.UTC(2025, 1, 1), to: Date.UTC(2025, 2, 1), count: 1 },
      ],
    })[0]!.words,
    /^2025-01-01 – 2025-02-01: 3 rows/,
  );
});

test('one bar for all rows is not drawn', () => {
  assert.deepEqual(headerBars({ ...blank, histogram: [{ from: 7, to: 8, count: 1000 }] }), []);
});

test('figures from a sample say so', () => {
  const words = profileWords({ name: 'c', type: 'text', role: 'other', numeric: false, width: 100, profile: { ...blank, sampled: 500 } });
  assert.match(words, /from a sample of 500 rows/);
});

test('estimates say that they are, and exact figures do not', () => {
  const estimated: Partial<ColumnProfile> = {
    type: 'number', distinct: 990, distinctIsExact: false, min: '0', max: '10', mean: 5, median: 4.9, approximate: ['median', 'histogram'],
    histogram: [{ from: 0, to: 5, count: 510 }, { from: 5, to: 10, count: 490 }],
  };
  const column: GridColumn = { name: 'c', type: 'number', role: 'other', numeric: true, width: 100, profile: { ...blank, ...estimated } };
  assert.match(profileWords(column), /≈ 990 distinct\n.*\nmean 5 · median ≈ 4\.9\n≈ is approximate; “Exact figures”/);
  assert.match(headerBars(column.profile!)[0]!.words, /^0 – 5: ≈ 510 rows/);
  assert.equal(hasEstimates(column.profile), true);
  const exact: ColumnProfile = { ...column.profile!, distinctIsExact: true, approximate: [] };
  assert.doesNotMatch(profileWords({ ...column, profile: exact }), /≈/);
  assert.match(headerBars(exact)[0]!.words, /^0 – 5: 510 rows/);
  assert.deepEqual([hasEstimates(exact), hasEstimates(undefined)], [false, false]);
  assert.equal(facts({ type: 'text', distinct: 1000, distinctIsExact: false }), 'text · ≈ 1,000 distinct', 'an estimate does not say that all differ');
});
