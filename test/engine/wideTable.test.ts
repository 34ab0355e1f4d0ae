import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { Database } from '../../src/engine/duckdb.ts';
import { loadTable } from '../../src/engine/load.ts';
import { leastForColumns } from '../../src/engine/memoryLimit.ts';
import { MemoryPool } from '../../src/engine/memoryPool.ts';
import { DatasetSession } from '../../src/engine/session.ts';
import { openFile } from '../../src/formats/index.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const names = Array.from({ length: 2000 }, (_, column) => `feature_${column}`);
const textOf = (rows: number): string =>
  `${names.join(',')}\n${Array.from({ length: rows }, (_, row) => names.map((_, column) => `${row * 31 + column}`).join(',')).join('\n')}\n`;

test('two thousand columns are opened within 512 megabytes', async (t) => {
  const path = join(await temporaryFolder(t), 'wide.csv');
  await writeFile(path, textOf(30));
  const session = await DatasetSession.open({ path, config: {}, memoryLimit: 512 });
  t.after(() => session.close());
  assert.deepEqual([session.dataset.rows, session.dataset.columns.length, session.profiles.length], [30, 2000, 2000]);
  const window = await session.window({ view: { filters: [] }, offset: 29, limit: 1, columns: [names[1999]!] });
  assert.deepEqual(window.cells, [{ text: ['2898'] }]);
});

test('rows of wide tables that are more than one block lie in order, in blocks of their own size', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'wide.csv');
  await writeFile(path, textOf(2500));
  const opened = await openFile(path);
  const options = { memoryLimit: 256, memoryNeeded: leastForColumns(2000), temporaryFolder: join(folder, 'work'), readable: [path] };
  const database = await Database.open({ ...options, file: join(folder, 'wide.duckdb'), blockSize: 16_384 });
  t.after(() => Promise.all([database.close(), opened.close()]));
  const loaded = await loadTable(
    { connection: () => database.connect(), temporaryFolder: options.temporaryFolder },
    opened,
    new AbortController().signal,
    () => undefined,
  );
  t.after(() => loaded.index?.close());
  assert.equal(loaded.careful, false);
  assert.deepEqual(
    await database.query(
      'SELECT count(*)::INTEGER AS rows, count(*) FILTER (c7 <> ((_row - 1) * 31 + 7)::VARCHAR)::INTEGER AS misplaced FROM data',
    ),
    [{ rows: 2500, misplaced: 0 }],
  );
});

test('a database with thousands of columns has what it cannot work without', async () => {
  const pool = new MemoryPool();
  const wide = await pool.join(300, 300, leastForColumns(2000));
  const narrow = await pool.join(300, 300);
  assert.equal(wide.megabytes, 500);
  assert.ok(narrow.megabytes >= 64);
});
