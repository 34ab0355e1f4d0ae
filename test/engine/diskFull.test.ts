import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { DatasetSession } from '../../src/engine/session.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

/** A disk with very little room; null where this system lets nobody make one. */
async function smallDisk(t: TestContext, megabytes: number): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    await rm(folder, { recursive: true });
    t.skip('Making a small disk takes rights that are not to be had here');
    return null;
  }
  t.after(async () => {
    execFileSync('umount', [folder], { stdio: 'ignore' });
    await rm(folder, { recursive: true });
  });
  return folder;
}

/** 16 MB that do not become less by being stored. */
async function writeLarge(t: TestContext): Promise<string> {
  const path = join(await temporaryFolder(t), 'large.csv');
  let state = 1;
  const text = (): string => Array.from({ length: 16 }, () => (state = (state * 48_271) % 2_147_483_647).toString(36)).join('');
  await writeFile(path, `id,text\n${Array.from({ length: 160_000 }, (_, index) => `${index + 1},${text()}`).join('\n')}\n`);
  return path;
}

test('a cache whose disk is full is done without: the file is loaded, and it is said', async (t) => {
  const disk = await smallDisk(t, 6);
  if (disk === null) return;
  const session = await DatasetSession.open({ path: await writeLarge(t), config: {}, memoryLimit: 512, cacheFolder: join(disk, 'cache') });
  try {
    assert.equal(session.dataset.rows, 160_000);
    assert.match(session.dataset.notices.map(({ message }) => message).join('\n'), /loaded without the cache in .*: its disk is full/);
    const sorted = await session.window({ view: { filters: [], sort: { column: 'id', descending: true } }, offset: 0, limit: 1, columns: ['id'] });
    assert.deepEqual(sorted.cells[0]!.text, ['160000']);
  } finally {
    await session.close();
  }
  assert.deepEqual(await readdir(join(disk, 'cache')), []);
});

test('where there is no room for temporary files either, the error names their folder, and nothing is left behind', async (t) => {
  const disk = await smallDisk(t, 6);
  if (disk === null) return;
  const [before, temporary] = [process.env['TMPDIR'], join(disk, 'temporary')];
  const path = await writeLarge(t);
  await mkdir(temporary);
  process.env['TMPDIR'] = temporary;
  t.after(() => (before === undefined ? delete process.env['TMPDIR'] : (process.env['TMPDIR'] = before)));
  assert.equal(tmpdir(), temporary);
  await assert.rejects(
    DatasetSession.open({ path, config: {}, memoryLimit: 512, cacheFolder: join(disk, 'cache') }),
    (error: Error) => error.name === 'DiskFullError' && error.message.includes(`no room in ${temporary}`),
  );
  assert.deepEqual([await readdir(temporary), await readdir(join(disk, 'cache'))], [[], []]);
});
