import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { atomicWrite, describeWriteError, WriteError } from '../../src/sidecar/atomicWrite.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

test('a file is made, then replaced, and nothing else is left in the folder', async (context) => {
  const folder = await temporaryFolder(context);
  const path = join(folder, 'a.jsonl');
  await atomicWrite(path, Buffer.from('one\n'));
  await atomicWrite(path, Buffer.from('two\n'));
  assert.equal(await readFile(path, 'utf8'), 'two\n');
  assert.deepEqual(await readdir(folder), ['a.jsonl']);
});

test('permissions stay', async (context) => {
  const path = join(await temporaryFolder(context), 'a.jsonl');
  await writeFile(path, 'one');
  await chmod(path, 0o640);
  await atomicWrite(path, Buffer.from('two'));
  assert.equal((await stat(path)).mode & 0o777, 0o640);
});

test('a symbolic link goes on pointing where it did, even when nothing is there yet', async (context) => {
  const folder = await temporaryFolder(context);
  await mkdir(join(folder, 'store'));
  for (const name of ['there.jsonl', 'not yet.jsonl']) {
    const link = join(folder, `link to ${name}`);
    if (name === 'there.jsonl') await writeFile(join(folder, 'store', name), 'one');
    await symlink(join('store', name), link);
    await atomicWrite(link, Buffer.from('two'));
    assert.equal(await readlink(link), join('store', name));
    assert.equal(await readFile(join(folder, 'store', name), 'utf8'), 'two');
  }
});

test('when it may not proceed, nothing changes and nothing is left', async (context) => {
  const folder = await temporaryFolder(context);
  const path = join(folder, 'a.jsonl');
  await writeFile(path, 'one');
  assert.equal(await atomicWrite(path, Buffer.from('two'), async () => false), false);
  assert.equal(await readFile(path, 'utf8'), 'one');
  assert.deepEqual(await readdir(folder), ['a.jsonl']);
});

test('a folder that is gone and a folder of that name are named in the error', async (context) => {
  const folder = await temporaryFolder(context);
  await assert.rejects(
    atomicWrite(join(folder, 'gone', 'a.jsonl'), Buffer.from('x')),
    (error) => error instanceof WriteError && error.message.includes(join(folder, 'gone')),
  );
  await mkdir(join(folder, 'b.jsonl'));
  await assert.rejects(atomicWrite(join(folder, 'b.jsonl'), Buffer.from('x')), /a folder has this name/);
  assert.deepEqual(await readdir(folder), ['b.jsonl']);
});

test('a write-protected file is not replaced', { skip: process.getuid?.() === 0 && 'everything is writable to root' }, async (context) => {
  const path = join(await temporaryFolder(context), 'a.jsonl');
  await writeFile(path, 'one');
  await chmod(path, 0o444);
  await assert.rejects(atomicWrite(path, Buffer.from('two')), /no permission/);
  assert.equal(await readFile(path, 'utf8'), 'one');
});

test('errors of the file system say what to do', () => {
  const said = (code: string): string => String(describeWriteError('/data/a.jsonl', Object.assign(new Error('x'), { code })));
  assert.match(said('EACCES'), /\/data\/a\.jsonl.*permission/);
  assert.match(said('EROFS'), /read-only folder/);
  assert.match(said('ENOSPC'), /disk is full/);
  const other = new Error('something else');
  assert.equal(describeWriteError('/data/a.jsonl', other), other);
});
