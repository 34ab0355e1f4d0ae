import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { findBlob, writeBlob } from '../../src/git/blob.ts';
import { locateInGit } from '../../src/git/repository.ts';
import { GitError } from '../../src/git/runGit.ts';
import { makeRepository } from './repositoryFolder.ts';

const folder = makeRepository('winnow git "ü\' ');
const name = 'da ta/rés*"u\'mé [x].csv';
const file = folder.write(name, 'id,label\r\n1,a\n');
folder.commit('first');
folder.write(name, 'id,label\r\n1,b\n');
folder.git('add', '--all');
folder.write(name, 'id,label\r\n1,c\n');

after(() => folder.remove());

async function contentOf(version: string): Promise<string | null> {
  const located = await locateInGit(file);
  assert.ok(located);
  assert.equal(located.path, name);
  const blob = await findBlob(located.repository, version, located.path);
  if (!blob) return null;
  const target = join(folder.path, '.git', `version-${version.replace(/\W/g, '-')}`);
  const hash = await writeBlob(located.repository, blob, target);
  const bytes = readFileSync(target);
  assert.equal(hash, createHash('sha256').update(bytes).digest('hex'));
  assert.equal(bytes.length, blob.bytes);
  return bytes.toString('utf8');
}

test('a version of a file with an odd name is found as it was committed and as it is staged', async () => {
  assert.equal(await contentOf('HEAD'), 'id,label\r\n1,a\n');
  assert.equal(await contentOf('index'), 'id,label\r\n1,b\n');
});

test('a revision that is not there is named, and one that looks like an option is none', async () => {
  for (const version of ['no-such-branch', '--all']) {
    await assert.rejects(contentOf(version), (error) => error instanceof GitError && error.message.includes(`“${version}”`));
  }
});

test('a file that a version does not have is null, and a folder without git has no repository', async () => {
  const located = await locateInGit(join(folder.path, 'other.csv'));
  assert.ok(located);
  assert.equal(await findBlob(located.repository, 'HEAD', located.path), null);
  assert.equal(await locateInGit(join('/', 'no', 'such', 'folder', 'x.csv')), null);
});

test('a folder is no file, and of a file in conflict nothing is staged', async () => {
  const other = makeRepository();
  after(() => other.remove());
  const located = await locateInGit(other.write('set/data.csv', 'id\n1\n'));
  assert.ok(located);
  other.commit('first');
  for (const version of ['HEAD', 'index']) for (const path of ['set', 'set/', '.']) assert.equal(await findBlob(located.repository, version, path), null, path);
  other.git('checkout', '--quiet', '-b', 'branch');
  other.write('set/data.csv', 'id\n2\n');
  other.commit('theirs');
  other.git('checkout', '--quiet', 'main');
  other.write('set/data.csv', 'id\n3\n');
  other.commit('ours');
  assert.throws(() => other.git('merge', 'branch'));
  await assert.rejects(
    findBlob(located.repository, 'index', 'set/data.csv'),
    /“set\/data\.csv” is in conflict: until that is settled, nothing of it is staged\./,
  );
});

test('a pointer of Git LFS stands for the file that was fetched, else it is explained', async () => {
  const content = 'id,label\n1,large\n';
  const hash = createHash('sha256').update(content).digest('hex');
  const pointer = folder.write('large.csv', `version https://git-lfs.github.com/spec/v1\noid sha256:${hash}\nsize ${content.length}\n`);
  folder.commit('pointer');
  const located = await locateInGit(pointer);
  assert.ok(located);
  const blob = await findBlob(located.repository, 'HEAD', located.path);
  assert.ok(blob);
  const target = join(folder.path, '.git', 'large');
  await assert.rejects(writeBlob(located.repository, blob, target), /Git LFS keeps this version/);
  const store = join(folder.path, '.git', 'lfs', 'objects', hash.slice(0, 2), hash.slice(2, 4));
  mkdirSync(store, { recursive: true });
  writeFileSync(join(store, hash), content);
  assert.equal(await writeBlob(located.repository, blob, target), hash);
  assert.equal(readFileSync(target, 'utf8'), content);
});
