import assert from 'node:assert/strict';
import { readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { clearCache, isInUse, makeRoom, partialOf, tidy, useFile } from '../../src/engine/cacheFolder.ts';
import { thisOwner } from '../../src/engine/cacheOwner.ts';
import { takeTurn } from '../../src/engine/cacheTurn.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const neverAborted = new AbortController().signal;
/** No process has this number. */
const ended = `${thisOwner.split('-')[0]}-999999999`;
const elsewhere = '0000beef-1';
const uuid = '0f0f0f0f-0000-4000-8000-000000000000';

async function write(folder: string, files: Readonly<Record<string, number>>): Promise<void> {
  const now = Date.now() / 1000;
  for (const [name, minutes] of Object.entries(files)) {
    await writeFile(join(folder, name), 'x'.repeat(100));
    await utimes(join(folder, name), now - minutes * 60, now - minutes * 60);
  }
}

async function cacheWith(t: TestContext, files: Readonly<Record<string, number>>): Promise<string> {
  const folder = await temporaryFolder(t);
  await write(folder, files);
  return folder;
}

const namesIn = async (folder: string): Promise<string[]> => (await readdir(folder)).sort();

test('the least recently used files make room; those in use and those of others stay', async (t) => {
  const folder = await cacheWith(t, { 'a-1.duckdb': 3, 'b-1.duckdb': 1, 'c-1.duckdb': 2, 'd-1.duckdb': 9, 'notes.txt': 99 });
  const use = (await useFile(join(folder, 'd-1.duckdb')))!;
  await makeRoom(folder, 250);
  assert.deepEqual((await namesIn(folder)).filter((name) => !name.endsWith('.use')), ['b-1.duckdb', 'd-1.duckdb', 'notes.txt']);
  await use.release();
  await makeRoom(folder, 150);
  // It was marked as used just now.
  assert.deepEqual(await namesIn(folder), ['d-1.duckdb', 'notes.txt']);
});

test('what ended processes left is removed, with older states of a file that nobody reads', async (t) => {
  const mine = partialOf('e-1.duckdb');
  const folder = await cacheWith(t, {
    'a-1.duckdb': 3, 'a-2.duckdb': 2, 'a-3.duckdb': 1, 'b-1.duckdb': 9,
    [`c-1.duckdb.${ended}_${uuid}.partial`]: 1, [`c-1.duckdb.${ended}_${uuid}.partial.wal`]: 1, [`b-1.duckdb.${ended}_${uuid}.use`]: 1,
    [`d-1.duckdb.${elsewhere}_${uuid}.partial`]: 0, [`f-1.duckdb.${elsewhere}_${uuid}.partial`]: 60, [mine]: 600,
  });
  const use = (await useFile(join(folder, 'a-1.duckdb')))!;
  await tidy(folder, 'a-3.duckdb');
  await use.release();
  assert.deepEqual(await namesIn(folder), ['a-1.duckdb', 'a-3.duckdb', 'b-1.duckdb', `d-1.duckdb.${elsewhere}_${uuid}.partial`, mine].sort());
});

test('a file that is not there cannot be used, and leaves no mark', async (t) => {
  const folder = await cacheWith(t, {});
  assert.equal(await useFile(join(folder, 'a-1.duckdb')), null);
  assert.deepEqual(await namesIn(folder), []);
});

test('a file is in use until the last who uses it lets go', async (t) => {
  const folder = await cacheWith(t, { 'a-1.duckdb': 0 });
  const file = join(folder, 'a-1.duckdb');
  const [first, second] = [(await useFile(file))!, (await useFile(file))!];
  await first.release();
  assert.equal(await isInUse(file), true);
  await second.release();
  assert.equal(await isInUse(file), false);
});

test('clearing the cache says what was freed, and leaves what is in use', async (t) => {
  const folder = await cacheWith(t, { 'a-1.duckdb': 0, 'b-1.duckdb': 0, [`c-1.duckdb.${ended}_${uuid}.partial`]: 0, 'notes.txt': 0 });
  const use = (await useFile(join(folder, 'b-1.duckdb')))!;
  assert.deepEqual(await clearCache(folder), { freed: 200, left: 100 });
  await use.release();
  assert.deepEqual(await clearCache(folder), { freed: 100, left: 0 });
  assert.deepEqual(await namesIn(folder), ['notes.txt']);
  assert.deepEqual(await clearCache(join(folder, 'missing')), { freed: 0, left: 0 });
});

test('one process loads a file at a time: the next waits until it is written, or takes over where nobody writes any more', async (t) => {
  const folder = join(await temporaryFolder(t), 'cache');
  const file = join(folder, 'a-1.duckdb');
  const mine = await takeTurn(file, neverAborted, () => assert.fail('nobody to wait for'));
  assert.ok(mine.kind === 'mine');
  let waited = 0;
  const written = takeTurn(file, neverAborted, () => waited++);
  const controller = new AbortController();
  const given = takeTurn(file, controller.signal, () => controller.abort());
  await assert.rejects(given, { name: 'AbortError' });
  await writeFile(file, '');
  assert.deepEqual([await written, waited], [{ kind: 'written' }, 1]);
  await mine.release();
  assert.deepEqual(await takeTurn(file, neverAborted, () => undefined), { kind: 'written' });
  await rm(file);
  await writeFile(`${file}.loading`, ended);
  const over = await takeTurn(file, neverAborted, () => undefined);
  assert.ok(over.kind === 'mine');
  await over.release();
  assert.deepEqual(await namesIn(folder), []);
});

test('a folder that cannot be written to is nobody\'s turn', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'file'), '');
  for (const unusable of [join(folder, 'file'), join(folder, 'file', 'cache')]) {
    const turn = await takeTurn(join(unusable, 'a-1.duckdb'), neverAborted, () => undefined);
    assert.ok(turn.kind === 'unusable' && /EEXIST|ENOTDIR/.test(turn.reason));
  }
});
