import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { readAuthor } from '../../src/sidecar/author.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

/** git reads this text as its only configuration. */
async function withGitConfig(context: TestContext, text: string): Promise<string> {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'config'), text);
  const before = { ...process.env };
  Object.assign(process.env, { GIT_CONFIG_GLOBAL: join(folder, 'config'), GIT_CONFIG_NOSYSTEM: '1', GIT_CEILING_DIRECTORIES: folder });
  context.after(() => {
    process.env = before;
  });
  return folder;
}

test('git’s user decides', async (context) => {
  const folder = await withGitConfig(context, '[user]\n\tname = Ada Lovelace\n\temail = ada@example.org\n');
  assert.equal(await readAuthor(folder, 'Someone Else <else@example.org>'), 'Ada Lovelace <ada@example.org>');
});

test('without a user of git the setting counts, and without that the name at this computer', async (context) => {
  const folder = await withGitConfig(context, '');
  assert.equal(await readAuthor(folder, ' Grace Hopper  <grace@example.org> '), 'Grace Hopper <grace@example.org>');
  assert.equal(await readAuthor(folder), userInfo().username);
});

test('half of git’s user is better than none', async (context) => {
  assert.equal(await readAuthor(await withGitConfig(context, '[user]\n\temail = ada@example.org\n')), '<ada@example.org>');
});
