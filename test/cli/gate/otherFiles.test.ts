import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../../temporaryFolder.ts';
import { runCli } from '../runCli.ts';

const shared = 'the courier left the box in the rain next to the door of the neighbour';

test('content that two files share is found in either, staged or not, and never in the file itself', async (context) => {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'winnow.json'), '{"checks": {"file-leakage": {"files": ["train.csv", "test.csv"]}}}');
  await writeFile(join(folder, 'train.csv'), `id,text,label\n1,${shared},late\n2,the lamp is grey and should have been a green one,colour\n`);
  await writeFile(join(folder, 'test.csv'), `id,text,label\n1,where do I find the invoice for the month of March,bill\n2,${shared},late\n`);
  const { out } = await runCli(['check', 'train.csv', 'test.csv'], folder);
  assert.match(out, /Row 1 is also in test\.csv \(row 2\): the same “text”/);
  assert.match(out, /Row 2 is also in train\.csv \(row 1\): the same “text”/);
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  execFileSync('git', ['add', '.'], { cwd: folder });
  const staged = await runCli(['check', '--staged', '--learn', 'test.csv'], folder);
  assert.match(staged.out, /Row 2 is also in train\.csv \(row 1\)/);
  assert.equal(staged.out.match(/is also in/g)?.length, 1);
  assert.doesNotMatch((await runCli(['check', '--staged', 'test.csv'], folder)).out, /also in train|could not be looked for/);
});
