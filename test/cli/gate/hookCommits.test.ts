import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanLines, conflict, csvOf, gateFolder } from './gateFolder.ts';

test('a commit that brings a conflict of labels is stopped with a message that names the rows, and a clean one passes', (context) => {
  const folder = gateFolder(context);
  assert.match(folder.winnow(['hook', 'install']).out, /^Staged datasets are checked before every commit \(git hook: /);
  folder.write('data.csv', csvOf(cleanLines));
  folder.git('add', '.');
  const first = folder.tryGit('commit', '--quiet', '--message', 'first');
  assert.deepEqual([first.code, first.out], [0, '']);

  folder.write('data.csv', csvOf([...cleanLines, conflict]));
  const stopped = folder.tryGit('commit', '--all', '--message', 'conflict');
  assert.equal(stopped.code, 1);
  assert.match(stopped.out + stopped.messages, /data\.csv:2: error: Rows 1 and 25 have the same “text”, and different labels.* \[conflicting-label\]/);
  assert.match(stopped.messages, /Stopped by winnow/);
  assert.equal(folder.git('rev-list', '--count', 'HEAD').trim(), '1');

  folder.write('data.csv', csvOf([...cleanLines, [99, 'Something else about doors', 'neg']]));
  assert.equal(folder.tryGit('commit', '--all', '--quiet', '--message', 'clean').code, 0);
  assert.equal(folder.git('status', '--porcelain'), '');
});

test('what is committed is checked: a path, an amendment, and not what else lies about', (context) => {
  const folder = gateFolder(context);
  folder.write('a.csv', csvOf(cleanLines));
  folder.write('b.csv', csvOf(cleanLines));
  folder.commit('first');
  folder.winnow(['hook', 'install']);
  folder.write('a.csv', csvOf([...cleanLines, conflict]));
  folder.git('add', 'a.csv');
  folder.write('b.csv', csvOf([...cleanLines, [98, 'A word on windows', 'pos']]));
  assert.equal(folder.tryGit('commit', '--quiet', '--message', 'b alone', 'b.csv').code, 0);
  assert.equal(folder.tryGit('commit', '--quiet', '--message', 'a too', 'a.csv').code, 1);
  assert.equal(folder.tryGit('commit', '--quiet', '--message', 'what is staged').code, 1);
  // The working file is fine again; what is staged is not.
  folder.write('a.csv', csvOf(cleanLines));
  assert.equal(folder.tryGit('commit', '--quiet', '--message', 'what is staged').code, 1);
  assert.equal(folder.tryGit('commit', '--quiet', '--amend', '--no-edit').code, 1);
  folder.git('add', 'a.csv');
  assert.equal(folder.tryGit('commit', '--quiet', '--amend', '--no-edit').code, 0);
});

test('a merge is checked for what neither side has', (context) => {
  const folder = gateFolder(context);
  const lines = cleanLines.map((line) => [...line] as [number | string, string, string]);
  folder.write('data.csv', csvOf(lines));
  folder.write('old.csv', csvOf([...cleanLines, conflict]));
  folder.commit('first');
  folder.git('checkout', '--quiet', '-b', 'branch');
  folder.write('data.csv', csvOf([[100, 'A word on rivers', 'pos'], ...lines]));
  folder.write('theirs.csv', csvOf([...cleanLines, conflict]));
  folder.commit('at the top');
  folder.git('checkout', '--quiet', 'main');
  folder.write('data.csv', csvOf([...lines, [101, 'A word on rivers', 'neg']]));
  folder.commit('at the end');
  folder.winnow(['hook', 'install']);
  const merged = folder.tryGit('merge', '--no-edit', 'branch');
  assert.equal(merged.code, 1, merged.out + merged.messages);
  assert.match(merged.out + merged.messages, /data\.csv:2: error: Rows 1 and 26 have the same “text”/);
  assert.doesNotMatch(merged.out + merged.messages, /theirs\.csv:\d+: error/);
  const concluded = folder.tryGit('commit', '--no-edit');
  assert.equal(concluded.code, 1);
  folder.write('data.csv', csvOf([[100, 'A word on rivers', 'pos'], ...lines]));
  assert.equal(folder.tryGit('commit', '--all', '--no-edit', '--quiet').code, 0);
});
