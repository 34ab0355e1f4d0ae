import assert from 'node:assert/strict';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createEngineClient, type EngineClient } from '../../src/engine/client.ts';
import type { OpenResult } from '../../src/protocol/engineMethods.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const modulePath = fileURLToPath(new URL('../../src/engine/process.ts', import.meta.url));
const rows = 100_000;

async function writeLarge(t: TestContext): Promise<string> {
  const path = join(await temporaryFolder(t), 'large.csv');
  const filler = 'a text that makes the file twenty megabytes large, '.repeat(4);
  const lines = Array.from({ length: rows }, (_, index) => `${index + 1},"${filler}\nof row ${index + 1}",${index % 3}`);
  await writeFile(path, `id,text,label\n${lines.join('\n')}\n`);
  return path;
}

/** An engine process that is ready: it answers at once. */
async function startEngine(t: TestContext): Promise<EngineClient> {
  const engine = createEngineClient({ modulePath, log: () => undefined, execArgv: ['--import', 'tsx'] });
  t.after(() => engine.dispose());
  await engine.call('close', { id: 0 });
  return engine;
}

interface Opening {
  readonly opened: Promise<OpenResult>;
  /** Resolves with the first words of progress that match. */
  says(words: RegExp): Promise<string>;
}

function open(engine: EngineClient, path: string, cacheFolder: string): Opening {
  const heard: string[] = [];
  const waiting = new Set<() => void>();
  const opened = engine.call('open', { path, config: {}, memoryLimit: 512, cacheFolder }, {
    onProgress({ words }) {
      heard.push(words);
      for (const look of waiting) look();
    },
  });
  opened.catch(() => undefined);
  return {
    opened,
    says: (words) => new Promise((resolve, reject) => {
      const look = (): void => {
        const found = heard.find((each) => words.test(each));
        if (found !== undefined) resolve(found);
      };
      waiting.add(look);
      look();
      opened.then(() => reject(new Error(`It never said ${words}: ${[...new Set(heard)].join(', ')}`)), reject);
    }),
  };
}

interface Both {
  readonly loads: { readonly engine: EngineClient; readonly opening: Opening };
  readonly waits: { readonly engine: EngineClient; readonly opening: Opening };
}

/** Both open the file at once: whichever comes second waits. Where one is done before the other has begun, they try again. */
async function openBoth(t: TestContext, first: EngineClient, second: EngineClient, path: string): Promise<Both & { readonly cache: string }> {
  for (let attempt = 1; ; attempt++) {
    const cache = join(await temporaryFolder(t), 'cache');
    const both = [first, second].map((engine) => ({ engine, opening: open(engine, path, cache) }));
    try {
      const waits = await Promise.any(both.map(async (each) => {
        await each.opening.says(/Waiting for another window that loads this file/);
        return each;
      }));
      return { cache, waits, loads: both.find((each) => each !== waits)! };
    } catch (error) {
      if (attempt === 10) throw error;
      await Promise.all(both.map(async ({ engine, opening }) => engine.call('close', { id: (await opening.opened).id })));
    }
  }
}

async function lastRow(engine: EngineClient, { id, dataset }: OpenResult): Promise<unknown> {
  const { cells } = await engine.call('row', { id, row: rows });
  return [dataset.rows, cells.map(({ text }) => text!.slice(-14))];
}

const expected = [rows, [String(rows), `\nof row ${rows}`.slice(-14), String((rows - 1) % 3)]];
const databases = async (folder: string): Promise<string[]> => (await readdir(folder)).filter((name) => !name.endsWith('.use'));

test('two processes that open one file at a time load it once', async (t) => {
  const path = await writeLarge(t);
  const cache = join(await temporaryFolder(t), 'cache');
  const [first, second] = await Promise.all([startEngine(t), startEngine(t)]);
  const [one, two] = await Promise.all([first, second].map((engine) => open(engine, path, cache).opened));
  assert.deepEqual([await lastRow(first, one!), await lastRow(second, two!)], [expected, expected]);
  assert.deepEqual(two!.profiles, one!.profiles);
  assert.equal((await databases(cache)).length, 1);
});

test(
  'where the process that loads a file is killed, the one that waits takes over, and what was half written goes',
  { skip: process.platform === 'win32' },
  async (t) => {
    const path = await writeLarge(t);
    const [first, second] = await Promise.all([startEngine(t), startEngine(t)]);
    const { cache, loads, waits } = await openBoth(t, first, second, path);
    process.kill(loads.engine.pid!, 'SIGKILL');
    await assert.rejects(loads.opening.opened, { name: 'DisconnectedError' });
    const opened = await waits.opening.opened;
    assert.deepEqual(await lastRow(waits.engine, opened), expected);
    const left = await databases(cache);
    assert.deepEqual(
      left.map((name) => name.replace(/^[0-9a-f-]+/, '')),
      ['.duckdb'],
    );
    // The process that was started in the place of the first finds what the other has loaded.
    const again = open(loads.engine, path, cache);
    await again.says(/Opened from the cache/);
    assert.deepEqual(await lastRow(loads.engine, await again.opened), expected);
  },
);
