import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import type { WinnowConfig } from '../../../src/core/config.ts';
import type { Filter } from '../../../src/core/filter.ts';
import { type Division, type Measure, partWords } from '../../../src/core/segments.ts';
import { readDistribution } from '../../../src/engine/distributions/distribution.ts';
import { readMissingMatrix } from '../../../src/engine/distributions/missingMatrix.ts';
import { rankDivisions } from '../../../src/engine/distributions/rankDivisions.ts';
import { DatasetSession } from '../../../src/engine/session.ts';
import type { Distribution } from '../../../src/protocol/distributionMethods.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';

async function openText(t: TestContext, text: string, config: WinnowConfig = {}): Promise<DatasetSession> {
  const path = join(await temporaryFolder(t), 'data.csv');
  await writeFile(path, text);
  const session = await DatasetSession.open({ path, config, memoryLimit: 256 });
  t.after(() => session.close());
  return session;
}

const values = (column: string): Division => ({ column, how: 'values' });

async function distribution(
  session: DatasetSession,
  of: Division,
  by: readonly Division[],
  filters: readonly Filter[] = [],
  search?: string,
): Promise<Distribution> {
  const params = { of, by, filters, ...(search !== undefined && { search }) };
  const found = await readDistribution(session, params, await session.whereOf(filters));
  // Whatever is asked: every listed row is counted once.
  for (const { rows, counts, rest } of found.segments)
    assert.equal(
      counts.reduce((sum, count) => sum + count, rest),
      rows,
    );
  assert.equal(
    found.overall.reduce((sum, count) => sum + count, found.overallRest),
    found.counted.rows,
  );
  return found;
}

const words = ({ segments, by }: Distribution, measure: Measure = 'number'): string[] =>
  segments.map(({ parts, rows }) => `${parts.map((part, index) => partWords(part, by[index]!, measure)).join(' · ')}: ${rows}`);

/** Every group's filters show as many rows as the group has. */
async function opensItsRows(session: DatasetSession, { segments, values: counted }: Distribution): Promise<void> {
  for (const { parts, rows, counts } of segments) {
    assert.equal((await session.resolve({ filters: parts })).total, rows, JSON.stringify(parts));
    for (const [index, value] of counted.entries()) {
      assert.equal((await session.resolve({ filters: [...parts, value] })).total, counts[index], JSON.stringify([parts, value]));
    }
  }
}

/** 240 rows: two labels, three countries, a number, a date, and cells of each that are missing or of another type. */
const lines = Array.from({ length: 240 }, (_, row) => {
  const country = ['DE', 'FR', ''][row % 3]!;
  const label = country === 'DE' && row % 2 === 0 ? 'refund' : row % 5 === 0 ? 'refund' : 'billing';
  const opened = row === 7 ? 'soon' : row === 8 ? '' : new Date(Date.UTC(2024, 0, 1 + row)).toISOString().slice(0, 10);
  const price = row === 3 ? 'free' : row === 4 ? '' : String(row * 1.5);
  return `${label},${country},${price},${opened},row ${row} ${'x'.repeat(row % 50)}`;
});
const text = `label,country,price,opened,note\n${lines.join('\n')}\n`;

test('columns are crossed, the largest segment first, and what is missing is a segment as well', async (t) => {
  const session = await openText(t, text);
  const found = await distribution(session, values('label'), [values('country'), values('label')]);
  assert.deepEqual(words(found), [
    'FR · billing: 64',
    '(missing) · billing: 64',
    'DE · refund: 48',
    'DE · billing: 32',
    'FR · refund: 16',
    '(missing) · refund: 16',
  ]);
  assert.deepEqual([found.allSegments, found.counted], [6, { rows: 240, of: 240, filtered: false, partial: false }]);
  await opensItsRows(session, found);
});

test('numbers are divided by quantiles in their order, dates by any unit of the calendar', async (t) => {
  const session = await openText(t, text);
  const quantiles = await distribution(session, values('label'), [{ column: 'price', how: 'quantiles', groups: 4 }]);
  assert.deepEqual(words(quantiles), ['0 – 91.5: 59', '91.5 – 180: 59', '180 – 270: 60', '270 – 358.5: 60', '(not a number): 1', '(missing): 1']);
  assert.match(quantiles.notes[0]!, /^1 row has a value in “price” that is not written as the others are/);
  await opensItsRows(session, quantiles);
  const units = { day: 240, week: 37, month: 10, year: 3, weekday: 9 };
  for (const [how, segments] of Object.entries(units)) {
    const found = await distribution(session, values('label'), [{ column: 'opened', how: how as 'day' }]);
    assert.equal(found.allSegments, segments, how);
    if (how !== 'day') await opensItsRows(session, found);
  }
  const months = await distribution(session, values('label'), [{ column: 'opened', how: 'month' }]);
  assert.deepEqual(words(months, 'time').slice(0, 2), ['2024-01: 29', '2024-02: 29']);
  assert.deepEqual(words(months, 'time').slice(-2), ['(not a date): 1', '(missing): 1']);
  assert.match(months.notes[0]!, /1 row has a value in “opened” that is not written as the other dates are/);
  const weekdays = await distribution(session, values('label'), [{ column: 'opened', how: 'weekday' }]);
  assert.equal(words(weekdays)[0], 'Monday: 34');
});

test('a feature is counted by its histogram, by label, split or time', async (t) => {
  const session = await openText(t, text);
  const found = await distribution(session, { column: 'price', how: 'histogram' }, [values('label')]);
  assert.equal(found.values.length, 22);
  assert.deepEqual(found.values.slice(-2).map(({ kind }) => kind), ['mistyped', 'missing']);
  await opensItsRows(session, found);
  await opensItsRows(session, await distribution(session, { column: 'opened', how: 'month' }, [values('country')]));
  await opensItsRows(session, await distribution(session, { column: 'note', how: 'histogram' }, [values('label')]));
});

test('what passes the filters is counted, and said', async (t) => {
  const session = await openText(t, text);
  const found = await distribution(session, values('label'), [values('country')], [{ kind: 'values', column: 'country', values: ['DE', 'FR'] }]);
  assert.deepEqual(words(found), ['DE: 80', 'FR: 80']);
  assert.deepEqual(found.counted, { rows: 160, of: 240, filtered: true, partial: false });
  const weekday: Filter[] = [{ kind: 'weekday', column: 'opened', weekday: 1 }];
  assert.equal((await distribution(session, values('label'), [], weekday)).counted.rows, 34);
  assert.equal((await distribution(session, values('label'), [], [{ kind: 'mistyped', column: 'opened' }])).counted.rows, 1);
});

test('bars that differ from the rows outside their segment are named with effect and p, and the whole is tested', async (t) => {
  const session = await openText(t, text);
  const { differences, tested, test: whole } = await distribution(session, values('label'), [values('country')]);
  assert.equal(tested, 6);
  assert.deepEqual(differences.slice(0, 2).map(({ segment, share, restShare }) => [segment, share, restShare]), [[0, 0.6, 0.2], [0, 0.4, 0.8]]);
  // scipy.stats.chi2_contingency([[48, 32], [16, 64], [16, 64]], correction=False)
  assert.ok(Math.abs(whole!.statistic - 38.4) < 1e-9 && whole!.degrees === 2);
  const ranked = await rankDivisions(session, {
    of: values('label'),
    among: [{ column: 'price', how: 'quantiles', groups: 5 }, values('country'), { column: 'country', how: 'month' }],
    filters: [],
    where: 'true',
  });
  assert.deepEqual(ranked.map(({ division }) => division.column), ['country', 'price', 'country']);
  assert.match(ranked[2]!.why!, /“country” holds no dates that can be read: write them as 2024-01-31/);
});

test('of 100,000 segments the 200 largest are looked at, others are found by searching, and that is said', async (t) => {
  const session = await openText(
    t,
    `label,user\n${Array.from({ length: 100_500 }, (_, row) => `${row % 2 === 0 ? 'a' : 'b'},user ${row < 1000 ? 7 : row}`).join('\n')}\n`,
  );
  const found = await distribution(session, values('label'), [values('user')]);
  assert.deepEqual([found.segments.length, found.allSegments, words(found)[0]], [200, 99_501, 'user 7: 1000']);
  assert.match(found.notes[0]!, /“user” has 99,501 segments: the 200 largest, with 1,199 rows, are looked at one by one/);
  const sought = await distribution(session, values('label'), [values('user')], [], 'USER 9999');
  assert.deepEqual([sought.matching, sought.allSegments, words(sought)[0]], [11, 99_501, 'user 9999: 1']);
});

test('one segment has nothing to be compared with, and says so', async (t) => {
  const session = await openText(t, `label,country\n${'a,DE\nb,DE\n'.repeat(20)}`);
  const found = await distribution(session, values('label'), [values('country')]);
  assert.deepEqual([found.differences, found.test!.p], [[], 1]);
  assert.match(found.notes[0]!, /All rows are of one segment, so that there is nothing to compare it with: divide by another column than “country”/);
});

test('dates in mixed forms are divided as far as they can be read', async (t) => {
  const forms = ['2024-01-05', '05.01.2024', '1/5/24', 'January 5', '2024/01/05'];
  const session = await openText(t, `label,opened\n${Array.from({ length: 100 }, (_, row) => `${row % 2},${forms[row % 5]}`).join('\n')}\n`);
  const found = await distribution(session, values('label'), [{ column: 'opened', how: 'month' }]);
  assert.deepEqual(words(found), ['2024-01: 40', '(not a date): 60']);
  assert.match(found.notes[0]!, /^60 rows have a value in “opened” that is not written as the other dates are/);
  await assert.rejects(
    distribution(session, values('label'), [{ column: 'opened', how: 'quantiles', groups: 4 }]),
    /neither numbers nor dates that can be put in order/,
  );
});

test('missing cells are counted by column and segment, blank ones too, and shares that differ are marked', async (t) => {
  const rows = Array.from({ length: 300 }, (_, row) => `${row},${row % 3 === 0 && row % 2 === 0 ? ' ' : 'x'},${row % 3 === 0 ? 'UK' : 'DE'},y`);
  const session = await openText(t, `id,note,country,whole\n${rows.join('\n')}\n`);
  const matrix = await readMissingMatrix(session, [values('country')], [], 'true');
  assert.deepEqual(matrix.columns, [{ column: 'note', missing: 50, perSegment: [0, 50] }]);
  assert.deepEqual(matrix.segments.map(({ rows: size }) => size), [200, 100]);
  assert.deepEqual(matrix.differences.map(({ segment, value, share }) => [segment, value, share]), [[0, 0, 0], [1, 0, 0.5]]);
  const filters: Filter[] = [{ kind: 'values', column: 'country', values: ['DE'] }];
  const filtered = await readMissingMatrix(session, [values('country')], filters, await session.whereOf(filters));
  assert.deepEqual([filtered.columns, filtered.counted.rows], [[], 200]);
  const whole = await readMissingMatrix(session, [], [], 'true');
  assert.deepEqual([whole.columns[0]!.missing, whole.segments], [50, []]);
});
