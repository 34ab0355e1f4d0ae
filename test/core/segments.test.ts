import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeFilter } from '../../src/core/filter.ts';
import type { ColumnProfile } from '../../src/core/profile.ts';
import type { ColumnType } from '../../src/core/schema.ts';
import { countedDivision, divisionsOf, divisionWords, endOfPeriod, measureOf, partWords, usualDivision } from '../../src/core/segments.ts';

const day = 86_400_000;

/** A column of 1,000 rows whose histogram reaches from 0 to `to`. */
function profileOf(type: ColumnType, distinct: number, to = 100): ColumnProfile {
  return {
    column: 'c',
    type,
    rows: 1000,
    nulls: 0,
    blanks: 0,
    distinct,
    distinctIsExact: true,
    top: [],
    histogram: [
      { from: 0, to: to / 2, count: 1 },
      { from: to / 2, to, count: 1 },
    ],
  };
}

test('a column divides by its values, in quantiles or by the unit of time that a chart each has room for', () => {
  assert.deepEqual(usualDivision(profileOf('text', 5)), { column: 'c', how: 'values' });
  assert.deepEqual(usualDivision(profileOf('integer', 5)), { column: 'c', how: 'values' });
  assert.deepEqual(usualDivision(profileOf('number', 900)), { column: 'c', how: 'quantiles', groups: 5 });
  const units = [20, 200, 900, 9000].map((days) => usualDivision(profileOf('date', 900, days * day)).how);
  assert.deepEqual(units, ['day', 'week', 'month', 'year']);
});

test('what is counted are values that repeat, or else the histogram', () => {
  assert.equal(countedDivision(profileOf('text', 5), false).how, 'values');
  assert.equal(countedDivision(profileOf('text', 990), false).how, 'histogram');
  assert.equal(countedDivision(profileOf('text', 990), true).how, 'values');
  assert.equal(countedDivision(profileOf('number', 990), false).how, 'histogram');
  assert.equal(countedDivision(profileOf('integer', 50), false).how, 'histogram');
  assert.equal(countedDivision(profileOf('integer', 5), false).how, 'values');
  assert.equal(countedDivision(profileOf('date', 990, 900 * day), false).how, 'month');
});

test('a text column is divided by the calendar where it has the role time alone', () => {
  assert.equal(divisionsOf(profileOf('text', 5), false).length, 1);
  assert.deepEqual(divisionsOf(profileOf('text', 5), true).map(divisionWords), ['c', 'c by day', 'c by week', 'c by month', 'c by year', 'c by weekday']);
  assert.ok(divisionsOf(profileOf('date', 500), false).some(({ how }) => how === 'weekday'));
});

test('periods end where the next one begins, in leap years too', () => {
  const begin = Date.UTC(2024, 1, 1);
  assert.deepEqual(
    [endOfPeriod(begin, 'month'), endOfPeriod(begin, 'week'), endOfPeriod(begin, 'day')],
    [Date.UTC(2024, 2, 1), Date.UTC(2024, 1, 8), Date.UTC(2024, 1, 2)],
  );
  assert.equal(endOfPeriod(Date.UTC(2023, 0, 1), 'year'), Date.UTC(2024, 0, 1));
});

test('groups are called by what they are', () => {
  const range = { kind: 'range', column: 'c', min: Date.UTC(2024, 2, 4), max: Date.UTC(2024, 2, 11) } as const;
  const words = (how: 'day' | 'week' | 'month' | 'year' | 'histogram'): string => partWords(range, { column: 'c', how }, 'time');
  assert.deepEqual((['day', 'week', 'month', 'year', 'histogram'] as const).map(words), [
    '2024-03-04',
    'week of 2024-03-04',
    '2024-03',
    '2024',
    '2024-03-04 – 2024-03-11',
  ]);
  const bin = { kind: 'range', column: 'c', min: 0.5, max: 1234.5678 } as const;
  assert.equal(partWords(bin, { column: 'c', how: 'histogram' }, measureOf('number')), '0.5 – 1,235');
  assert.equal(partWords(bin, { column: 'c', how: 'histogram' }, measureOf('text')), '0.5 – 1,235 characters');
  assert.equal(partWords({ kind: 'weekday', column: 'c', weekday: 7 }, { column: 'c', how: 'weekday' }, 'time'), 'Sunday');
  assert.equal(partWords({ kind: 'values', column: 'c', values: [null] }, { column: 'c', how: 'values' }, 'length'), '(missing)');
  assert.equal(partWords({ kind: 'mistyped', column: 'c' }, { column: 'c', how: 'quantiles', groups: 4 }, 'number'), '(not a number)');
});

test('the filters of groups can be read', () => {
  assert.equal(describeFilter({ kind: 'weekday', column: 'opened', weekday: 1 }), 'opened is a Monday');
  assert.equal(describeFilter({ kind: 'mistyped', column: 'price' }), 'price is of another type');
});
