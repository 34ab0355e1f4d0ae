import assert from 'node:assert/strict';
import { appendFile, copyFile, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { describeChange, readStamp } from '../../src/editor/fileChange.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const content = 'id,text\n' + Array.from({ length: 20_000 }, (_, index) => `${index},some text\n`).join('');

/** What is said after a change, and after it was taken back. */
async function changed(t: TestContext, change: (path: string) => Promise<unknown>): Promise<string | null> {
  const path = join(await temporaryFolder(t), 'data.csv');
  await writeFile(path, content);
  const stamp = await readStamp(path);
  assert.equal(await describeChange(path, stamp), null);
  await change(path);
  return describeChange(path, stamp);
}

test('what became of a file is said in words', async (t) => {
  assert.equal(await changed(t, (path) => appendFile(path, 'x'.repeat(1_500_000))), '1.5 MB were appended to data.csv.');
  assert.equal(await changed(t, (path) => appendFile(path, 'x'.repeat(12))), '12 bytes were appended to data.csv.');
  assert.match((await changed(t, (path) => truncate(path, 1000)))!, /^data\.csv is shorter now: \d+ kB of \d+ kB are gone\.$/);
  assert.equal(await changed(t, (path) => writeFile(path, content.replaceAll('some', 'another'))), 'data.csv was written anew.');
  assert.equal(await changed(t, (path) => utimes(path, 1, 1)), 'data.csv was written anew.');
  assert.equal(await changed(t, (path) => rename(path, join(path, '..', 'other.csv'))), 'data.csv was renamed to other.csv.');
  assert.equal(await changed(t, (path) => rm(path)), 'data.csv was deleted, or moved to another folder.');
  assert.equal(await changed(t, async (path) => {
    await copyFile(path, `${path}.new`);
    await rename(`${path}.new`, path);
  }), 'data.csv was replaced by another file.');
});

test('a file that is moved away and back is the one it was', async (t) => {
  assert.equal(await changed(t, async (path) => {
    await rename(path, `${path}.away`);
    await rename(`${path}.away`, path);
  }), null);
});

test('a file that was not there can come', async (t) => {
  const path = join(await temporaryFolder(t), 'late.csv');
  const stamp = await readStamp(path);
  assert.deepEqual([stamp, await describeChange(path, stamp)], [null, null]);
  await writeFile(path, '');
  assert.equal(await describeChange(path, stamp), 'late.csv is there now.');
});
