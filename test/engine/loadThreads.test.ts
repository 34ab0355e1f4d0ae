import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { loadThreads } from '../../src/engine/loadThreads.ts';
import { openFile } from '../../src/formats/index.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

test('one thread loads a wide file of few rows, and as many as there are load all others', async (t) => {
  const folder = await temporaryFolder(t);
  const threadsOf = async (columns: number, bytes: number): Promise<number | undefined> => {
    const path = join(folder, `${columns}.csv`);
    const names = Array.from({ length: columns }, (_, column) => `feature_${column}`);
    await writeFile(path, `${names.join(',')}\n${names.map((_, column) => column).join(',')}\n`);
    const opened = await openFile(path);
    t.after(() => opened.close());
    return loadThreads(opened, path, bytes);
  };
  assert.equal(await threadsOf(1000, 600_000_000), 1);
  assert.equal(await threadsOf(1000, 6_000_000_000), undefined);
  assert.equal(await threadsOf(9, 50_000_000), undefined);
  assert.equal(await threadsOf(9, 3_000_000), undefined);
});

test('for checks alone, one thread loads a file of any width whose rows are one group', async (t) => {
  const folder = await temporaryFolder(t);
  const threadsOf = async (line: string, bytes: number): Promise<number | undefined> => {
    const path = join(folder, 'data.csv');
    await writeFile(path, `text,label\n${line.repeat(1000)}`);
    const opened = await openFile(path);
    t.after(() => opened.close());
    return loadThreads(opened, path, bytes, true);
  };
  assert.equal(await threadsOf('twenty characters,1\n', 20 * 120_000), 1);
  assert.equal(await threadsOf('twenty characters,1\n', 20 * 130_000), undefined);
  assert.equal(await threadsOf(`${'long '.repeat(100)},1\n`, 502 * 120_000), 1);
});
