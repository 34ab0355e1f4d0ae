import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { gzipSync } from 'node:zlib';
import { Loading } from '../../src/engine/loading.ts';
import { DatasetSession } from '../../src/engine/session.ts';
import { unpackFile } from '../../src/engine/unpackFile.ts';
import type { LoadProgress } from '../../src/protocol/engineMethods.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const neverAborted = new AbortController().signal;
const rowsText = (rows: number): string =>
  `id,text\n${Array.from({ length: rows }, (_, row) => `${row + 1},"text ${(row * 7919) % 10007}${row % 5 === 0 ? '\n' : ''} ${Math.sin(row)}"`).join('\n')}\n`;

test('a packed file is loaded, checked and shown like what is in it', async (t) => {
  const path = join(await temporaryFolder(t), 'people.csv.gz');
  await writeFile(path, gzipSync('id,name\n1,Ada\n2,"Bob\nthe second"\n3\n4,Cy\n'));
  const words: string[] = [];
  const session = await DatasetSession.open({ path, config: {}, memoryLimit: 256 }, neverAborted, (value) => words.push(value.words));
  t.after(() => session.close());
  const { dataset } = session;
  assert.deepEqual(
    [dataset.path, dataset.name, dataset.format, dataset.compression, dataset.records, dataset.rows, dataset.hasLines],
    [path, 'people.csv.gz', 'csv', 'gzip', 4, 3, true],
  );
  assert.deepEqual(await session.table.lines([1, 2, 3, 4]), [2, 3, 5, 6]);
  const window = await session.window({ view: { filters: [] }, offset: 1, limit: 1, columns: ['name'] });
  assert.deepEqual(window.cells, [{ text: ['Bob\nthe second'] }]);
  assert.match(words[0]!, /^Unpacking · /);
});

test('a packed file that was loaded before comes from the cache, and its lines once it is unpacked again', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'large.csv.gz');
  const cacheFolder = join(folder, 'cache');
  await writeFile(path, gzipSync(rowsText(150_000), { level: 1 }));
  const open = async (): Promise<{ session: DatasetSession; words: string[] }> => {
    const words: string[] = [];
    const session = await DatasetSession.open({ path, config: {}, memoryLimit: 512, cacheFolder }, neverAborted, (value) => words.push(value.words));
    return { session, words };
  };
  const first = await open();
  const lines = await first.session.table.lines([1, 7, 150_000]);
  await first.session.close();
  const { session, words } = await open();
  t.after(() => session.close());
  assert.deepEqual(words, ['Opened from the cache']);
  assert.equal(session.dataset.records, 150_000);
  assert.deepEqual(await session.table.lines([1, 7, 150_000]), lines);
  assert.equal((await session.row(150_000)).cells[0]!.text, '150000');
});

test('what comes before damage is shown, and it is said how much that is', async (t) => {
  const path = join(await temporaryFolder(t), 'cut.csv.gz');
  const packed = gzipSync(rowsText(20_000));
  await writeFile(path, packed.subarray(0, packed.length / 2));
  const session = await DatasetSession.open({ path, config: {}, memoryLimit: 256 });
  t.after(() => session.close());
  const { records, notices } = session.dataset;
  assert.ok(records > 5000 && records < 15_000, String(records));
  const [notice] = notices.filter(({ severity }) => severity === 'error');
  assert.match(notice!.message, /^cut\.csv\.gz could be unpacked only in part: it ends too early.* first [\d,]+ bytes.*missing/);
});

test('unpacking can be stopped, and what is there is shown as part of the file', async (t) => {
  const path = join(await temporaryFolder(t), 'large.csv.gz');
  await writeFile(path, gzipSync(rowsText(1_200_000), { level: 1 }));
  const loading = new Loading();
  const seen: LoadProgress[] = [];
  const session = await DatasetSession.open({ path, config: {}, memoryLimit: 512 }, neverAborted, (value) => {
    if (seen.push(value) === 1) loading.stopStage();
  }, undefined, loading);
  t.after(() => session.close());
  const { partial, bytes, records, unreadable } = session.dataset;
  assert.ok(partial && partial.bytes > 0 && partial.bytes < bytes / 2, JSON.stringify([partial, bytes]));
  assert.ok(records > 10_000 && records < 600_000, String(records));
  assert.equal(unreadable, 0);
});

test('a cancelled unpacking leaves nothing behind', async (t) => {
  const path = join(await temporaryFolder(t), 'people.csv.gz');
  await writeFile(path, gzipSync(rowsText(50_000)));
  const controller = new AbortController();
  await assert.rejects(DatasetSession.open({ path, config: {}, memoryLimit: 256 }, controller.signal, () => controller.abort()), { name: 'AbortError' });
});

test('a file that would fill the disk is refused', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'bomb.csv.gz');
  await writeFile(path, gzipSync(Buffer.alloc(30_000_000, 'a')));
  const unpacking = unpackFile({
    path,
    compression: 'gzip',
    folder,
    signal: neverAborted,
    progress: () => undefined,
    bounds: { bytes: 5_000_000, ratio: 100 },
  });
  await assert.rejects(unpacking, {
    name: 'FormatError',
    message: /^bomb\.csv\.gz holds more than 100 times its [\d,]+ bytes, and more than 5 MB.*unpack it yourself/,
  });
  assert.deepEqual(await readdir(folder), ['bomb.csv.gz', 'unpacked']);
});
