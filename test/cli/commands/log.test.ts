import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Log } from '../../../src/cli/commands/log.ts';
import { makeRepository } from '../../git/repositoryFolder.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';
import { runCli } from '../runCli.ts';

const folder = makeRepository('winnow log ');
const cache = mkdtempSync(join(tmpdir(), 'winnow-log-cache-'));
process.env['XDG_CACHE_HOME'] = cache;
after(() => {
  folder.remove();
  rmSync(cache, { recursive: true, force: true });
});

const table = (rows: number, label: string, positive: number): string =>
  `id,text,${label}\n${Array.from({ length: rows }, (_, row) => `${row},text number ${row},${row < positive ? 'pos' : 'neg'}\n`).join('')}`;
const fixed = table(30, 'label', 21);

folder.write('old.csv', table(20, 'label', 10));
folder.commit('First');
folder.git('mv', 'old.csv', 'reviews.csv');
folder.commit('Rename');
folder.write('reviews.csv', table(30, 'label', 20));
folder.commit('Ten more \u001b[31mred');
folder.write('reviews.csv', fixed);
const hash = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;
folder.write('reviews.csv.winnow.jsonl', `{"winnow":1,"dataset":"reviews.csv","key":["id"]}
{"row":{},"act":"apply","by":"Ada","at":"2026-11-01T10:00:00.000Z","applied":["A"],"before":"${hash(table(30, 'label', 20))}","after":"${hash(fixed)}","tool":"winnow 0.2.0","id":"01K"}
{"row":{"id":"20"},"act":"relabel","column":"label","from":"neg","to":"pos","at":"2026-11-01T09:00:00.000Z","id":"A"}
`);
const applied = folder.commit('Apply a decision');
folder.write('reviews.csv', 'version https://git-lfs.github.com/spec/v1\noid sha256:'.concat('a'.repeat(64), '\nsize 5\n'));
folder.commit('A pointer');

test('log shows rows, columns and labels of every version, how far labels and columns moved, and what was applied', async () => {
  const { code, out, messages } = await runCli(['log', 'reviews.csv'], folder.path);
  assert.equal(code, 0, messages);
  const lines = out.split('\n').map((line) => line.replace(/ +/g, ' ').trim());
  assert.equal(lines[2], 'version date by rows columns labels moved drift');
  assert.match(lines[3]!, /^[0-9a-f]{7} \S+ Ada Lovelace – – A pointer$/);
  assert.match(lines[4]!, /^[0-9a-f]{7} \S+ Ada Lovelace 30 3 pos 70\.0 %, neg 30\.0 % 3\.3 % = Apply a decision$/);
  assert.match(lines[5]!, /30 \(\+10\) 3 pos 66\.7 %, neg 33\.3 % 16\.7 % (?:=|\d of \d) Ten more \uFFFD\[31mred$/);
  assert.match(lines[6]!, /20 3 neg 50\.0 %, pos 50\.0 % = = Rename$/);
  assert.match(out, /Git LFS keeps this version/);
  assert.match(out, new RegExp(`1 decision by Ada \\(winnow 0\\.2\\.0\\), [0-9a-f]{12} → [0-9a-f]{12}, committed in ${applied.slice(0, 7)}`));
});

test('log gives programs the same, shows a file that is not committed, and keeps what it found', async () => {
  folder.write('reviews.csv', table(30, 'sentiment', 30));
  const { code, out } = await runCli(['log', 'reviews.csv', '--format', 'json', '--limit', '2'], folder.path);
  assert.equal(code, 0);
  const { versions, more, lineage } = JSON.parse(out) as Log;
  assert.deepEqual(
    versions.map(({ version, summary }) => [version?.subject ?? null, summary?.rows ?? null]),
    [
      [null, 30],
      ['A pointer', null],
      ['Apply a decision', 30],
    ],
  );
  assert.equal(more, true);
  assert.deepEqual(versions[0]?.change?.removedColumns, ['label']);
  assert.deepEqual(versions[0]?.drift?.tested, 1);
  assert.equal(versions[2]?.summary?.hash, lineage[0]?.after);
  assert.equal(readdirSync(join(cache, 'winnow')).filter((name) => name.endsWith('.version')).length >= 4, true);
});

test('log says that a shallow clone may have older versions elsewhere', async (context) => {
  const parent = await temporaryFolder(context);
  folder.git('clone', '--quiet', '--depth', '1', `file://${folder.path}`, join(parent, 'clone'));
  const shallow = await runCli(['log', 'reviews.csv'], join(parent, 'clone'));
  assert.match(shallow.out, /^ {2}Older versions are not in this shallow clone; “git fetch --unshallow” gets them\.$/m);
  assert.equal((await runCli(['log', 'reviews.csv'], folder.path)).out.includes('shallow'), false);
});

test('log says what is missing where there are no versions', async () => {
  folder.write('new.csv', 'a\n1\n');
  for (const [file, words] of [['new.csv', /No commit has this file/], ['none.csv', /No commit has this file/]] as const) {
    const { code, messages } = await runCli(['log', file], folder.path);
    assert.equal(code, 2);
    assert.match(messages, words);
  }
  assert.match((await runCli(['log', 'x.csv'], cache)).messages, /in no git repository/);
  assert.match((await runCli(['log', 'x.csv', '--limit', 'all'], cache)).messages, /--limit wants a whole number/);
});
