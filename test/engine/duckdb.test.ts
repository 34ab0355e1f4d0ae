import assert from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { explainDatabaseError } from '../../src/engine/databaseErrors.ts';
import { Database } from '../../src/engine/duckdb.ts';
import { quoteLiteral } from '../../src/engine/quote.ts';
import { openDatabase } from './support.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

test('SQL reaches the dataset and the temporary folder, and nothing else', async (t) => {
  const folder = await temporaryFolder(t);
  const dataset = join(folder, "it's data.csv");
  const other = join(folder, 'other.csv');
  await writeFile(dataset, 'a,b\n1,2\n');
  await writeFile(other, 'a,b\n3,4\n');
  const database = await Database.open({ memoryLimit: 256, threads: 1, temporaryFolder: join(folder, 'work'), readable: [dataset] });
  t.after(() => database.close());

  assert.deepEqual(await database.query(`SELECT * FROM read_csv(${quoteLiteral(dataset)})`), [{ a: 1, b: 2 }]);
  const refused = [
    `SELECT * FROM read_csv(${quoteLiteral(other)})`,
    `SELECT * FROM ${quoteLiteral(other)}`,
    `SELECT * FROM read_text(${quoteLiteral(join(folder, 'work') + '/../other.csv')})`,
    `SELECT * FROM glob(${quoteLiteral(folder + '/*')})`,
    `COPY (SELECT 1) TO ${quoteLiteral(join(folder, 'out.csv'))}`,
    `ATTACH ${quoteLiteral(join(folder, 'other.db'))}`,
    'INSTALL httpfs',
    'LOAD httpfs',
    `SELECT * FROM read_csv('https://example.org/data.csv')`,
    'SET threads = 64',
    'SET enable_external_access = true',
    `SET allowed_directories = ['/']`,
    'RESET lock_configuration',
  ];
  for (const sql of refused) {
    await assert.rejects(database.execute(sql), /Permission Error|Invalid Input Error|Cannot|cannot|disabled/, sql);
  }
});

test('questions only read, one at a time', async (t) => {
  const folder = await temporaryFolder(t);
  const dataset = join(folder, 'data.csv');
  await writeFile(dataset, 'a,b\n1,2\n');
  const database = await Database.open({ memoryLimit: 256, threads: 1, temporaryFolder: join(folder, 'work'), readable: [dataset] });
  t.after(() => database.close());
  for (const sql of [
    `COPY (SELECT 1) TO ${quoteLiteral(dataset)} (USE_TMP_FILE false)`,
    'CREATE TABLE t (a INTEGER)',
    'SELECT 1; SELECT 2',
    'SELECT 1; DROP TABLE data',
  ]) {
    await assert.rejects(database.query(sql), /only read|at a time|extract/, sql);
    await assert.rejects(database.columns(sql), /only read|at a time|extract/, sql);
    await assert.rejects(database.stream(sql).next(), /only read|at a time|extract/, sql);
  }
  assert.equal(await readFile(dataset, 'utf8'), 'a,b\n1,2\n');
});

test('values come as JavaScript has them, and big integers stay exact', async (t) => {
  const database = await openDatabase(t);
  const [row] = await database.query(
    `SELECT 1::BIGINT AS small, 9007199254740993::BIGINT AS big, 1.50::DECIMAL(9, 2) AS price, [1, NULL] AS list, 'ab'::BLOB AS bytes, DATE '2026-11-21' AS day, NULL AS nothing, true AS yes, ? AS bound`,
    ["it's"],
  );
  assert.deepEqual(row, {
    small: 1,
    big: 9007199254740993n,
    price: 1.5,
    list: [1, null],
    bytes: '6162',
    day: '2026-11-21',
    nothing: null,
    yes: true,
    bound: "it's",
  });
});

test('a long result can be streamed, read by column, or left early', async (t) => {
  const database = await openDatabase(t);
  let rows = 0;
  for await (const chunk of database.stream('SELECT i FROM range(10000) t(i)')) rows += chunk.length;
  assert.equal(rows, 10_000);
  for await (const chunk of database.stream('SELECT i FROM range(1000000) t(i)')) {
    assert.equal(chunk[0]?.['i'], 0);
    break;
  }
  assert.deepEqual(await database.integers('SELECT i::INTEGER FROM range(5000) t(i) ORDER BY i DESC LIMIT 3'), new Int32Array([4999, 4998, 4997]));
  assert.deepEqual(await database.columns(`SELECT i, 'x' || i FROM range(2) t(i)`), [[0, 1], ['x0', 'x1']]);
});

test('an abort interrupts its own query at once and leaves the others running', async (t) => {
  const database = await openDatabase(t);
  const endless = `SELECT count(*) FROM range(1000000000) a(i), range(1000) b(j) WHERE hash(i, j) = 1`;
  const controller = new AbortController();
  const cancelled = database.query(endless, [], controller.signal);
  const other = database.query('SELECT sum(i) AS sum FROM range(3000000) t(i)');
  setTimeout(() => controller.abort(), 50);
  await assert.rejects(cancelled, { name: 'AbortError' });
  assert.deepEqual(await other, [{ sum: 4499998500000 }]);
  await assert.rejects(database.query('SELECT 1', [], controller.signal), { name: 'AbortError' });

  const streaming = new AbortController();
  await assert.rejects(async () => {
    for await (const chunk of database.stream('SELECT i FROM range(1000000000) t(i)', [], streaming.signal)) {
      assert.ok(chunk.length > 0);
      streaming.abort();
    }
  }, { name: 'AbortError' });
});

test('closing ends what is running, and nothing is asked afterwards', async (t) => {
  const database = await openDatabase(t);
  const endless = database.query('SELECT count(*) FROM range(1000000000) a(i), range(1000) b(j) WHERE hash(i, j) = 1');
  const ended = assert.rejects(endless, (error) => explainDatabaseError(error, 'a.csv').name === 'AbortError');
  await database.query('SELECT 1');
  await database.close();
  await ended;
  await assert.rejects(database.query('SELECT 1'), /closed/);
});

test('errors of the database are put in words that name the file', async (t) => {
  const database = await openDatabase(t);
  const oom = explainDatabaseError(new Error('Out of Memory Error: failed to allocate data of size 2.0 MiB'), '/data/big.csv');
  assert.equal(oom.name, 'OutOfMemoryError');
  assert.match(oom.message, /^\/data\/big\.csv: .*winnow\.memoryLimit/);
  assert.match(
    explainDatabaseError(new Error('IO Error: Could not write file: No space left on device'), 'a.csv').message,
    /^a\.csv: there is no room in \/.*temporary files/,
  );
  assert.match(explainDatabaseError(new Error('IO Error: Cannot open file "a.parquet": No such file or directory'), 'a.parquet').message, /moved or deleted/);
  const own = new TypeError('of ours');
  assert.equal(explainDatabaseError(own, 'a.csv'), own);
  await assert.rejects(database.query('SELECT * FROM nowhere'), (error) => explainDatabaseError(error, 'a.csv').message.startsWith('a.csv: Catalog Error'));
});

test('A database that is thrown away is not written out when it is closed', async (t) => {
  const folder = await temporaryFolder(t);
  const leftOf = async (name: string, discarded: boolean): Promise<string[]> => {
    const own = join(folder, name);
    const database = await Database.open({ memoryLimit: 256, threads: 1, temporaryFolder: own, readable: [], file: join(own, 'x.duckdb'), discarded });
    await database.execute('CREATE TABLE numbers AS SELECT range AS number FROM range(10)');
    await database.close();
    return (await readdir(own)).filter((file) => file.startsWith('x.')).sort();
  };
  assert.deepEqual(await leftOf('kept', false), ['x.duckdb']);
  assert.deepEqual(await leftOf('thrown-away', true), ['x.duckdb', 'x.duckdb.wal'], 'what is not written out stays in the log');
});
