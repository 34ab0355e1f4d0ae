import assert from 'node:assert/strict';
import test, { type TestContext } from 'node:test';
import type { ColumnProfile } from '../../src/core/profile.ts';
import type { ColumnType } from '../../src/core/schema.ts';
import { exactProfile } from '../../src/engine/profile.ts';
import { readProfiles, type ProfiledColumns } from '../../src/engine/readProfiles.ts';
import type { StoredColumn } from '../../src/engine/sql.ts';
import { loadCells, openDatabase } from './support.ts';

type Cells = Readonly<Record<string, readonly (string | null)[]>>;

async function profile(
  t: TestContext,
  cells: Cells,
  overrides: Readonly<Record<string, ColumnType>> = {},
): Promise<ProfiledColumns & { of(column: string): ColumnProfile }> {
  const database = await openDatabase(t);
  const names = Object.keys(cells);
  const rows = Math.max(...names.map((name) => cells[name]!.length));
  const stored = await loadCells(
    database,
    names,
    Array.from({ length: rows }, (_, row) => names.map((name) => cells[name]![row] ?? null)),
  );
  const result = await readProfiles(database, stored, rows, { overrides });
  return { ...result, of: (column) => result.profiles.find((candidate) => candidate.column === column)! };
}

const repeat = <T>(count: number, value: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => value(index));

test('a type is what 95 % of the values are, sentinels and blanks not counted', async (t) => {
  const { profiles, columns } = await profile(t, {
    integer: repeat(100, (i) => (i < 40 ? ['NA', 'n/a', '', null, '?'][i % 5]! : String(i))),
    almost: repeat(100, (i) => (i < 5 ? `word ${i}` : String(i))),
    spoilt: repeat(100, (i) => (i < 6 ? `word ${i}` : String(i))),
    number: repeat(100, (i) => (i % 2 ? `${i}.5` : String(i))),
    zip: repeat(100, (i) => (i < 2 ? `0${1000 + i}` : String(10_000 + i))),
    account: repeat(100, (i) => `12345678901234567${100 + i}`),
    flag: repeat(100, (i) => (i % 2 ? 'true' : 'False')),
    day: repeat(100, (i) => `2024-01-${String(1 + (i % 28)).padStart(2, '0')}`),
    moment: repeat(100, (i) => `2024-01-01T00:00:${String(i % 60).padStart(2, '0')}Z`),
    dotted: repeat(100, (i) => `${1 + (i % 28)}.1.2024`),
    european: repeat(100, (i) => `${1 + (i % 28)}/01/2024`),
    list: repeat(100, (i) => `[${i}, 1]`),
    struct: repeat(100, (i) => `{"a": ${i}}`),
    text: repeat(100, (i) => `some text ${i}`),
    nothing: repeat(100, (i) => (i % 2 ? null : ' ')),
    sentinels: repeat(100, () => 'NA'),
    words: repeat(100, (i) => ['yes', 'no'][i % 2]!),
  });
  const expected: Record<string, ColumnType> = {
    integer: 'integer', almost: 'integer', spoilt: 'text', number: 'number', zip: 'text', account: 'text', flag: 'boolean', day: 'date', moment: 'timestamp',
    dotted: 'date', european: 'date', list: 'list', struct: 'struct', text: 'text', nothing: 'empty', sentinels: 'text', words: 'text',
  };
  assert.deepEqual(Object.fromEntries(profiles.map(({ column, type }) => [column, type])), expected);
  assert.deepEqual(
    columns.filter(({ timeForm }) => timeForm).map(({ name, timeForm }) => [name, timeForm]),
    [
      ['dotted', 'day.month.year'],
      ['european', 'day/month/year'],
    ],
  );
});

test('few values are typed too, and a person has the last word', async (t) => {
  const { of } = await profile(t, { a: ['1', null], b: ['2024-01-05', '2024-01-06'], c: ['7', '8'] }, { c: 'text' });
  assert.deepEqual([of('a').type, of('b').type, of('c').type], ['integer', 'date', 'text']);
});

test('dates that could be read both ways are said to be', async (t) => {
  const { of, notices } = await profile(t, { when: ['03/04/2024', '05/06/2024'] });
  assert.equal(of('when').type, 'date');
  assert.match(notices[0]!.message, /“when”.*month first/);
});

test('numbers have figures, their extremes as written, and bins that hold every value', async (t) => {
  const { of } = await profile(t, { x: ['1.0', '2.50', ' 4', 'NA', null, '', ...repeat(94, (i) => (5 + i).toFixed(1))] });
  const { type, nulls, blanks, distinct, distinctIsExact, min, max, mean, median, histogram } = of('x');
  assert.deepEqual(
    { type, nulls, blanks, distinct, distinctIsExact, min, max },
    { type: 'number', nulls: 1, blanks: 1, distinct: 99, distinctIsExact: true, min: '1.0', max: '98.0' },
  );
  assert.equal(mean, (1 + 2.5 + 4 + (94 * 93) / 2 + 5 * 94) / 97);
  assert.equal(median, 50);
  assert.equal(histogram.length, 20);
  assert.equal(histogram.reduce((sum, bin) => sum + bin.count, 0), 97);
  assert.deepEqual([histogram[0]!.from, histogram[19]!.to], [1, 98]);
});

test('whole numbers of a short range get a bin each, and one value one bin', async (t) => {
  const { of } = await profile(t, { stars: ['1', '2', '2', '5'], same: ['7', '7', '7', '7'] });
  assert.deepEqual(of('stars').histogram.map(({ from, count }) => [from, count]), [[1, 1], [2, 2], [3, 0], [4, 0], [5, 1]]);
  assert.deepEqual(of('same').histogram, [{ from: 7, to: 7, count: 4 }]);
});

test('numbers at the edge of a double break no figure', async (t) => {
  const { of } = await profile(t, { x: ['1e308', '-1e308', '1e307', '5'] });
  assert.deepEqual([of('x').min, of('x').max, of('x').standardDeviation, of('x').histogram], ['-1e308', '1e308', undefined, []]);
});

test('categories have their values, most frequent first; texts have bins over their length', async (t) => {
  const { of } = await profile(t, {
    label: repeat(60, (i) => (i % 3 ? 'spam' : 'ham')),
    text: repeat(60, (i) => `${'x'.repeat(i)} ${i}`),
    when: repeat(60, (i) => `2024-01-${10 + (i % 20)}`),
  });
  assert.deepEqual(of('label').top, [{ value: 'spam', count: 40 }, { value: 'ham', count: 20 }]);
  assert.deepEqual(of('label').histogram, []);
  assert.deepEqual(of('text').top, []);
  assert.equal(of('text').histogram.reduce((sum, bin) => sum + bin.count, 0), 60);
  assert.equal(of('text').maxLength, 62);
  assert.deepEqual([of('when').min, of('when').max], ['2024-01-10', '2024-01-29']);
  assert.equal(of('when').histogram[0]!.from, Date.UTC(2024, 0, 10));
});

test('many rows are counted by hash, and a count that could be short is said to be', async (t) => {
  const database = await openDatabase(t);
  await database.execute(
    `CREATE TABLE data AS SELECT i + 1 AS _row, 'id ' || i AS c0, 'v ' || (i % 100000) AS c1, (i % 7)::VARCHAR AS c2 FROM range(300000) t(i)`,
  );
  const columns = ['id', 'many', 'few'].map((name, index) => ({ name, internal: `c${index}`, storage: 'VARCHAR', type: 'text' as const }));
  const seen: string[] = [];
  const { profiles } = await readProfiles(database, columns, 300_000, { ready: (batch) => seen.push(...batch.map(({ column }) => column)) });
  const [id, many, few] = profiles;
  assert.deepEqual([id!.distinct, id!.distinctIsExact, many!.distinctIsExact, few!.distinct, few!.distinctIsExact], [300_000, true, false, 7, true]);
  assert.ok(Math.abs(many!.distinct - 100_000) < 15_000);
  assert.deepEqual(seen, ['id', 'many', 'few']);
});

test('a table of many columns and an empty one are profiled', async (t) => {
  const database = await openDatabase(t);
  await database.execute(`CREATE TABLE data AS SELECT i + 1 AS _row, ${repeat(300, (c) => `(i * ${c})::VARCHAR AS c${c}`).join(', ')} FROM range(5) t(i)`);
  const columns = repeat(300, (index) => ({ name: `n${index}`, internal: `c${index}`, storage: 'VARCHAR', type: 'text' as const }));
  const { profiles } = await readProfiles(database, columns, 5);
  assert.equal(profiles.length, 300);
  assert.ok(profiles.every(({ type, rows }) => type === 'integer' && rows === 5));
  await database.execute('DELETE FROM data');
  const empty = await readProfiles(database, columns.slice(0, 2), 0);
  assert.deepEqual(
    empty.profiles.map(({ type, rows, distinct, top }) => ({ type, rows, distinct, top })),
    repeat(2, () => ({ type: 'empty', rows: 0, distinct: 0, top: [] })),
  );
});

test('nested and binary columns of Parquet are counted without being read as text', async (t) => {
  const database = await openDatabase(t);
  await database.execute(
    `CREATE TABLE data AS SELECT i + 1 AS _row, [i, 2] AS c0, {'a': i} AS c1, 'ab'::BLOB AS c2, DATE '2024-01-01' + i::INTEGER AS c3, i / 2 AS c4, i > 3 AS c5 FROM range(10) t(i)`,
  );
  const types: readonly [string, ColumnType][] = [
    ['BIGINT[]', 'list'],
    ['STRUCT(a BIGINT)', 'struct'],
    ['BLOB', 'binary'],
    ['DATE', 'date'],
    ['DOUBLE', 'number'],
    ['BOOLEAN', 'boolean'],
  ];
  const columns = types.map(([storage, type], index) => ({ name: `n${index}`, internal: `c${index}`, storage, type }));
  const { profiles } = await readProfiles(database, columns, 10);
  assert.deepEqual(profiles.map(({ type }) => type), types.map(([, type]) => type));
  assert.deepEqual(profiles.map(({ distinct, nulls }) => [distinct, nulls]), [[10, 0], [10, 0], [1, 0], [10, 0], [10, 0], [2, 0]]);
  assert.deepEqual(profiles[3]!.max, '2024-01-10');
  assert.deepEqual(profiles[5]!.top, [{ value: 'true', count: 6 }, { value: 'false', count: 4 }]);
});

test('columns in sight are profiled first, and the whole comes in file order', async (t) => {
  const database = await openDatabase(t);
  const names = repeat(100, (i) => `column ${i}`);
  const stored = await loadCells(database, names, repeat(60_000 / 100, (row) => names.map((_, i) => String(row * i))));
  const seen: string[] = [];
  const { profiles } = await readProfiles(database, stored, 600, {
    ready: (batch) => seen.push(...batch.map(({ column }) => column)),
    preferred: () => ['column 90', 'column 95'],
  });
  assert.deepEqual(seen.slice(0, 3), ['column 90', 'column 95', 'column 0']);
  assert.deepEqual(seen.slice().sort(), names.slice().sort());
  assert.deepEqual(profiles.map(({ column }) => column), names);
});

test('a column can be profiled with nothing estimated', async (t) => {
  const database = await openDatabase(t);
  await database.execute(`CREATE TABLE data AS SELECT i + 1 AS _row, CAST(i % 150000 AS VARCHAR) AS c0 FROM range(300000) t(i)`);
  const { columns, profiles } = await readProfiles(database, [{ name: 'n', internal: 'c0', storage: 'VARCHAR', type: 'text' }], 300_000);
  assert.equal(profiles[0]!.distinctIsExact, false);
  const exact = await exactProfile(database, columns[0]!);
  assert.deepEqual(
    [exact.type, exact.distinct, exact.distinctIsExact, exact.approximate, exact.median, exact.min, exact.max],
    ['integer', 150_000, true, undefined, 74_999.5, '0', '149999'],
  );
  assert.equal(exact.histogram.reduce((sum, { count }) => sum + count, 0), 300_000);
});

test('a large table is profiled by what a sample says of it, and where that is wrong about a column it is looked at again', async (t) => {
  const database = await openDatabase(t);
  // The sample takes rows from the beginning of even stretches: what stands between them is not in it.
  await database.execute(`CREATE TABLE data AS SELECT i + 1 AS _row,
    CASE WHEN i % 10000 BETWEEN 5000 AND 6000 THEN 'word ' || i ELSE CAST(i AS VARCHAR) END AS c0,
    CASE WHEN i % 10000 BETWEEN 5000 AND 5100 THEN 'word ' || i ELSE CAST(i % 1000 AS VARCHAR) END AS c1,
    CASE WHEN i % 10000 = 5000 THEN '900000' ELSE '7' END AS c2,
    CASE WHEN i % 10000 = 5000 THEN 'late' END AS c3,
    'r' || i AS c4,
    strftime(TIMESTAMP '2024-01-01' + to_seconds(CAST(i AS BIGINT)), '%Y-%m-%d %H:%M:%S') AS c5
    FROM range(320000) t(i)`);
  const stored = ['mixed', 'numbers', 'rare', 'late', 'id', 'when'].map((name, index) => ({
    name,
    internal: `c${index}`,
    storage: 'VARCHAR',
    type: 'text' as const,
  }));
  const { profiles } = await readProfiles(database, stored, 320_000);
  const [mixed, numbers, rare, late, id, when] = profiles;
  assert.deepEqual(profiles.map(({ type }) => type), ['text', 'integer', 'integer', 'text', 'text', 'timestamp']);
  for (const { histogram, rows, nulls, top } of [mixed!, id!, when!])
    assert.deepEqual([histogram.reduce((sum, { count }) => sum + count, 0), top], [rows - nulls, []]);
  assert.equal(numbers!.histogram.reduce((sum, { count }) => sum + count, 0), 320_000 - 32 * 101);
  assert.deepEqual([numbers!.min, numbers!.max, numbers!.median, numbers!.approximate], ['0', '999', 505, undefined]);
  assert.deepEqual([rare!.max, rare!.median, rare!.approximate, rare!.histogram.at(-1)!.count], ['900000', 7, undefined, 32]);
  assert.deepEqual([late!.nulls, late!.distinct], [320_000 - 32, 1]);
  assert.deepEqual([id!.distinct, id!.distinctIsExact], [320_000, true]);
  assert.deepEqual([when!.min, when!.max, when!.histogram.length], ['2024-01-01 00:00:00', '2024-01-04 16:53:19', 20]);
});

test('columns of few values are counted value by value in a large table, exactly as row by row', async (t) => {
  const database = await openDatabase(t);
  await database.execute(`CREATE TABLE data AS SELECT i + 1 AS _row,
    ['good', 'bad', 'so-so', NULL, ' ', 'n/a'][1 + i % 6] AS c0,
    CASE WHEN i % 50 = 0 THEN 'unknown' ELSE CAST(i % 700 - 350 AS VARCHAR) END AS c1,
    CASE WHEN i % 40 = 0 THEN NULL WHEN i % 90 = 1 THEN 'half' ELSE CAST((i * 7) % 1000 / 1000.0 AS VARCHAR) END AS c2,
    CAST(DATE '2024-01-01' + CAST(i % 400 AS INTEGER) AS VARCHAR) AS c3,
    ['true', 'False', 'n/a'][1 + i % 3] AS c4,
    CAST(NULL AS VARCHAR) AS c5,
    lpad(CAST(i % 90 AS VARCHAR), 5, '0') AS c6,
    CAST(1 + i % 28 AS VARCHAR) || '.02.2024' AS c7,
    CASE WHEN i % 2 = 0 THEN '1e160' ELSE '-3' END AS c8,
    i % 9 AS c9, CAST(i % 77 AS FLOAT) / 4 AS c10, DATE '2024-01-01' + CAST(i % 30 AS INTEGER) AS c11
    FROM range(300001) t(i)`);
  const declared: Readonly<Record<number, Pick<StoredColumn, 'storage' | 'type'>>> = {
    9: { storage: 'BIGINT', type: 'integer' },
    10: { storage: 'FLOAT', type: 'number' },
    11: { storage: 'DATE', type: 'date' },
  };
  const stored = Array.from({ length: 12 }, (_, index): StoredColumn => ({
    name: `column ${index}`,
    internal: `c${index}`,
    storage: 'VARCHAR',
    type: 'text',
    ...declared[index],
  }));
  const { columns, profiles } = await readProfiles(database, stored, 300_001);
  assert.deepEqual(
    profiles.map(({ type }) => type),
    ['text', 'integer', 'number', 'date', 'boolean', 'empty', 'text', 'date', 'number', 'integer', 'number', 'date'],
  );
  for (const [index, { mean, standardDeviation, ...profile }] of profiles.entries()) {
    const { mean: exactMean, standardDeviation: exactDeviation, ...exact } = await exactProfile(database, columns[index]!);
    assert.deepEqual(profile, exact);
    for (const [figure, expected] of [[mean, exactMean], [standardDeviation, exactDeviation]] as const) {
      assert.equal(figure === undefined, expected === undefined, profile.column);
      assert(figure === undefined || Math.abs(figure - expected!) <= 1e-9 * Math.abs(expected!), `${profile.column}: ${figure}, ${expected}`);
    }
  }
});
