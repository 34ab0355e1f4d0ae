import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { findRepository, locateInGit, whyNoRepository } from '../../src/git/repository.ts';
import { makeRepository } from './repositoryFolder.ts';

test('a folder outside of any repository, and one without a working tree, are told from one that git may not read', async (context) => {
  const outside = mkdtempSync(join(tmpdir(), 'winnow-outside-'));
  const folder = makeRepository();
  context.after(() => {
    rmSync(outside, { recursive: true });
    folder.remove();
  });
  assert.equal(await findRepository(outside), null);
  assert.equal(await whyNoRepository(outside), 'this folder is in no git repository with a working tree');
  assert.equal(await whyNoRepository(join(folder.path, '.git'), 'its folder'), 'its folder is in no git repository with a working tree');
  assert.equal(await whyNoRepository(join(outside, 'gone')), 'this folder is not there');
  // What git asks for where the folder is somebody else's, and nobody has said that it is safe.
  const { GIT_TEST_ASSUME_DIFFERENT_OWNER: before } = process.env;
  process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'] = '1';
  try {
    assert.equal(await findRepository(folder.path), null);
    assert.match(
      await whyNoRepository(folder.path),
      /^the git repository of this folder belongs to somebody else; “git config --global --add safe\.directory '.+'” lets git read it$/,
    );
  } finally {
    if (before === undefined) delete process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'];
    else process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'] = before;
  }
});

test('a file is located by its path in the repository, be it there or not, also through a link to its folder', async (context) => {
  const outside = mkdtempSync(join(tmpdir(), 'winnow-outside-'));
  const folder = makeRepository();
  context.after(() => {
    rmSync(outside, { recursive: true });
    folder.remove();
  });
  mkdirSync(join(folder.path, 'data'));
  symlinkSync(join(folder.path, 'data'), join(outside, 'link'));
  const located = await locateInGit(join(folder.path, 'data', 'a.csv'));
  assert.equal(located?.path, 'data/a.csv');
  assert.deepEqual(await locateInGit(join(outside, 'link', 'a.csv')), located);
  assert.equal(await locateInGit(join(outside, 'a.csv')), null);
  assert.equal(await locateInGit(join(folder.path, 'gone', 'a.csv')), null);
});

test('that git is not there is said', async () => {
  const { PATH } = process.env;
  process.env['PATH'] = '';
  try {
    assert.equal(await whyNoRepository(tmpdir()), 'git is not installed, or not on the path');
  } finally {
    process.env['PATH'] = PATH;
  }
});
