import assert from 'node:assert/strict';
import { join } from 'node:path';
import test from 'node:test';
import { Database } from '../../src/engine/duckdb.ts';
import { rowsCondition } from '../../src/engine/cells.ts';
import { loadTable } from '../../src/engine/load.ts';
import { quoteLiteral } from '../../src/engine/quote.ts';
import { DatasetSession } from '../../src/engine/session.ts';
import { openFile } from '../../src/formats/index.ts';
import { temporaryTarget } from './loadedFile.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const rows = 20_000;

/** Ten row groups. */
async function writeGroups(t: test.TestContext): Promise<string> {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'groups.parquet');
  const database = await Database.open({ memoryLimit: 256, threads: 1, temporaryFolder: folder, readable: [] });
  await database.execute(
    `COPY (SELECT i AS id, (i * 7919) % ${rows} AS mixed, 'row ' || i AS word FROM range(1, ${rows + 1}) r(i)) TO ${quoteLiteral(path)} (FORMAT parquet, ROW_GROUP_SIZE 2048)`,
  );
  await database.close();
  return path;
}

async function open(t: test.TestContext): Promise<DatasetSession> {
  const session = await DatasetSession.open({ path: await writeGroups(t), config: {}, memoryLimit: 256 });
  t.after(() => session.close());
  return session;
}

test('a window in the middle reads its own row groups', async (t) => {
  const session = await open(t);
  const window = await session.window({ view: { filters: [] }, offset: 12_287, limit: 3, columns: ['word', 'id'] });
  assert.deepEqual(
    [window.rows, window.cells],
    [
      [12_288, 12_289, 12_290],
      [{ text: ['row 12288', 'row 12289', 'row 12290'] }, { text: ['12288', '12289', '12290'] }],
    ],
  );
});

test('rows are found by what lets DuckDB skip the other row groups', async (t) => {
  const target = await temporaryTarget();
  t.after(() => target.close());
  const opened = await openFile(await writeGroups(t));
  await loadTable(target, opened, new AbortController().signal, () => undefined);
  const connection = await target.connection();
  const scanned = async (condition: string): Promise<number> => {
    const plan = await connection.runAndReadAll(`EXPLAIN ANALYZE SELECT max(hash(c2)) FROM data WHERE ${condition}`);
    const counts = [...JSON.stringify(plan.getRows()).matchAll(/(\d[\d,]*) rows/g)].map(([, count]) => Number(count!.replaceAll(',', '')));
    return Math.max(...counts);
  };
  const near = await scanned(rowsCondition([12_288, 12_290], true));
  const all = await scanned(rowsCondition([12_288, 12_290]));
  connection.closeSync();
  await opened.close();
  assert(near > 0 && near <= 4096 && all > near, `${near} instead of ${all} rows were scanned`);
});

test('windows of a sorted view are those of its order, near and far', async (t) => {
  const session = await open(t);
  const view = { filters: [], sort: { column: 'mixed', descending: false } } as const;
  const expected = Array.from({ length: rows }, (_, index) => index + 1).sort((a, b) => ((a * 7919) % rows) - ((b * 7919) % rows) || a - b);
  for (const [offset, limit] of [[0, 100], [50, 100], [1300, 700], [1999, 5], [19_990, 100], [5000, 2000], [700, 0]] as const) {
    const window = await session.window({ view, offset, limit, columns: ['word'] });
    assert.deepEqual(window.rows, expected.slice(offset, offset + limit), `${offset}`);
    assert.deepEqual(window.cells[0]!.text, window.rows.map((row) => `row ${row}`), `${offset}`);
  }
  const other = await session.window({ view, offset: 0, limit: 2, columns: ['id', 'word'] });
  assert.deepEqual(other.cells.map(({ text }) => text[1]), [String(expected[1]), `row ${expected[1]}`]);
});
