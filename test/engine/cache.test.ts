import assert from 'node:assert/strict';
import { appendFile, readdir, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import type { WinnowConfig } from '../../src/core/config.ts';
import { DatasetSession } from '../../src/engine/session.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const filler = 'and a text that makes the file large enough to be worth keeping, '.repeat(4);

/** Over 8 MB, with one record that does not parse and one of two lines. */
async function writeLarge(t: TestContext): Promise<string> {
  const path = join(await temporaryFolder(t), 'large.csv');
  const lines = Array.from({ length: 32_000 }, (_, index) =>
    index === 9 ? `${index},one,field,too,many` : `${index},"${filler}${index === 5 ? '\n' : ''}",${index % 3}`,
  );
  await writeFile(path, `id,text,label\n${lines.join('\n')}\n`);
  return path;
}

async function open(path: string, cacheFolder: string, config: WinnowConfig = {}): Promise<{ session: DatasetSession; cached: boolean }> {
  const words: string[] = [];
  const session = await DatasetSession.open({ path, config, memoryLimit: 256, cacheFolder }, undefined, (progress) => words.push(progress.words));
  return { session, cached: words.includes('Opened from the cache') };
}

/** Whether opening it takes it from the cache; what it shows is compared with `shown`. */
async function opens(path: string, cacheFolder: string, config: WinnowConfig = {}): Promise<{ cached: boolean; shown: unknown }> {
  const { session, cached } = await open(path, cacheFolder, config);
  try {
    const window = await session.window({ view: { filters: [] }, offset: 4, limit: 8, columns: ['label', 'id', 'text'] });
    return {
      cached,
      shown: {
        window,
        dataset: session.dataset,
        profiles: session.profiles,
        lines: await session.table.lines([5, 6, 7, 10]),
        unreadable: (await session.row(10)).unreadable,
      },
    };
  } finally {
    await session.close();
  }
}

test('the second opening takes everything from the cache, source lines and unreadable records included', async (t) => {
  const path = await writeLarge(t);
  const folder = await temporaryFolder(t);
  const first = await opens(path, folder);
  const second = await opens(path, folder);
  assert.deepEqual([first.cached, second.cached], [false, true]);
  assert.deepEqual(second.shown, first.shown);
  assert.deepEqual((first.shown as { lines: unknown }).lines, [6, 7, 9, 12]);
  assert.equal((await readdir(folder)).length, 1);
});

test('a file that has changed, or is to be read with other types, is loaded anew, and its older state is removed', async (t) => {
  const path = await writeLarge(t);
  const folder = await temporaryFolder(t);
  await opens(path, folder);
  const typed = await opens(path, folder, { types: { label: 'text' } });
  assert.equal(typed.cached, false);
  assert.equal((await opens(path, folder, { types: { label: 'text' } })).cached, true);
  await appendFile(path, '99999,more,1\n');
  assert.equal((await opens(path, folder)).cached, false);
  await utimes(path, new Date(), new Date(Date.now() - 60_000));
  assert.equal((await opens(path, folder)).cached, false);
  assert.equal((await readdir(folder)).length, 1);
});

test('a cached file that is damaged is loaded anew', async (t) => {
  const path = await writeLarge(t);
  const folder = await temporaryFolder(t);
  const { shown } = await opens(path, folder);
  const [name] = await readdir(folder);
  await truncate(join(folder, name!), 5000);
  const cut = await opens(path, folder);
  assert.deepEqual([cut.cached, cut.shown], [false, shown]);
  await writeFile(join(folder, name!), 'not a database');
  const foreign = await opens(path, folder);
  assert.deepEqual([foreign.cached, foreign.shown], [false, shown]);
});

test('one cached file serves several readers at a time', async (t) => {
  const path = await writeLarge(t);
  const folder = await temporaryFolder(t);
  const [a, b] = await Promise.all([open(path, folder), open(path, folder)]);
  const c = await open(path, folder);
  assert.equal(c.cached, true);
  for (const { session } of [a, b, c]) assert.equal((await session.row(1)).cells[0]!.text, '0');
  for (const { session } of [a, b, c]) await session.close();
  assert.deepEqual((await readdir(folder)).filter((name) => name.endsWith('.partial')), []);
});

test('small files are not cached', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'small.csv');
  await writeFile(path, 'a,b\n1,2\n');
  const { session } = await open(path, join(folder, 'cache'));
  await session.close();
  assert.deepEqual(await readdir(folder), ['small.csv']);
});

test('where the cache folder cannot be made, the file is loaded all the same, and it is said', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'occupied'), '');
  const path = await writeLarge(t);
  for (const unusable of [join(folder, 'occupied'), join(folder, 'occupied', 'cache')]) {
    const { session } = await open(path, unusable);
    t.after(() => session.close());
    assert.equal(session.dataset.rows, 31_999);
    assert.match(session.dataset.notices.map(({ message }) => message).join('\n'), /loaded without the cache in .*occupied.*: it cannot be written to/);
  }
});

test('a limit of nothing keeps nothing, and one that is too small lets a file go when it is closed', async (t) => {
  const path = await writeLarge(t);
  const folder = await temporaryFolder(t);
  const none = await DatasetSession.open({ path, config: {}, memoryLimit: 256, cacheFolder: join(folder, 'none'), cacheLimit: 0 });
  await none.close();
  assert.deepEqual(await readdir(folder), []);
  const small = await DatasetSession.open({ path, config: {}, memoryLimit: 256, cacheFolder: folder, cacheLimit: 1000 });
  assert.equal((await small.row(1)).cells[0]!.text, '0');
  assert.equal((await readdir(folder)).filter((name) => name.endsWith('.duckdb')).length, 1);
  await small.close();
  assert.deepEqual(await readdir(folder), []);
});
