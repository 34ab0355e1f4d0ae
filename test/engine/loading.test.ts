import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import { createEngineService, type EngineService } from '../../src/engine/service.ts';
import { DatasetSession } from '../../src/engine/session.ts';
import type { LoadProgress, OpenResult, WindowResult } from '../../src/protocol/engineMethods.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const rows = 700_000;
const columns = ['id', 'word', 'note'];

/** Some 40 MB: many blocks of the index. */
function rowText(row: number, format: 'csv' | 'jsonl' | 'json'): string {
  const note = `note of row ${row} ${'x'.repeat(row % 60)}`;
  return format === 'csv' ? `${row},word${row % 7},"${note}"` : JSON.stringify({ id: row, word: `word${row % 7}`, note });
}

async function writeRows(t: TestContext, format: 'csv' | 'jsonl' | 'json'): Promise<string> {
  const path = join(await temporaryFolder(t), `rows.${format}`);
  const lines = Array.from({ length: rows }, (_, index) => rowText(index + 1, format));
  await writeFile(path, format === 'csv' ? `id,word,note\n${lines.join('\n')}\n` : format === 'jsonl' ? lines.join('\n') : `[${lines.join(',\n')}]`);
  return path;
}

function start(t: TestContext): EngineService {
  const service = createEngineService();
  t.after(() => service.dispose());
  return service;
}

/** Opens a file and calls `during` with each word of progress that has rows to show. */
async function openWhile(service: EngineService, path: string, during: (progress: LoadProgress & { id: number; rows: number }) => void): Promise<OpenResult> {
  return service.handlers.open({ path, config: {}, memoryLimit: 512 }, {
    signal: new AbortController().signal,
    progress(value) {
      const { id, rows: shown } = value;
      if (id !== undefined && shown !== undefined) during({ ...value, id, rows: shown });
    },
  });
}

const context = { signal: new AbortController().signal, progress: (): void => undefined };
const inFileOrder = { filters: [] };

function askWindow(
  service: EngineService,
  id: number,
  offset: number,
  view: { filters: []; sort?: { column: string; descending: boolean } } = { filters: [] },
): Promise<WindowResult> {
  return Promise.resolve(service.handlers.window({ id, view, offset, limit: 3, columns }, context));
}

for (const format of ['csv', 'jsonl'] as const) {
  test(`rows of ${format} can be seen before they are loaded, and are the same after`, async (t) => {
    const service = start(t);
    const early: Promise<WindowResult>[] = [];
    const told: LoadProgress[] = [];
    let refused: Promise<WindowResult> | null = null;
    const { id, dataset } = await openWhile(service, await writeRows(t, format), (progress) => {
      told.push(progress);
      early.push(askWindow(service, progress.id, progress.rows - 3));
      refused ??= askWindow(service, progress.id, 0, { filters: [], sort: { column: 'id', descending: true } });
      refused.catch(() => undefined);
    });
    assert.equal(dataset.partial, undefined);
    const windows = await Promise.all(early);
    assert(windows.length > 0 && windows[0]!.total < rows, 'the first is of a part of the file');
    for (const window of windows) {
      assert.equal(window.rows.length, 3);
      const after = await askWindow(service, id, window.offset);
      assert.deepEqual([window.rows, window.cells], [after.rows, after.cells]);
    }
    await assert.rejects(refused!, /filtered and sorted when the file is loaded/);
    const counts = told.map((progress) => progress.rows!);
    assert.deepEqual(counts, [...counts].sort((a, b) => a - b));
    assert(told.some(({ words, bytes }) => /^Loading rows · (?:[\d,]+ rows · )?[\d.]+ of [\d.]+ MB$/.test(words) && bytes! > 0));
    assert.equal((await service.handlers.row({ id, row: rows }, context)).line, format === 'csv' ? rows + 1 : rows);
  });

  test(`loading of ${format} that is stopped leaves the first rows, and says so`, async (t) => {
    const service = start(t);
    let stopped = false;
    const { id, dataset, profiles } = await openWhile(service, await writeRows(t, format), (progress) => {
      if (!stopped) void service.handlers.stopLoading({ id: progress.id }, context);
      stopped = true;
    });
    assert(dataset.partial && dataset.partial.bytes > 0 && dataset.partial.bytes < dataset.bytes, JSON.stringify(dataset.partial));
    assert(dataset.records > 0 && dataset.records < rows);
    assert.equal(dataset.rows, dataset.records);
    assert.deepEqual(dataset.notices, []);
    assert.equal(profiles.length, 3);
    assert.equal(profiles[0]!.rows, dataset.records);
    const last = await askWindow(service, id, dataset.records - 1);
    assert.deepEqual([last.total, last.rows, last.cells[0]!.text], [dataset.records, [dataset.records], [String(dataset.records)]]);
    const sorted = await askWindow(service, id, 0, { filters: [], sort: { column: 'id', descending: true } });
    assert.equal(sorted.rows[0], dataset.records);
    const summary = await service.handlers.check({ id }, context);
    assert.deepEqual(summary.skipped.filter(({ why }) => /error|fail/i.test(why)), []);
  });
}

test('an array of JSON that is stopped leaves the rows that were read', async (t) => {
  const service = start(t);
  const path = await writeRows(t, 'json');
  const { dataset } = await service.handlers.open({ path, config: {}, memoryLimit: 512 }, {
    signal: new AbortController().signal,
    progress: ({ id, bytes }) => void (bytes !== undefined && service.handlers.stopLoading({ id: id! }, context)),
  });
  assert(dataset.partial && dataset.records > 0 && dataset.records < rows);
});

test('columns that were not reached have no profile when reading them is stopped', async (t) => {
  const service = start(t);
  const path = join(await temporaryFolder(t), 'wide.csv');
  const names = Array.from({ length: 300 }, (_, index) => `c${index}`);
  await writeFile(path, `${names.join(',')}\n${Array.from({ length: 3000 }, (_, row) => names.map((_, column) => row * column).join(',')).join('\n')}\n`);
  const { id, dataset, profiles } = await openWhile(service, path, (progress) => {
    if (progress.profiles) void service.handlers.stopLoading({ id: progress.id }, context);
  });
  assert(profiles.length > 0 && profiles.length < names.length, `${profiles.length} profiles`);
  assert.deepEqual([dataset.records, dataset.partial], [3000, { bytes: dataset.bytes }]);
  const window = await service.handlers.window({ id, view: inFileOrder, offset: 2999, limit: 1, columns: ['c299'] }, context);
  assert.deepEqual(window.cells[0]!.text, [String(2999 * 299)]);
  await service.handlers.check({ id }, context);
});

test('a part of a file is not kept in the cache, and all of it is, with its row index', async (t) => {
  const path = await writeRows(t, 'csv');
  const cacheFolder = await temporaryFolder(t);
  const service = start(t);
  const open = (stop: boolean): Promise<OpenResult> => Promise.resolve(service.handlers.open({ path, config: {}, memoryLimit: 512, cacheFolder }, {
    signal: new AbortController().signal,
    progress: ({ id, rows: shown }) => void (stop && shown !== undefined && service.handlers.stopLoading({ id: id! }, context)),
  }));
  assert((await open(true)).dataset.partial);
  assert.equal((await open(false)).dataset.records, rows);
  const warm = await DatasetSession.open({ path, config: {}, memoryLimit: 512, cacheFolder });
  t.after(() => warm.close());
  // At once: nothing has to be built.
  const read = await warm.table.byIndex!(Int32Array.of(rows, 5), ['id'], 40);
  assert.deepEqual(read?.text, [[String(rows), '5']]);
  assert.deepEqual(await warm.table.lines([rows]), [rows + 1]);
});

test('a decision on a row of a part of the file is found when all of it is loaded, duplicates included', async (t) => {
  const path = join(await temporaryFolder(t), 'repeats.csv');
  // Each row is there three times; the id tells the first rows apart and not all of them.
  const line = (index: number): string => `${(index % 400_000) + 1},word ${index % 50_000},${'x'.repeat(20)}`;
  await writeFile(path, `id,word,note\n${Array.from({ length: 1_200_000 }, (_, index) => line(index)).join('\n')}\n`);
  const service = start(t);
  let stopped = false;
  const part = await openWhile(service, path, (progress) => {
    if (!stopped) void service.handlers.stopLoading({ id: progress.id }, context);
    stopped = true;
  });
  assert(part.dataset.partial && part.dataset.records > 60_000, String(part.dataset.records));
  assert.deepEqual(part.dataset.key, [], 'an id that tells these rows apart is not taken to tell all of them apart');
  const wanted = [1, 50_001, part.dataset.records];
  const keys = await service.handlers.keys({ id: part.id, rows: wanted }, context);
  const decisions = keys.map(({ key }, index) => ({ id: `d${index}`, row: key, act: 'exclude' as const, at: '2026-01-01T00:00:00Z' }));
  assert.equal((await service.handlers.decide({ id: part.id, decisions }, context)).decidedRows, 3);
  const whole = await openWhile(service, path, () => undefined);
  const status = await service.handlers.decide({ id: whole.id, decisions }, context);
  assert.deepEqual([status.decidedRows, status.orphans], [3, []]);
  const view = { filters: [{ kind: 'decided' as const, decided: true }] };
  const window = await service.handlers.window({ id: whole.id, view, offset: 0, limit: 9, columns: ['id'] }, context);
  assert.deepEqual(window.rows, wanted);
});

test('rows of Arrow can be seen where they lie before they are loaded, and are the same after', async (t) => {
  const service = start(t);
  const id = vectorFromArray(Int32Array.from({ length: rows }, (_, row) => row + 1));
  const note = vectorFromArray(Array.from({ length: rows }, (_, row) => `note of row ${row + 1}`), new Utf8());
  const path = join(await temporaryFolder(t), 'rows.arrow');
  await writeFile(path, tableToIPC(new Table({ id, note }), 'file'));
  const early: Promise<WindowResult>[] = [];
  const { id: dataset } = await openWhile(service, path, (progress) => {
    if (progress.words.startsWith('Loading'))
      early.push(
        Promise.resolve(
          service.handlers.window({ id: progress.id, view: inFileOrder, offset: rows - 3, limit: 3, columns: ['note', 'id'] }, context),
        ),
      );
  });
  assert(early.length > 0);
  const loaded = await service.handlers.window({ id: dataset, view: inFileOrder, offset: rows - 3, limit: 3, columns: ['note', 'id'] }, context);
  assert.deepEqual(loaded.cells[0]!.text, [rows - 2, rows - 1, rows].map((row) => `note of row ${row}`));
  for (const window of await Promise.all(early))
    assert.deepEqual([window.rows, window.cells.map(({ text }) => text)], [loaded.rows, loaded.cells.map(({ text }) => text)]);
});
