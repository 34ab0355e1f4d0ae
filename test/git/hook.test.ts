import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { mergeSidecars } from '../../src/git/attributes.ts';
import { hookPlaces, installHook, uninstallHook } from '../../src/git/hook.ts';
import { withoutStanza, withStanza } from '../../src/git/hookBlock.ts';
import { makeRepository, type RepositoryFolder } from './repositoryFolder.ts';

const runner = { program: '/usr/bin/node', script: "/opt/it's here/cli.js" };

function repository(context: TestContext): RepositoryFolder & { readonly root: string; hook(name?: string): string } {
  const folder = makeRepository();
  context.after(() => folder.remove());
  const hooks = join(folder.path, '.git', 'hooks');
  mkdirSync(hooks, { recursive: true });
  return { ...folder, root: folder.path, hook: (name = 'pre-commit') => join(hooks, name) };
}

const installed = async (folder: { readonly root: string }): Promise<string[]> =>
  (await hookPlaces(folder)).filter((place) => place.installed).map(({ kind, path }) => `${kind} ${path.slice(path.lastIndexOf('/') + 1)}`);

test('a hook that was not there comes, is the same when it is installed again, and goes', async (context) => {
  const folder = repository(context);
  await installHook(folder, 'git', runner);
  const text = readFileSync(folder.hook(), 'utf8');
  assert.match(text, /^#!\/bin\/sh\n# >>> winnow/);
  assert.ok(text.includes(`'/opt/it'\\''s here/cli.js'`));
  assert.ok((statSync(folder.hook()).mode & 0o100) !== 0);
  assert.deepEqual(await installed(folder), ['git pre-commit', 'git pre-merge-commit']);
  await installHook(folder, 'git', runner);
  assert.equal(readFileSync(folder.hook(), 'utf8'), text);
  await uninstallHook(folder);
  assert.ok(!existsSync(folder.hook()) && !existsSync(folder.hook('pre-merge-commit')));
  assert.deepEqual(await uninstallHook(folder), []);
});

for (const [name, content] of [
  ['a script', '#!/usr/bin/env bash\nset -e\necho mine\nexit 0\n'],
  ['a script without a first line', 'echo mine\n'],
  ['a script without a last line end', '#!/bin/sh\necho mine'],
  ['a first line alone', '#!/bin/sh'],
  ['bytes that are no UTF-8', Buffer.from([0x23, 0x21, 0x2f, 0x62, 0x69, 0x6e, 0x2f, 0x73, 0x68, 0x0a, 0x23, 0xff, 0xfe, 0x0a])],
] as const) {
  test(`a hook that is there stays to the byte: ${name}`, async (context) => {
    const folder = repository(context);
    writeFileSync(folder.hook(), content);
    chmodSync(folder.hook(), 0o755);
    await installHook(folder, 'git', runner);
    await installHook(folder, 'git', runner);
    assert.ok(readFileSync(folder.hook(), 'latin1').includes('# >>> winnow'));
    await uninstallHook(folder);
    assert.deepEqual(readFileSync(folder.hook()), Buffer.from(content));
  });
}

test('a hook in another language, and a link, are called by the new one and put back', async (context) => {
  const folder = repository(context);
  const python = '#!/usr/bin/env python3\nprint("mine")\n';
  writeFileSync(folder.hook(), python);
  chmodSync(folder.hook(), 0o755);
  writeFileSync(join(folder.path, 'merge.sh'), '#!/bin/sh\n');
  chmodSync(join(folder.path, 'merge.sh'), 0o755);
  symlinkSync('../../merge.sh', folder.hook('pre-merge-commit'));
  await installHook(folder, 'git', runner);
  await installHook(folder, 'git', runner);
  assert.match(readFileSync(folder.hook(), 'utf8'), /exec "\$\(dirname "\$0"\)"\/'pre-commit\.before-winnow' "\$@"/);
  assert.equal(readFileSync(join(folder.path, 'merge.sh'), 'utf8'), '#!/bin/sh\n');
  await uninstallHook(folder);
  assert.equal(readFileSync(folder.hook(), 'utf8'), python);
  assert.ok(!existsSync(`${folder.hook()}.before-winnow`));
});

test('a hook that is switched off is not switched on', async (context) => {
  const folder = repository(context);
  writeFileSync(folder.hook(), '#!/bin/sh\nexit 1\n');
  chmodSync(folder.hook(), 0o644);
  await assert.rejects(installHook(folder, 'git', runner), /not executable/);
});

test('core.hooksPath is where the hook goes, and a worktree shares that of its repository', async (context) => {
  const folder = repository(context);
  folder.write('a', 'a');
  folder.commit('first');
  folder.git('worktree', 'add', '--quiet', join(folder.path, 'tree'));
  await installHook({ root: join(folder.path, 'tree') }, 'git', runner);
  assert.ok(existsSync(folder.hook()));
  await uninstallHook(folder);
  folder.git('config', 'core.hooksPath', 'my hooks');
  await installHook(folder, 'git', runner);
  assert.ok(existsSync(join(folder.path, 'my hooks', 'pre-commit')));
});

test('husky gets lines without a path of this machine', async (context) => {
  const folder = repository(context);
  const before = 'npm test\n';
  folder.write('.husky/pre-commit', before);
  assert.equal((await hookPlaces(folder))[0]?.kind, 'husky');
  await installHook(folder, 'husky', runner);
  const text = readFileSync(join(folder.path, '.husky', 'pre-commit'), 'utf8');
  assert.ok(text.endsWith(before) && text.includes('node_modules/.bin/winnow') && !text.includes('/opt/'));
  await uninstallHook(folder);
  assert.equal(readFileSync(join(folder.path, '.husky', 'pre-commit'), 'utf8'), before);
});

test('the configuration of the pre-commit framework keeps its comments and its other hooks', async (context) => {
  const folder = repository(context);
  const before =
    '# ours\ndefault_stages: [commit]\nrepos: # all of them\n\n  # tidy\n  - repo: https://example.org/tidy\n    rev: v1\n    hooks:\n      - id: tidy\n';
  const path = folder.write('.pre-commit-config.yaml', before);
  await installHook(folder, 'pre-commit', runner);
  await installHook(folder, 'pre-commit', runner);
  const text = readFileSync(path, 'utf8');
  assert.equal(text.match(/id: winnow/g)?.length, 1);
  assert.match(text, /^repos: # all of them\n {2}# >>> winnow.*\n {2}- repo: local\n {4}hooks:\n {6}- id: winnow\n/m);
  await uninstallHook(folder);
  assert.equal(readFileSync(path, 'utf8'), before);
});

test('a list of repositories that cannot be added to by lines is left alone', () => {
  assert.equal(withStanza('repos: []\n'), null);
  assert.equal(withStanza('ci: {}\n'), null);
  for (const text of ['repos:\n', 'repos:\r\n- repo: local\r\n', 'repos:\n# nothing yet\n']) assert.equal(withoutStanza(withStanza(text)!), text);
});

test('git is told once to merge sidecars by their lines, behind what is there', async (context) => {
  const folder = repository(context);
  assert.equal((await mergeSidecars(folder)).content, '*.winnow.jsonl merge=union\n');
  const path = folder.write('.gitattributes', '*.csv text');
  const { content } = await mergeSidecars(folder);
  assert.equal(content, '*.csv text\n*.winnow.jsonl merge=union\n');
  writeFileSync(path, content!);
  assert.equal((await mergeSidecars(folder)).content, null);
});
