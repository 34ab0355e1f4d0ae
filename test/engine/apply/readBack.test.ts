import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { applyDecisions } from '../../../src/engine/apply/apply.ts';
import { DatasetSession } from '../../../src/engine/session.ts';
import { smallestCached } from '../../../src/engine/cache.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';
import { DecidedFile, keep } from './support.ts';

test('a new version that was read back for the keys of its rows is in the cache when the file is opened again', async (t) => {
  const line = 'a text that is told apart by its content alone and is long enough to be worth keeping';
  const rows = Math.ceil(smallestCached / line.length);
  const file = await DecidedFile.write(
    t,
    'data.csv',
    `text,label\n${Array.from({ length: rows }, (_, row) => `${line} ${row},${row % 2 === 0 ? 'a' : 'b'}\n`).join('')}`,
  );
  const cacheFolder = join(await temporaryFolder(t), 'cache');
  const [decision] = await file.decide([3, 'relabel', { to: 'b' }]);
  const open = async (words: string[]): Promise<DatasetSession> => {
    const session = await DatasetSession.open(
      { path: file.path, config: {}, memoryLimit: 512, cacheFolder },
      new AbortController().signal,
      (progress) => void words.push(progress.words),
    );
    return session;
  };
  const first = await open([]);
  await first.decide([decision!]);
  await applyDecisions(first.applySource, { choices: keep, tool: 'winnow test', signal: new AbortController().signal, progress: () => undefined });
  await first.close();
  const words: string[] = [];
  const again = await open(words);
  t.after(() => again.close());
  assert.deepEqual([...new Set(words)], ['Opened from the cache']);
  const [keyed] = await again.keys([3], ['label']);
  assert.deepEqual(keyed?.cells, ['b']);
  assert.match(await readFile(file.path, 'utf8'), / 2,b\n/);
});
