import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { test, type TestContext } from 'node:test';
import type { Database } from '../../../src/engine/duckdb.ts';
import { holdNumbers, NumbersHolder, type NumbersTable } from '../../../src/engine/labels/heldNumbers.ts';
import { engineMemory } from '../../../src/engine/memoryPool.ts';
import { openDatabase } from '../support.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';

const never = new AbortController().signal;
const quiet = (): void => undefined;
const question = { list: '[c0, c1 * 2, TRY_CAST(c2 AS DOUBLE)]', length: 3 };
const count = 5000;

/** Rows in no order, of which every seventh is missing, and the words of every fifth are no number. */
async function scatteredRows(context: TestContext): Promise<{ database: Database; rows: Int32Array; expected: number[] }> {
  const database = await openDatabase(context);
  await database.execute(`CREATE TABLE data AS SELECT r AS _row, CAST(r AS DOUBLE) AS c0, r / 8 AS c1, CASE WHEN r % 5 = 0 THEN 'none' ELSE CAST(r + .5 AS VARCHAR) END AS c2
    FROM (SELECT 1 + (i * 1231) % ${count} AS r FROM range(${count}) AS t(i)) WHERE r % 7 <> 0`);
  const rows = Int32Array.from({ length: count }, (_, index) => index + 1).filter((row) => row % 7 !== 0);
  return { database, rows, expected: [...rows].flatMap((row) => [row, row / 4, row % 5 === 0 ? NaN : row + 0.5]) };
}

/** Temporary files go to a folder of the test's own. */
async function ownTemporaryFolder(context: TestContext): Promise<string> {
  const folder = await temporaryFolder(context);
  const before = process.env['TMPDIR'];
  process.env['TMPDIR'] = folder;
  context.after(() => {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
  });
  return folder;
}

for (const crowded of [false, true]) {
  test(
    `numbers of scattered rows are held by position ${crowded ? 'in a file, where memory has no room' : 'in memory'}`,
    { skip: process.platform === 'win32' },
    async (context) => {
      const { database, rows, expected } = await scatteredRows(context);
      const folder = await ownTemporaryFolder(context);
      const taken = await engineMemory.reserve(crowded ? 1_000_000 : 0);
      const told: number[] = [];
      const numbers = await holdNumbers({ database }, question, rows, never, (fraction) => void told.push(fraction)).finally(() =>
        taken.release(),
      );
      assert.equal((await readdir(folder)).length, crowded ? 1 : 0);
      assert.deepEqual([...(await numbers.read(0, rows.length))], expected);
      assert.deepEqual([...(await numbers.read(1234, 1236))], expected.slice(1234 * 3, 1236 * 3));
      assert.deepEqual((await numbers.read(5, 5)).length, 0);
      assert.equal(told.at(-1), 1);
      await numbers.close();
      assert.deepEqual(await readdir(folder), []);
    },
  );
}

test('nothing is left behind of numbers that nobody waits for any more', { skip: process.platform === 'win32' }, async (context) => {
  const { database, rows } = await scatteredRows(context);
  const folder = await ownTemporaryFolder(context);
  const taken = await engineMemory.reserve(1_000_000);
  const cancelled = new AbortController();
  await assert
    .rejects(
      holdNumbers({ database }, question, rows, cancelled.signal, () => cancelled.abort()),
      { name: 'AbortError' },
    )
    .finally(() => taken.release());
  assert.deepEqual(await readdir(folder), []);
});

test('numbers are asked for once, as long as the question stays the same', async (context) => {
  const { database, rows, expected } = await scatteredRows(context);
  const asked: string[] = [];
  const table: NumbersTable = { database: { streamLists: (sql, length, signal) => (asked.push(sql), database.streamLists(sql, length, signal)) } };
  const holder = new NumbersHolder(table);
  context.after(() => holder.close());
  const first = await holder.hold(question, rows, never, quiet);
  assert.equal(await holder.hold({ ...question }, rows, never, quiet), first);
  assert.equal(asked.length, 1);
  const other = await holder.hold({ list: '[c0]', length: 1 }, rows, never, quiet);
  assert.equal(asked.length, 2);
  assert.deepEqual([...(await other.read(0, 3))], [expected[0], expected[3], expected[6]]);
});
