import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { listFileVersions, readWorkingState, withVersion } from '../../src/git/fileVersions.ts';
import { locateInGit, type TrackedPath } from '../../src/git/repository.ts';
import { makeRepository } from './repositoryFolder.ts';

const rows = Array.from({ length: 20 }, (_, row) => `${row},text number ${row}\n`).join('');
const folder = makeRepository('winnow versions "ü\' ');
after(() => folder.remove());

async function located(name: string): Promise<TrackedPath> {
  const found = await locateInGit(join(folder.path, name));
  assert.ok(found);
  return found;
}

test('a repository without commits has no versions, and a file in it is not tracked', async () => {
  folder.write('da ta/a [1].csv', `id,text\n${rows}`);
  assert.deepEqual(await listFileVersions(await located('da ta/a [1].csv'), 10), []);
  assert.equal(await readWorkingState(await located('da ta/a [1].csv')), 'untracked');
});

test('versions are listed newest first, through renames, deletions and merges', async () => {
  folder.commit('first\n\nwith a body');
  folder.write('other.csv', 'x\n');
  folder.commit('not about the file');
  folder.git('mv', 'da ta/a [1].csv', 'é\'d.csv');
  folder.commit('rename');
  folder.git('checkout', '--quiet', '-b', 'side');
  folder.write('é\'d.csv', `id,text\n${rows}20,side\n`);
  folder.commit('side');
  folder.git('checkout', '--quiet', 'main');
  folder.write('é\'d.csv', `id,TEXT\n${rows}`);
  folder.commit(':100644 100644 a b M');
  folder.git('merge', '--quiet', '--message', 'merge', 'side');
  const versions = await listFileVersions(await located('é\'d.csv'), 10);
  assert.deepEqual(versions.map(({ subject, path, author, email }) => [subject, path, author, email]), [
    ['merge', 'é\'d.csv'], [':100644 100644 a b M', 'é\'d.csv'], ['side', 'é\'d.csv'], ['rename', 'é\'d.csv'], ['first', 'da ta/a [1].csv'],
  ].map((version) => [...version, 'Ada Lovelace', 'ada@example.org']));
  assert.equal(versions[3]!.blob, versions[4]!.blob, 'a rename alone changes no content');
  assert.ok(versions.every(({ commit, date }) => /^[0-9a-f]{40}$/.test(commit) && !Number.isNaN(Date.parse(date))));
  assert.equal((await listFileVersions(await located('é\'d.csv'), 2)).length, 2);
});

test('a version is written out under the name that it had, and gone after the work', async () => {
  const { repository } = await located('é\'d.csv');
  const versions = await listFileVersions(await located('é\'d.csv'), 10);
  let at = '';
  const text = await withVersion(repository, versions.at(-1)!, async ({ path, bytes }) => {
    at = path;
    assert.equal(bytes, readFileSync(path).length);
    return readFileSync(path, 'utf8');
  });
  assert.equal(text, `id,text\n${rows}`);
  assert.equal(basename(at), 'a [1].csv');
  assert.equal(existsSync(at), false);
  assert.match(await withVersion(repository, versions[0]!, async ({ path }) => readFileSync(path, 'utf8')), /^id,TEXT\n[^]*20,side\n$/);
});

test('a version that deleted the file has no content', async () => {
  folder.git('rm', '--quiet', 'é\'d.csv');
  folder.commit('delete');
  folder.write('é\'d.csv', 'id,text\n');
  folder.git('add', '--all');
  const tracked = await located('é\'d.csv');
  const [newest] = await listFileVersions(tracked, 10);
  assert.deepEqual([newest?.subject, newest?.blob], ['delete', null]);
  await assert.rejects(withVersion(tracked.repository, newest!, async () => undefined), /was deleted/);
  assert.equal(await readWorkingState(tracked), 'changed');
});
