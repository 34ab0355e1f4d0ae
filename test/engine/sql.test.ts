import assert from 'node:assert/strict';
import test from 'node:test';
import type { SqlValue } from '../../src/engine/engine.ts';
import { composeIn } from '../../src/engine/normalise.ts';
import { createDialect, openRelation } from '../../src/engine/sql.ts';
import { loadCells, openDatabase } from './support.ts';
import type { TestContext } from 'node:test';

/** What an expression over column `x` gives for each text. */
async function evaluate(
  t: TestContext,
  texts: readonly (string | null)[],
  expression: (relation: ReturnType<typeof openRelation>) => string,
  timeForm?: string,
): Promise<SqlValue[]> {
  const database = await openDatabase(t);
  const columns = await loadCells(
    database,
    ['x'],
    texts.map((text) => [text]),
  );
  const relation = openRelation(
    database,
    columns.map((column) => (timeForm ? { ...column, timeForm } : column)),
  );
  const rows = await relation.query(`SELECT ${expression(relation)} AS value FROM ${relation.name} ORDER BY _row`);
  return rows.map((row) => row['value'] ?? null);
}

test('names and values that would break out of SQL are only names and values', async (t) => {
  const database = await openDatabase(t);
  const names = ['"; DROP TABLE data; --', "o'clock", '_row', 'Name', 'name', 'column 6', 'c0', 'a\0b', 'select'];
  const columns = await loadCells(database, names, [names.map((name) => `${name}'; --`)]);
  const { dialect, name, query } = openRelation(database, columns);
  for (const column of names) {
    const alias = dialect.identifier(column);
    const [row] = await query(
      `SELECT ${dialect.text(column)} AS ${alias}, ${dialect.text(column)} = ${dialect.literal(`${column}'; --`)} AS same FROM ${name}`,
    );
    assert.equal(Object.values(row!)[0], `${column}'; --`);
    assert.equal(row!['same'], true, column);
  }
  assert.throws(() => dialect.text('nobody'), /There is no column “nobody”/);
  assert.equal(createDialect([]).literal(null), 'NULL');
  const [numbers] = await database.query(`SELECT ${[1e21, -0.5, NaN, Infinity].map((value) => dialect.literal(value)).join(', ')}`);
  assert.deepEqual(Object.values(numbers!), [1e21, -0.5, NaN, Infinity]);
});

test('a number is what a person would read as one', async (t) => {
  const texts = [
    '1e5',
    '-3.2',
    ' 4 ',
    '\t5\n',
    '.5',
    '5.',
    '+7',
    '007',
    '1_000',
    '0x10',
    '1,5',
    'nan',
    'inf',
    'Infinity',
    '1e400',
    '+-5',
    '',
    ' ',
    'five',
    null,
  ];
  const expected = [1e5, -3.2, 4, 5, 0.5, 5, 7, 7, ...Array.from({ length: 12 }, () => null)];
  assert.deepEqual(await evaluate(t, texts, ({ dialect }) => dialect.number('x')), expected);
});

test('times are milliseconds since 1970, with their zone minded', async (t) => {
  const texts = [
    '1970-01-02',
    ' 2024/01/05 ',
    '2024-01-05T10:00:00Z',
    '2024-01-05T10:00:00+02:00',
    '2024-01-05 10:00',
    '2024-01-05 10:00:00.25',
    '2024-02-30',
    'infinity',
    'epoch',
    '20240105',
    '5.1.2024',
    'today',
    null,
  ];
  const day = Date.UTC(2024, 0, 5);
  const hour = 3_600_000;
  const expected = [86_400_000, day, day + 10 * hour, day + 8 * hour, day + 10 * hour, day + 10 * hour + 250, null, null, null, null, null, null, null];
  assert.deepEqual(await evaluate(t, texts, ({ dialect }) => dialect.time('x')), expected);
});

test('other forms of dates are read where the column is said to have them', async (t) => {
  const day = Date.UTC(2024, 0, 5);
  assert.deepEqual(
    await evaluate(t, ['5.1.2024', '05.01.2024 10:30', '32.1.2024', '2024-01-05'], ({ dialect }) => dialect.time('x'), 'day.month.year'),
    [day, day + 37_800_000, null, null],
  );
  assert.deepEqual(await evaluate(t, ['01/05/2024', '1/5/2024 3:00 PM'], ({ dialect }) => dialect.time('x'), 'month/day/year'), [day, day + 54_000_000]);
  assert.deepEqual(await evaluate(t, ['05/01/2024', '31/12/2024'], ({ dialect }) => dialect.time('x'), 'day/month/year'), [day, Date.UTC(2024, 11, 31)]);
  assert.deepEqual(await evaluate(t, ['Jan 5, 2024', 'January 5 2024'], ({ dialect }) => dialect.time('x'), 'month day year'), [day, day]);
  assert.deepEqual(await evaluate(t, ['5 January 2024', '05-Jan-2024'], ({ dialect }) => dialect.time('x'), 'day month year'), [day, day]);
});

test('no character but white space makes a cell a value, whatever range of characters it is in', async (t) => {
  const around = [1, 0x80, 0xa0, 0xc0, 0x167f, 0x180e, 0x2000, 0x2028, 0x205f, 0x3000, 0xd7fb, 0xfefe, 0x1f600];
  const texts = around
    .flatMap((first) => Array.from({ length: 40 }, (_, next) => first + next))
    .filter((code) => code < 0xd800 || code > 0xdfff)
    .map((code) => String.fromCodePoint(code));
  const missing = await evaluate(t, texts, ({ dialect }) => dialect.missing('x'));
  assert.deepEqual(texts.filter((_, index) => missing[index]), texts.filter((text) => /^\s$/u.test(text)));
});

test('missing is null, empty, or white space of any kind', async (t) => {
  const texts = [null, '', ' ', '\t\r\n', '\u00a0\u3000\ufeff', 'NA', '.', ' x ', '\u200bx'];
  assert.deepEqual(await evaluate(t, texts, ({ dialect }) => dialect.missing('x')), [true, true, true, true, true, false, false, false, false]);
});

test('normalising is NFKC, lower case, and single spaces', async (t) => {
  const texts = [
    '  Hello\t\n World ',
    'ﬁne①  Ａ',
    'Straße\u00a0ÉTÉ',
    'e\u0301',
    'plain',
    '',
    '\u000b tab \f',
    '这是，测试！',
    'a\u2028\u0085b…',
    '한국',
    'क़',
    '𝒜 😀',
    null,
  ];
  const values = await evaluate(t, texts, ({ dialect }) => dialect.normalise(dialect.text('x')));
  assert.deepEqual(values, ['hello world', 'fine1 a', 'straße été', 'é', 'plain', '', 'tab', '这是,测试!', 'a b...', '한국', 'क़', 'a 😀', null]);
});

test('SQL and JavaScript agree on NFKC for every character there is', async (t) => {
  const database = await openDatabase(t);
  const codes = Array.from({ length: 0x110000 }, (_, code) => code).filter((code) => code > 0 && (code < 0xd800 || code > 0xdfff));
  const unassigned = /^[\p{Cn}\p{Co}]$/u;
  // After a letter, so that marks have something to join.
  const changed = codes
    .map((code) => String.fromCodePoint(code))
    .filter((character) => !unassigned.test(character) && `a${character}` !== `a${character}`.normalize('NFKC'));
  assert.ok(changed.length > 4000);
  const sample = changed.concat(
    codes
      .filter((code) => code % 97 === 0)
      .map((code) => String.fromCodePoint(code))
      .filter((character) => !unassigned.test(character)),
  );
  const composed = composeIn('x');
  const values = await database.columns(`SELECT x, ${composed} FROM (SELECT 'a' || unnest(CAST(CAST(? AS JSON) AS VARCHAR[])) AS x)`, [JSON.stringify(sample)]);
  const wrong = values[0]!.filter((text, index) => String(text).normalize('NFKC') !== values[1]![index]);
  assert.deepEqual(wrong, []);
});

test('normalising many rows that are not ASCII works from several threads', async (t) => {
  const database = await openDatabase(t);
  await database.execute(`CREATE TABLE data AS SELECT i + 1 AS _row, 'Ｎ ' || i AS c0 FROM range(200000) t(i)`);
  const { dialect, name, query } = openRelation(database, [{ name: 'x', internal: 'c0', storage: 'VARCHAR', type: 'text' }]);
  const [row] = await query(
    `SELECT count(DISTINCT ${dialect.normalise(dialect.text('x'))}) AS n, min(${dialect.normalise(dialect.text('x'))}) AS least FROM ${name}`,
  );
  assert.deepEqual(row, { n: 200_000, least: 'n 0' });
});

test('patterns match with and without case, and equal texts have equal hashes', async (t) => {
  assert.deepEqual(await evaluate(t, ['Spam', "it's", null], ({ dialect }) => dialect.matches(dialect.text('x'), '^s')), [false, false, null]);
  assert.deepEqual(await evaluate(t, ['Spam', "it's"], ({ dialect }) => dialect.matches(dialect.text('x'), `t's|^s`, true)), [true, true]);
  const hashes = await evaluate(t, ['a', 'a', 'b', null], ({ dialect }) => dialect.hash([dialect.text('x'), dialect.text('x')]));
  assert.equal(hashes[0], hashes[1]);
  assert.equal(new Set(hashes).size, 3);
});

test('a value is of a type by the rule that infers types', async (t) => {
  const texts = [
    '007',
    '12',
    ' -3 ',
    '1.50',
    '1e3',
    '123456789012345678',
    '1234567890123456789',
    'TRUE',
    '2024-01-05',
    '2024-01-05 10:00',
    '2024-02-30',
    '[1]',
    '[x]',
    '{"a":1}',
    'text',
  ];
  const of = (type: Parameters<ReturnType<typeof createDialect>['ofType']>[1]) =>
    evaluate(t, texts, ({ dialect }) => dialect.ofType('x', type)).then((values) => texts.filter((_, index) => values[index] === true));
  assert.deepEqual(await of('integer'), ['12', ' -3 ', '123456789012345678']);
  assert.deepEqual(await of('number'), ['12', ' -3 ', '1.50', '1e3', '123456789012345678']);
  assert.deepEqual(await of('boolean'), ['TRUE']);
  assert.deepEqual(await of('date'), ['2024-01-05']);
  assert.deepEqual(await of('timestamp'), ['2024-01-05', '2024-01-05 10:00']);
  assert.deepEqual(await of('list'), ['[1]']);
  assert.deepEqual(await of('struct'), ['{"a":1}']);
  assert.deepEqual(await of('text'), texts);
});

test('native columns give their text, numbers and times too', async (t) => {
  const database = await openDatabase(t);
  await database.execute(
    `CREATE TABLE data AS SELECT 1::BIGINT AS _row, 7::SMALLINT AS c0, 'NaN'::DOUBLE AS c1, TIMESTAMP '2024-01-05 10:00:00' AS c2, {'a': [1, 2], 'b': 'x'} AS c3, 'ab'::BLOB AS c4, 1.50::DECIMAL(9,2) AS c5, DATE '2024-01-05' AS c6, TIMESTAMPTZ '2024-01-05 10:00:00+02' AS c7, true AS c8, [1.5::FLOAT] AS c9, 'infinity'::DATE AS c10`,
  );
  const described = await database.query('SELECT column_name, column_type FROM (DESCRIBE data)');
  const columns = described
    .slice(1)
    .map((row) => ({
      name: String(row['column_name']),
      internal: String(row['column_name']),
      storage: String(row['column_type']),
      type: 'text' as const,
    }));
  const { dialect, name, query } = openRelation(database, columns);
  const all = async (expression: (column: string) => string): Promise<SqlValue[]> =>
    Object.values(
      (await query(`SELECT ${columns.map((column) => `${expression(column.name)} AS "v${column.name}"`).join(', ')} FROM ${name}`))[0]!,
    );
  assert.deepEqual(await all(dialect.text), [
    '7',
    'nan',
    '2024-01-05 10:00:00',
    '{"a":[1,2],"b":"x"}',
    '0x6162',
    '1.50',
    '2024-01-05',
    '2024-01-05 08:00:00+00',
    'true',
    '[1.5]',
    'infinity',
  ]);
  assert.deepEqual(await all(dialect.number), [7, null, null, null, null, 1.5, null, null, null, null, null]);
  const ten = Date.UTC(2024, 0, 5, 10);
  assert.deepEqual(await all(dialect.time), [null, null, ten, null, null, null, ten - 36_000_000, ten - 7_200_000, null, null, null]);
});
