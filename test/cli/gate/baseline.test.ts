import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { cleanLines, conflict, csvOf, gateFolder, type Line } from './gateFolder.ts';

const secondConflict: Line = [100, cleanLines[1]![1], 'pos'];

test('an old dataset starts clean: what is accepted is told no more, what comes later is, and what has gone is stale', (context) => {
  const folder = gateFolder(context);
  folder.write('winnow.json', '{ "checks": { "near-duplicate": false, "label-error": false, "ambiguous-row": false } }');
  folder.write('data/old.csv', csvOf([...cleanLines, conflict]));
  folder.write('data/other.csv', csvOf([...cleanLines, conflict]));
  assert.equal(folder.winnow(['check', 'data/old.csv', 'data/other.csv']).code, 1);
  const written = folder.winnow(['check', 'data/old.csv', 'data/other.csv', '--write-baseline']);
  assert.equal(written.code, 0);
  assert.match(written.out, /nothing found · 1 is accepted/);
  const path = join(folder.path, 'winnow.baseline.json');
  const first = readFileSync(path, 'utf8');
  assert.match(first, /^\{"file":"data\/old\.csv","check":"conflicting-label","column":"label","row":\{"id":"1"\}\},$/m);

  // Rows move, and one conflict more comes.
  folder.write('data/old.csv', csvOf([secondConflict, conflict, ...cleanLines]));
  const later = folder.winnow(['check', 'data/old.csv']);
  assert.equal(later.code, 1);
  assert.match(later.out, /data\/old\.csv:2: error: .*\n\n1 error · 1 is accepted/);
  assert.equal(folder.winnow(['check', 'data/old.csv', '--all']).out.match(/\[conflicting-label\]/g)?.length, 2);

  folder.write('data/old.csv', csvOf(cleanLines));
  assert.match(folder.winnow(['check', 'data/old.csv']).messages, /winnow\.baseline\.json: 2 accepted findings are no longer in data\/old\.csv/);
  folder.winnow(['check', 'data/old.csv', '--write-baseline']);
  const second = readFileSync(path, 'utf8');
  assert.doesNotMatch(second, /old\.csv/);
  assert.match(second, /other\.csv/);
});

test('checks that did not run keep what is accepted, and make nothing stale', (context) => {
  const folder = gateFolder(context);
  folder.write('data.csv', csvOf([...cleanLines, conflict]));
  folder.winnow(['check', 'data.csv', '--write-baseline']);
  const without = folder.winnow(['check', 'data.csv', '--skip', 'conflicting-label']);
  assert.equal(without.messages, '');
  folder.winnow(['check', 'data.csv', '--skip', 'conflicting-label', '--write-baseline']);
  assert.equal(folder.winnow(['check', 'data.csv']).code, 0);
});

test('a baseline has a name of its own where one is given, and one that is not there is said', (context) => {
  const folder = gateFolder(context);
  folder.write('data.csv', csvOf([...cleanLines, conflict]));
  const missing = folder.winnow(['check', 'data.csv', '--baseline', 'gone.json']);
  assert.equal(missing.code, 2);
  assert.match(missing.messages, /gone\.json: There is no such baseline/);
  assert.equal(folder.winnow(['check', 'data.csv', '--baseline', 'known.json', '--write-baseline']).code, 0);
  assert.ok(existsSync(join(folder.path, 'known.json')) && !existsSync(join(folder.path, 'winnow.baseline.json')));
  assert.equal(folder.winnow(['check', 'data.csv', '--baseline', 'known.json']).code, 0);
  assert.equal(folder.winnow(['check', 'data.csv']).code, 1);
});

test('two branches that accepted different findings merge by their lines', (context) => {
  const folder = gateFolder(context);
  folder.write('a.csv', csvOf([...cleanLines, conflict]));
  folder.write('z.csv', csvOf([...cleanLines, secondConflict]));
  folder.write('m.csv', csvOf([...cleanLines, conflict]));
  folder.winnow(['check', 'm.csv', '--write-baseline']);
  folder.commit('first');
  folder.git('checkout', '--quiet', '-b', 'branch');
  folder.winnow(['check', 'a.csv', '--write-baseline']);
  folder.commit('a');
  folder.git('checkout', '--quiet', 'main');
  folder.winnow(['check', 'z.csv', '--write-baseline']);
  folder.commit('z');
  folder.git('merge', '--quiet', '--no-edit', 'branch');
  assert.equal(folder.winnow(['check', 'a.csv', 'm.csv', 'z.csv']).code, 0);
});

test('arguments that do not go together are refused', (context) => {
  const folder = gateFolder(context);
  for (const args of [['--staged', '--write-baseline'], ['--learn', 'a.csv'], ['--all', '--write-baseline', 'a.csv'], ['--format', 'xml', 'a.csv'], []]) {
    assert.equal(folder.winnow(['check', ...args]).code, 2, args.join(' '));
  }
});
