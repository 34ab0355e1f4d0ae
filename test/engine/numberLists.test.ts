import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberList } from '../../src/engine/numberLists.ts';
import type { StoredColumn } from '../../src/engine/sql.ts';
import { loadCells, openDatabase } from './support.ts';

const cells: readonly [cell: string | null, values: readonly number[]][] = [
  ['[0.1, 0.9]', [0.1, 0.9]],
  ['[1, 2e-3]', [1, 0.002]],
  ["['0.25', '0.75']", [0.25, 0.75]],
  ['[nan, 0.5]', [NaN, 0.5]],
  ['[0.5, null]', [0.5, NaN]],
  ['[0.5, x]', [0.5, NaN]],
  ['[0.2, 0.3, 0.5]', [NaN, NaN]],
  ['[0.2,', [NaN, NaN]],
  ['[]', [NaN, NaN]],
  ['some words', [NaN, NaN]],
  ['', [NaN, NaN]],
  [null, [NaN, NaN]],
  ['[0.4, 0.6]', [0.4, 0.6]],
];

test('lists of numbers written as text are read row by row, with NaN for what is none', async (context) => {
  const database = await openDatabase(context);
  const [column] = await loadCells(database, ['probs'], cells.map(([cell]) => [cell]));
  const values = await database.numberLists(`SELECT ${numberList(column!)} FROM data ORDER BY _row`, 2);
  assert.deepEqual([...values], cells.flatMap(([, expected]) => expected));
});

test('lists of numbers that are stored as such are read as they are', async (context) => {
  const database = await openDatabase(context);
  for (const storage of ['DOUBLE[]', 'FLOAT[]', 'DOUBLE[2]', 'DECIMAL(4,3)[]', 'INTEGER[]']) {
    await database.execute(
      `CREATE OR REPLACE TABLE data AS SELECT * FROM (VALUES (1, CAST([0, 1] AS ${storage})), (2, NULL), (3, CAST([1, NULL] AS ${storage}))) AS rows(_row, c0)`,
    );
    const column: StoredColumn = { name: 'probs', internal: 'c0', storage, type: 'text' };
    const values = await database.numberLists(`SELECT ${numberList(column)} FROM data ORDER BY _row`, 2);
    assert.deepEqual([...values], [0, 1, NaN, NaN, 1, NaN], storage);
  }
});

test('no rows are no numbers', async (context) => {
  const database = await openDatabase(context);
  const [column] = await loadCells(database, ['probs'], []);
  assert.equal((await database.numberLists(`SELECT ${numberList(column!)} FROM data`, 3)).length, 0);
});
