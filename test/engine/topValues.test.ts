import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTops } from '../../src/engine/topValues.ts';
import type { StoredColumn } from '../../src/engine/sql.ts';
import { openDatabase } from './support.ts';

const rows = 24_000;

test('many columns of numbers are counted in one query, each as it is counted by itself', async (context) => {
  const database = await openDatabase(context);
  const cells = Array.from(
    { length: 9 },
    (_, index) => `CASE WHEN i % 13 <> ${index} THEN CAST((i * ${index + 3}) % ${40 + index * 70} AS DOUBLE) / 8 END AS c${index}`,
  );
  await database.execute(
    `CREATE TABLE data AS SELECT i + 1 AS _row, ${cells.join(', ')}, CAST(i AS DOUBLE) / 3 AS c9, CAST(NULL AS DOUBLE) AS c10, i % 7 AS c11 FROM range(${rows}) AS t(i)`,
  );
  const columns = Array.from({ length: 12 }, (_, index): StoredColumn => ({
    name: `column ${index}`,
    internal: `c${index}`,
    storage: index === 11 ? 'BIGINT' : 'DOUBLE',
    type: 'number',
  }));
  const counted = columns.map((column) => ({ column, filled: rows }));
  const together = await readTops(database, counted, rows);
  for (const [index, each] of counted.entries()) {
    const [alone] = await readTops(database, [each], rows);
    // Values of a column in which they all differ are listed nowhere.
    assert.deepEqual(together[index], index === 9 ? { ...alone!, values: [] } : alone, each.column.name);
  }
  assert.equal(together[0]!.values.length, 40);
  assert.deepEqual(together[11]!.values[0], { value: '0', count: Math.ceil(rows / 7) });
});

test('of few rows, columns of several types are counted as they are one by one', async (context) => {
  const database = await openDatabase(context);
  await database.execute(`CREATE TABLE data AS SELECT i + 1 AS _row, 'text ' || i % 5 AS c0, i AS c1, CAST(NULL AS VARCHAR) AS c2,
    CASE WHEN i % 2 = 0 THEN 'text ' || i END AS c3, CAST(i % 3 AS DOUBLE) AS c4, i % 2 = 0 AS c5, 'nan' AS c6, CAST('nan' AS DOUBLE) AS c7 FROM range(300) AS t(i)`);
  const storages = ['VARCHAR', 'BIGINT', 'VARCHAR', 'VARCHAR', 'DOUBLE', 'BOOLEAN', 'VARCHAR', 'DOUBLE'];
  const counted = storages.map((storage, index) => ({ column: { name: `column ${index}`, internal: `c${index}`, storage, type: 'text' } as StoredColumn, filled: 300 }));
  const together = await readTops(database, counted, 300);
  assert.deepEqual(together.map(({ distinct }) => distinct), [5, 300, 0, 150, 3, 2, 1, 1]);
  assert.deepEqual(together, await readTops(database, counted, 5000));
});
