import assert from 'node:assert/strict';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { Database } from '../../src/engine/duckdb.ts';
import { quoteLiteral } from '../../src/engine/quote.ts';
import { createEngineService } from '../../src/engine/service.ts';
import { DatasetSession } from '../../src/engine/session.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

async function writeParquet(t: TestContext, name = 'native.parquet'): Promise<string> {
  const folder = await temporaryFolder(t);
  const path = join(folder, name);
  const database = await Database.open({ memoryLimit: 256, threads: 1, temporaryFolder: folder, readable: [] });
  await database.execute(`COPY (
    SELECT i::BIGINT AS id, i / 4 AS "share of; it", DATE '2024-01-01' + (i % 5)::INTEGER AS day, TIMESTAMP '2024-01-01 10:00:00' + to_hours(i::INTEGER) AS moment,
      CASE WHEN i % 4 = 0 THEN NULL ELSE i % 2 = 0 END AS flag, [i, i + 1] AS list, {'a': i, 'b': 'x'} AS struct, ('b' || i)::BLOB AS bytes, '00' || i AS code, (i / 100)::DECIMAL(9, 3) AS price
    FROM range(40) t(i)
  ) TO ${quoteLiteral(path)} (FORMAT parquet)`);
  await database.close();
  return path;
}

const context = { signal: new AbortController().signal, progress: () => undefined };

test('Parquet is shown, sorted, filtered and keyed in the types that it declares', async (t) => {
  const session = await DatasetSession.open({ path: await writeParquet(t, "it's [1] a*?.parquet"), config: {}, memoryLimit: 256 });
  t.after(() => session.close());
  const { dataset } = session;
  assert.deepEqual([dataset.records, dataset.rows, dataset.hasLines, dataset.key], [40, 40, false, ['id']]);
  assert.deepEqual(
    dataset.columns.map(({ type }) => type),
    ['integer', 'number', 'date', 'timestamp', 'boolean', 'list', 'struct', 'binary', 'text', 'number'],
  );
  const names = dataset.columns.map(({ name }) => name);
  const window = await session.window({ view: { filters: [], sort: { column: 'share of; it', descending: true } }, offset: 1, limit: 2, columns: names });
  assert.deepEqual(window.rows, [39, 38]);
  assert.deepEqual(
    window.cells.map(({ text }) => text[0]),
    ['38', '9.5', '2024-01-04', '2024-01-03 00:00:00', 'true', '[38,39]', '{"a":38,"b":"x"}', '0x623338', '0038', '0.380'],
  );
  assert.deepEqual([...(window.cells[4]!.codes ?? [])], []);
  const filtered = await session.resolve({
    filters: [
      { kind: 'missing', column: 'flag' },
      { kind: 'range', column: 'moment', min: Date.UTC(2024, 0, 2) },
      { kind: 'contains', column: 'list', text: '29' },
    ],
  });
  assert.deepEqual([...filtered.rows(0, 9)], [29]);
  const row = await session.row(29);
  assert.deepEqual([row.line, row.key, row.cells[4]], [undefined, { id: '28' }, { column: 'flag', text: null }]);
  await session.configure({ roles: { id: null } });
  const [key] = await session.keys([7]);
  const status = await session.decide([{ id: 'a', row: key!.key, act: 'exclude', at: '2026-01-01T00:00:00Z' }]);
  assert.deepEqual([status.decidedRows, status.orphans], [1, []]);
});

test('a file that is deleted or replaced while it is open gives an error that names it, and the engine goes on', async (t) => {
  const path = await writeParquet(t);
  const service = createEngineService();
  t.after(() => service.dispose());
  const { id } = await service.handlers.open({ path, config: {}, memoryLimit: 256 }, context);
  const sorted = { id, view: { filters: [], sort: { column: 'code', descending: true } }, offset: 0, limit: 9, columns: ['code'] };
  await rm(path);
  await assert.rejects(
    async () => service.handlers.window(sorted, context),
    (error: Error) => error.message.startsWith(path) && /moved or deleted/.test(error.message),
  );
  await writeFile(path, 'no longer a Parquet file');
  await assert.rejects(async () => service.handlers.window(sorted, context), (error: Error) => error.message.startsWith(path));
  await service.handlers.close({ id }, context);
  const other = await service.handlers.open({ path: await writeParquet(t), config: {}, memoryLimit: 256 }, context);
  assert.equal(other.dataset.rows, 40);
});

test('what is known of a Parquet file is kept, and its rows are read where they lie', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'large.parquet');
  const database = await Database.open({ memoryLimit: 256, threads: 1, temporaryFolder: folder, readable: [] });
  await database.execute(
    `COPY (SELECT i AS id, md5(i::VARCHAR) AS text, i % 3 AS label FROM range(60_000) r(i)) TO ${quoteLiteral(path)} (FORMAT parquet, ROW_GROUP_SIZE 20480)`,
  );
  await database.close();
  const opens = async (types: Record<string, 'text'> = {}): Promise<{ cached: boolean; shown: unknown }> => {
    const words: string[] = [];
    const session = await DatasetSession.open(
      { path, config: { types }, memoryLimit: 256, cacheFolder: join(folder, 'cache') },
      undefined,
      (progress) => words.push(progress.words),
    );
    const window = await session.window({
      view: { filters: [], sort: { column: 'text', descending: true } },
      offset: 30_000,
      limit: 3,
      columns: ['text', 'id'],
    });
    const shown = { window, dataset: session.dataset, profiles: session.profiles };
    await session.close();
    return { cached: words.includes('Opened from the cache'), shown };
  };
  const first = await opens();
  const second = await opens();
  assert.deepEqual([first.cached, second.cached], [false, true]);
  assert.deepEqual(second.shown, first.shown);
  assert.equal((await opens({ label: 'text' })).cached, false);
  const kept = await readdir(join(folder, 'cache'));
  assert.equal(kept.length, 1);
  assert((await stat(join(folder, 'cache', kept[0]!))).size < 2_000_000);
});
