import assert from 'node:assert/strict';
import { once } from 'node:events';
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createEngineClient, type EngineClient } from '../../src/engine/client.ts';
import type { EngineEnd } from '../../src/engine/engineEnd.ts';
import type { OpenResult } from '../../src/protocol/engineMethods.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const modulePath = fileURLToPath(new URL('../../src/engine/process.ts', import.meta.url));
const fromSource = ['--import', 'tsx'];

function startEngine(t: TestContext): { engine: EngineClient; log: string[]; restarted: Promise<EngineEnd> } {
  const log: string[] = [];
  const engine = createEngineClient({ modulePath, log: (line) => log.push(line), execArgv: fromSource });
  t.after(() => engine.dispose());
  return { engine, log, restarted: new Promise((resolve) => engine.onRestart(resolve)) };
}

async function writeRows(t: TestContext, rows: number): Promise<string> {
  const path = join(await temporaryFolder(t), 'rows.csv');
  const lines = Array.from({ length: rows }, (_, index) => `${index + 1},"text ${index}, with a\nsecond line",${index % 2 ? 'spam' : 'ham'}`);
  await writeFile(path, `id,text,label\n${lines.join('\n')}\n`);
  return path;
}

const open = (engine: EngineClient, path: string): Promise<OpenResult> => engine.call('open', { path, config: {}, memoryLimit: 256 });

test('a dataset is opened, asked and closed in a process of its own', async (t) => {
  const { engine } = startEngine(t);
  const path = await writeRows(t, 300);
  const words: string[] = [];
  const opened = await engine.call('open', { path, config: {}, memoryLimit: 256 }, { onProgress: (progress) => words.push(progress.words) });
  assert.notEqual(engine.pid, process.pid);
  assert.ok(words.length > 0);
  assert.deepEqual([opened.dataset.rows, opened.dataset.key, opened.dataset.roles.label], [300, ['id'], 'label']);
  const { id } = opened;
  const window = await engine.call('window', { id, view: { filters: [] }, offset: 298, limit: 10, columns: ['label', 'text'] });
  assert.deepEqual(window, {
    total: 300,
    offset: 298,
    rows: [299, 300],
    cells: [{ text: ['ham', 'spam'] }, { text: ['text 298, with a\nsecond line', 'text 299, with a\nsecond line'] }],
    marks: [],
  });
  assert.equal((await engine.call('row', { id, row: 2 })).line, 4);
  await engine.call('close', { id });
  await assert.rejects(engine.call('row', { id, row: 1 }), /not open/);
});

test('errors come across with their name, and in words that name the file', async (t) => {
  const { engine } = startEngine(t);
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'empty.csv'), '');
  await assert.rejects(open(engine, join(folder, 'empty.csv')), { name: 'FormatError', message: /empty\.csv is empty/ });
  await assert.rejects(open(engine, join(folder, 'missing.csv')), { name: 'FormatError', message: /missing\.csv/ });
  const { id } = await open(engine, await writeRows(t, 3));
  await assert.rejects(engine.call('values', { id, column: 'nobody', limit: 3 }), /“nobody”/);
});

test('a process that is killed during a query is started again, and the dataset can be opened anew', async (t) => {
  const { engine, log, restarted } = startEngine(t);
  const path = await writeRows(t, 3000);
  const { id } = await open(engine, path);
  const first = engine.pid!;
  const checking = engine.call('check', { id });
  process.kill(first, 'SIGKILL');
  await assert.rejects(checking, { name: 'DisconnectedError', message: /^The data engine stopped \(signal SIGKILL\); it has been started again\. If nobody ended it/ });
  assert.equal((await restarted).what, 'stopped (signal SIGKILL)');
  assert.notEqual(engine.pid, first);
  await assert.rejects(engine.call('row', { id, row: 1 }), /open it again/);
  const again = await open(engine, path);
  assert.equal((await engine.call('row', { id: again.id, row: 3000 })).cells[0]!.text, '3000');
  assert.match(log.join('\n'), /SIGKILL/);
});

test('a process that is killed while it loads leaves nothing in the way of the next', async (t) => {
  const { engine, restarted } = startEngine(t);
  const path = await writeRows(t, 60_000);
  let killed = false;
  const loading = engine.call('open', { path, config: {}, memoryLimit: 256, cacheFolder: await temporaryFolder(t) }, {
    onProgress() {
      if (!killed) process.kill(engine.pid!, 'SIGKILL');
      killed = true;
    },
  });
  await assert.rejects(loading, { name: 'DisconnectedError' });
  await restarted;
  assert.equal((await open(engine, path)).dataset.rows, 60_000);
});

test('a call that is cancelled rejects at once, and the engine goes on', async (t) => {
  const { engine } = startEngine(t);
  const path = await writeRows(t, 60_000);
  const controller = new AbortController();
  const loading = engine.call('open', { path, config: {}, memoryLimit: 256 }, { signal: controller.signal, onProgress: () => controller.abort() });
  await assert.rejects(loading, { name: 'AbortError' });
  const pid = engine.pid;
  assert.equal((await open(engine, await writeRows(t, 3))).dataset.rows, 3);
  assert.equal(engine.pid, pid);
});

test('an engine that cannot run is not started for ever', async (t) => {
  const log: string[] = [];
  const engine = createEngineClient({ modulePath: join(await temporaryFolder(t), 'missing.js'), log: (line) => log.push(line) });
  t.after(() => engine.dispose());
  let restarts = 0;
  const gaveUp = new Promise<void>((resolve) => engine.onRestart(() => void (++restarts === 3 && resolve())));
  await assert.rejects(engine.call('close', { id: 1 }), { name: 'DisconnectedError', message: /exit code 1/ });
  await gaveUp;
  await assert.rejects(engine.call('close', { id: 1 }), { name: 'DisconnectedError', message: /not started again by itself/ });
  assert.match(log.join('\n'), /Cannot find module/);
});

test('an engine that runs out of memory says so, with its limit and what to do', async (t) => {
  const modulePath = join(await temporaryFolder(t), 'greedy.mjs');
  await writeFile(modulePath, "process.on('message', () => { for (const held = []; ; ) held.push(new Array(1000).fill({})); });");
  const engine = createEngineClient({ modulePath, log: () => undefined, memoryLimit: () => 1024, execArgv: ['--max-old-space-size=32'] });
  t.after(() => engine.dispose());
  const restarted = new Promise<EngineEnd>((resolve) => engine.onRestart(resolve));
  await assert.rejects(engine.call('close', { id: 1 }), {
    name: 'DisconnectedError',
    message: /^The data engine ran out of memory \(its limit is 1,024 MB\); it has been started again\. Give it more \(winnow\.memoryLimit, --memory\)/,
  });
  assert.equal((await restarted).limited, true);
});

test('after dispose the process is gone, and calls say so', async (t) => {
  const { engine } = startEngine(t);
  await open(engine, await writeRows(t, 3));
  const pid = engine.pid!;
  engine.dispose();
  await assert.rejects(engine.call('close', { id: 1 }), { name: 'DisconnectedError' });
  for (let tries = 0; tries < 100 && isRunning(pid); tries++) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(isRunning(pid), false);
});

test('the process ends with its parent, and writes nothing to standard output', async (t) => {
  const folder = await temporaryFolder(t);
  const parent = join(folder, 'parent.mjs');
  await writeFile(parent, `
    import { fork } from 'node:child_process';
    const child = fork(${JSON.stringify(modulePath)}, [], { serialization: 'advanced', execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    child.once('message', () => { process.stderr.write(String(child.pid)); process.kill(process.pid, 'SIGKILL'); });
    child.send({ kind: 'request', id: 1, method: 'close', params: { id: 1 } });
  `);
  const spawned = spawn(process.execPath, [parent], { stdio: ['ignore', 'pipe', 'pipe'], cwd: fileURLToPath(new URL('../..', import.meta.url)) });
  let output = '';
  let pid = '';
  spawned.stdout.on('data', (text) => (output += String(text)));
  spawned.stderr.on('data', (text) => (pid += String(text)));
  await once(spawned, 'close');
  for (let tries = 0; tries < 100 && isRunning(Number(pid)); tries++) await new Promise((resolve) => setTimeout(resolve, 50));
  assert.equal(isRunning(Number(pid)), false);
  assert.equal(output, '');
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
