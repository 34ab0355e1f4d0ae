import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { readCells } from '../../src/engine/cells.ts';
import { Database } from '../../src/engine/duckdb.ts';
import { RowCopy } from '../../src/engine/rowCopy.ts';
import type { StoredColumn } from '../../src/engine/sql.ts';
import { UnreadableRows } from '../../src/engine/unreadableRows.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const records = 20_500;
const columns: StoredColumn[] = [
  { name: 'word', internal: 'c0', storage: 'VARCHAR', type: 'text' }, { name: 'share', internal: 'c1', storage: 'DOUBLE', type: 'number' },
  { name: 'bytes', internal: 'c2', storage: 'BLOB', type: 'text' }, { name: 'tags', internal: 'c3', storage: 'VARCHAR[]', type: 'list' },
];
const awkward = [
  `'plain'`,
  `''`,
  'NULL',
  `'a,b'`,
  `'"quoted"'`,
  `'two' || chr(10) || 'lines'`,
  `'r' || chr(13) || 'n'`,
  `' spaces '`,
  `'# no comment'`,
  `'ünï ' || chr(128512)`,
  `repeat('long ', 300)`,
  `'"'`,
  `chr(13) || chr(10)`,
  `'NULL'`,
];

async function openCopy(t: TestContext): Promise<{ copy: RowCopy; database: Database; folder: string }> {
  const folder = join(await temporaryFolder(t), 'work');
  const database = await Database.open({ memoryLimit: 512, threads: 2, temporaryFolder: folder, readable: [] });
  t.after(() => database.close());
  const words = awkward.map((sql, index) => `WHEN ${index} THEN ${sql}`).join(' ');
  await database.execute(
    `CREATE TABLE data AS SELECT i AS _row, CASE i % ${awkward.length} ${words} END AS c0, CASE WHEN i % 7 = 0 THEN NULL ELSE i / 3 END AS c1, CASE WHEN i % 5 = 0 THEN NULL ELSE encode('b' || i) END AS c2, CASE WHEN i % 11 = 0 THEN NULL ELSE ['a, "b"', 'c' || i] END AS c3 FROM range(1, ${records + 1}) r(i)`,
  );
  const copy = new RowCopy({ database, columns, records, folder });
  t.after(() => copy.close());
  return { copy, database, folder };
}

const scattered = Int32Array.from({ length: 60 }, (_, index) => 1 + ((index * 7919) % records));
const names = ['tags', 'word', 'bytes', 'share'];

test('scattered rows come from the copy as they come from the table', async (t) => {
  const { copy, database } = await openCopy(t);
  while ((await copy.read(scattered, names, 400)) === null) await copy.settled;
  const expected = await readCells({ database, columns, unreadable: new UnreadableRows([]), hasAbsent: false }, scattered, names, 400);
  assert.deepEqual(await copy.read(scattered, names, 400), expected);
  assert.equal(await copy.read(scattered, names, 1000), null, 'longer texts are not in it');
});

test('neighbours do not have a copy made, and its file goes with the dataset', async (t) => {
  const { copy, folder } = await openCopy(t);
  for (let ask = 0; ask < 5; ask++) assert.equal(await copy.read(Int32Array.of(1, 2, 3), ['word'], 400), null);
  await copy.settled;
  assert.deepEqual(await readdir(folder), []);
  while ((await copy.read(scattered, names, 400)) === null) await copy.settled;
  assert.equal((await readdir(folder)).length, 1);
  await copy.close();
  assert.deepEqual(await readdir(folder), []);
});
