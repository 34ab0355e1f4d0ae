import assert from 'node:assert/strict';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { sidecarPath } from '../../../src/sidecar/sidecarFile.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';
import { runCli } from '../runCli.ts';
import { cleanLines, csvOf, type Line } from './gateFolder.ts';

const decision = (at: number, row: object, from: string): string =>
  JSON.stringify({ row, act: 'relabel', column: 'label', from, to: from === 'pos' ? 'neg' : 'pos', at: '2026-01-01T00:00:00Z', id: `01J${String(at).padStart(23, '0')}` });

/** A folder with `old.csv` and decisions on its first rows. */
async function decided(context: TestContext): Promise<string> {
  const folder = await temporaryFolder(context);
  await writeFile(join(folder, 'old.csv'), csvOf(cleanLines));
  const lines = cleanLines.slice(0, 5).map(([id, , label], at) => decision(at, { id: String(id) }, label));
  await writeFile(join(folder, sidecarPath('old.csv')), `${['{"winnow":1,"dataset":"old.csv","key":["id"]}', ...lines].join('\n')}\n`);
  return folder;
}

const said = async (folder: string, file: string): Promise<string> => (await runCli(['check', file], folder)).messages;

test('a file that was renamed without its decisions is told about them, until they are renamed too', async (context) => {
  const folder = await decided(context);
  await rename(join(folder, 'old.csv'), join(folder, 'new.csv'));
  assert.equal(
    await said(folder, 'new.csv'),
    'old.csv.winnow.jsonl: “old.csv” is not there any more, and what was decided on 5 rows of it fits new.csv. If that is the same file, rename the decisions to new.csv.winnow.jsonl.\n',
  );
  assert.match((await runCli(['check', 'new.csv', '--format', 'json'], folder)).out, /"findings":/);
  await rename(join(folder, sidecarPath('old.csv')), join(folder, sidecarPath('new.csv')));
  assert.equal(await said(folder, 'new.csv'), '');
});

test('decisions of a file that is there, or that do not fit, are nobody else’s', async (context) => {
  const folder = await decided(context);
  await writeFile(join(folder, 'copy.csv'), csvOf(cleanLines));
  assert.equal(await said(folder, 'copy.csv'), '');
  const turned = cleanLines.map(([id, text, label]): Line => [id, text, label === 'pos' ? 'maybe' : 'never']);
  await writeFile(join(folder, 'old.csv'), csvOf(turned));
  await rename(join(folder, 'old.csv'), join(folder, 'other.csv'));
  assert.equal(await said(folder, 'other.csv'), '', 'the same ids, and other labels than were decided upon');
});

test('decisions that were applied are known by what they made of the file', async (context) => {
  const folder = await decided(context);
  assert.equal((await runCli(['apply', 'old.csv', '--yes'], folder)).code, 0);
  await rename(join(folder, 'old.csv'), join(folder, 'new.csv'));
  assert.match(await said(folder, 'new.csv'), /“old\.csv” is not there any more, and new\.csv is a version of it that decisions were applied to\./);
});
