import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { Comparison, ComparedRow, RowChange } from '../../../src/protocol/compareMethods.ts';
import { makeRepository, type RepositoryFolder } from '../../git/repositoryFolder.ts';
import { runCli } from '../runCli.ts';

const before = 'id,text,label\n1,The best coffee in town,positive\n2,I waited for an hour,positive\n3,It is a table,neutral\n4,Lovely people,positive\n';
const after = before.replace('hour,positive', 'hour,negative').replace('3,It is a table,neutral\n', '').concat('5,Something new,neutral\n');

type DiffJson = Comparison & { readonly counts: Comparison['rows']; readonly rows: Readonly<Record<RowChange, readonly ComparedRow[]>> };

function repository(context: TestContext): RepositoryFolder {
  const folder = makeRepository('winnow diff ’ü ');
  context.after(() => folder.remove());
  return folder;
}

test('diff of one file tells what changed since HEAD, and ends with 1', async (context) => {
  const folder = repository(context);
  folder.write('data.csv', before);
  folder.commit('First');
  folder.write('data.csv', after);
  const { code, out } = await runCli(['diff', 'data.csv'], folder.path);
  assert.equal(code, 1);
  assert.match(out, /^HEAD:data\.csv → data\.csv\n4 → 4 rows: 1 added, 1 removed, 1 changed, 2 the same; matched by id$/m);
  assert.match(out, /^~ row 2 \(line 3\) {2}id="2" {2}text="I waited for an hour" {2}label: "positive" → "negative"$/m);
  assert.match(out, /^- row 3 before \(line 4\)/m);
  assert.match(out, /^\+ row 4 \(line 5\) {2}id="5"/m);
});

test('diff compares any revision, the staged version and files, from any folder of the repository', async (context) => {
  const folder = repository(context);
  folder.write('sets/data ’ü.csv', before);
  folder.commit('First');
  folder.write('sets/data ’ü.csv', after);
  folder.git('add', '--all');
  const same = await runCli(['diff', ':sets/data ’ü.csv', 'sets/data ’ü.csv'], folder.path);
  assert.deepEqual([same.code, /no difference/.test(same.out)], [0, true], same.messages);
  const staged = await runCli(['diff', 'HEAD:data ’ü.csv', 'index:data ’ü.csv', '--format', 'json'], join(folder.path, 'sets'));
  const json = JSON.parse(staged.out) as DiffJson;
  assert.equal(staged.code, 1, staged.messages);
  assert.deepEqual(json.counts, { same: 2, changed: 1, added: 1, removed: 1 });
  assert.deepEqual([json.label?.flipped, json.rows.removed[0]?.before, json.same], [1, 3, false]);
});

test('diff of two formats compares values', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'winnow-diff-'));
  context.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'a.csv'), 'id,price\na,1.0\nb,2.50\n');
  writeFileSync(join(folder, 'b.jsonl'), '{"id":"a","price":1}\n{"id":"b","price":2.5}\n');
  const { code, out } = await runCli(['diff', 'a.csv', 'b.jsonl'], folder);
  assert.equal(code, 0, out);
  assert.match(out, /“price” is compared by value \(1 and 1\.0 are the same\)/);
});

test('diff lists as many rows as are asked for, and matches by what it is told', async (context) => {
  const folder = repository(context);
  folder.write('a.csv', before);
  folder.write('b.csv', before.replaceAll(/^(\d)/gm, '9$1'));
  const none = await runCli(['diff', 'a.csv', 'b.csv', '--rows', '0', '--by-content'], folder.path);
  assert.match(none.out, /4 changed/);
  assert.doesNotMatch(none.out, /^~ row/m);
  const keyed = await runCli(['diff', 'a.csv', 'b.csv', '--rows', 'all', '--key', 'text'], folder.path);
  assert.match(keyed.out, /matched by text/);
  assert.equal(keyed.out.match(/^~ row/gm)?.length, 4);
});

test('diff says what stands in the way, and ends with 2', async (context) => {
  const folder = repository(context);
  folder.write('data.csv', before);
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [['HEAD:data.csv', 'data.csv'], /^HEAD:data\.csv: There is no version “HEAD” in this repository\.\n$/],
    [['nothing.csv', 'data.csv'], /^nothing\.csv: There is no such file\.\n$/],
    [[], /wants two files or versions/],
    [['data.csv', 'data.csv', '--rows', 'few'], /--rows wants a number or all/],
    [['data.csv', 'data.csv', '--key', 'name'], /cannot be matched by “name”/],
  ];
  for (const [args, expected] of cases) {
    const { code, messages } = await runCli(['diff', ...args], folder.path);
    assert.equal(code, 2, messages);
    assert.match(messages, expected);
  }
  folder.commit('First');
  folder.write('new.csv', after);
  const fresh = await runCli(['diff', 'new.csv'], folder.path);
  assert.match(fresh.messages, /^HEAD:new\.csv: “new\.csv” is not in HEAD\.\n$/);
  folder.write('other.csv', 'x,y\n1,2\n');
  assert.match((await runCli(['diff', 'data.csv', 'other.csv'], folder.path)).messages, /no column in common/);
});

test('diff of one version in git compares it with the file as it is, and says what is wrong with it', async (context) => {
  const folder = repository(context);
  folder.write('sets/data.csv', before);
  folder.commit('First');
  folder.write('sets/data.csv', after);
  folder.git('add', '--all');
  const changed = await runCli(['diff', 'HEAD:sets/data.csv'], join(folder.path, 'sets'));
  assert.match(changed.out, /^HEAD:sets\/data\.csv → data\.csv\n4 → 4 rows: 1 added, 1 removed, 1 changed, 2 the same; matched by id$/m);
  assert.deepEqual([changed.code, (await runCli(['diff', ':sets/data.csv'], folder.path)).code], [1, 0]);
  const cases: readonly (readonly [string, RegExp])[] = [
    ['nope:sets/data.csv', /^nope:sets\/data\.csv: There is no version “nope” in this repository\.\n$/],
    ['HEAD:nope.csv', /^HEAD:nope\.csv: “nope\.csv” is not in HEAD\.\n$/],
    ['HEAD:sets', /^HEAD:sets: “sets” is not in HEAD\.\n$/],
    [':sets', /^:sets: “sets” is not staged, nor committed\.\n$/],
    ['HEAD:.', /^HEAD:\.: “\.” is no file of this repository\.\n$/],
    ['HEAD:../data.csv', /^HEAD:\.\.\/data\.csv: “\.\.\/data\.csv” is no file of this repository\.\n$/],
  ];
  for (const [given, expected] of cases) {
    const { code, messages } = await runCli(['diff', given], folder.path);
    assert.equal(code, 2, messages);
    assert.match(messages, expected);
  }
});

test('diff explains a version that Git LFS keeps elsewhere', async (context) => {
  const folder = repository(context);
  folder.write('data.csv', `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 1048576\n`);
  folder.commit('Pointer');
  folder.write('data.csv', after);
  const { code, messages } = await runCli(['diff', 'data.csv'], folder.path);
  assert.equal(code, 2);
  assert.match(messages, /Git LFS keeps this version \(1,048,576 bytes\).*git lfs fetch/);
});

test('diff outside of a repository wants two files', async (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'winnow-diff-'));
  context.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'a.csv'), before);
  const { code, messages } = await runCli(['diff', 'a.csv'], folder);
  assert.equal(code, 2);
  assert.match(messages, /a\.csv has no version in git to be compared with: its folder is in no git repository with a working tree\. Name the other file/);
});
