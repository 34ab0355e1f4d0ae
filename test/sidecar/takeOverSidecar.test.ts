import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { readSidecar, sidecarPath } from '../../src/sidecar/sidecarFile.ts';
import { takeOverSidecar } from '../../src/sidecar/takeOverSidecar.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const line = (at: number, more = ''): string => `{"row":{"id":"${at}"},"act":"exclude","at":"2026-01-01T00:00:00Z"${more},"id":"01J${String(at).padStart(23, '0')}"}`;
const textOf = (dataset: string, ...lines: string[]): string => `${[`{"winnow":1,"dataset":"${dataset}","key":["id"]}`, ...lines].join('\n')}\n`;

/** A folder with `new.csv` and the decisions on `old.csv`, which is gone. */
async function folderOf(context: TestContext, decisions: string): Promise<{ from: string; data: string; old: string }> {
  const folder = await temporaryFolder(context);
  const [old, data] = [join(folder, 'old.csv'), join(folder, 'new.csv')];
  await writeFile(data, 'id,label\n1,a\n2,b\n');
  await writeFile(sidecarPath(old), decisions);
  return { from: sidecarPath(old), data, old };
}

test('decisions that are taken over are what they were, under the new name alone', async (context) => {
  const decisions = textOf('old.csv', line(1, ',"mood":"calm"'), '{"act":"juggle","id":"x"}', 'no line of ours');
  const { from, data } = await folderOf(context, decisions);
  await takeOverSidecar(from, data);
  assert.equal(await readFile(sidecarPath(data), 'utf8'), decisions);
  assert.equal(existsSync(from), false);
});

test('decisions that the file has got meanwhile stay beside those that are taken over', async (context) => {
  const { from, data } = await folderOf(context, textOf('old.csv', line(1), line(2), '{"act":"juggle","id":"x"}', 'no line of ours'));
  await writeFile(sidecarPath(data), textOf('new.csv', line(2), line(3)));
  await takeOverSidecar(from, data);
  assert.deepEqual((await readSidecar(data)).decisions.map(({ row }) => row['id']), ['1', '2', '3']);
  const text = await readFile(sidecarPath(data), 'utf8');
  assert.match(text, /^\{"winnow":1,"dataset":"new\.csv"/);
  assert.match(text, /juggle[^]*no line of ours/, 'what nobody understands is kept');
  assert.equal(existsSync(from), false);
});

test('two who take the same decisions over at once lose none of them', async (context) => {
  const { from, data } = await folderOf(context, textOf('old.csv', line(1), line(2)));
  const done = await Promise.allSettled([takeOverSidecar(from, data), takeOverSidecar(from, data)]);
  assert.ok(done.some(({ status }) => status === 'fulfilled'));
  assert.equal((await readSidecar(data)).decisions.length, 2);
  assert.equal(existsSync(from), false);
});

test('decisions of a file that is there again stay its own', async (context) => {
  const { from, data, old } = await folderOf(context, textOf('old.csv', line(1)));
  await writeFile(old, 'id,label\n1,a\n');
  await assert.rejects(takeOverSidecar(from, data), /old\.csv is there again/);
  assert.equal(existsSync(sidecarPath(data)), false);
  assert.ok(existsSync(from));
});

test('decisions that somebody has removed meanwhile are said to be gone', async (context) => {
  const { data, old } = await folderOf(context, textOf('old.csv', line(1)));
  await assert.rejects(takeOverSidecar(sidecarPath(`${old}.csv`), data), /old\.csv\.csv\.winnow\.jsonl is not there any more/);
  assert.equal(existsSync(sidecarPath(data)), false);
});
