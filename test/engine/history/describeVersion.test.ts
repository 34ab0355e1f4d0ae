import assert from 'node:assert/strict';
import { readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { changeOf, type VersionSummary } from '../../../src/core/fileVersion.ts';
import { makeRoom } from '../../../src/engine/cacheFolder.ts';
import { describeVersion } from '../../../src/engine/history/describeVersion.ts';
import { versionDrift } from '../../../src/engine/history/versionDrift.ts';
import { DatasetSession } from '../../../src/engine/session.ts';
import type { VersionParams } from '../../../src/protocol/historyMethods.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';

const { signal } = new AbortController();
const open = (path: string): Promise<DatasetSession> => DatasetSession.open({ path, config: {}, memoryLimit: 512 });
const describe = (params: VersionParams): Promise<VersionSummary | null> => describeVersion(params, open, signal, () => undefined);
const table = (label: string): string =>
  `id,text,${label}\n${Array.from({ length: 20 }, (_, row) => `${row},text ${row},${row < 15 ? 'a' : row < 19 ? 'b' : ''}\n`).join('')}20,too,many,cells\n`;

test('a version is described once, and known ever after', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'data.csv');
  const cacheFolder = join(folder, 'cache');
  await writeFile(path, table('label'));
  const params = { blob: 'b1', name: 'data.csv', config: {}, cacheFolder, memoryLimit: 512 };
  assert.equal(await describe(params), null);
  const described = await describe({ ...params, content: { path, hash: 'h', bytes: 9 } });
  assert.deepEqual(described, {
    bytes: 9, hash: 'h', rows: 20, unreadable: 1, columns: ['id', 'text', 'label'], label: 'label',
    labels: [{ value: 'a', count: 15 }, { value: 'b', count: 4 }, { value: null, count: 1 }], otherLabels: 0,
  });
  await rm(path);
  assert.deepEqual(await describe(params), described);
  assert.equal(await describe({ ...params, label: 'text' }), null);
  assert.equal(await describe({ ...params, config: { roles: { label: null } } }), null);
});

test('neighbours are compared column by column by what was kept of them, when their content is gone', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'data.csv');
  const params = (blob: string) => ({ blob, name: 'data.csv', config: {}, cacheFolder: join(folder, 'cache'), memoryLimit: 512, called: blob });
  const rows = (shift: number): string =>
    `id,score,country,label\n${Array.from({ length: 2000 }, (_, row) => `${row},${((row * 7919) % 1000) / 100 + shift},${row % 3 === 0 ? 'DE' : 'FR'},${row % 2 === 0 ? 'a' : 'b'}\n`).join('')}`;
  assert.equal(await versionDrift(params('old'), params('new'), signal), null);
  for (const [blob, shift] of [['old', 0], ['same', 0.01], ['new', 4]] as const) {
    await writeFile(path, rows(shift));
    await describe({ ...params(blob), content: { path, hash: blob, bytes: 9 } });
  }
  const session = await open(path);
  t.after(() => session.close());
  await rm(path);
  const drifted = await versionDrift(params('old'), params('new'), signal);
  assert.deepEqual(drifted?.columns.filter((column) => column.drifted).map(({ column, method }) => [column, method]), [['score', 'Wasserstein']]);
  assert.deepEqual([drifted?.tested, drifted?.reference.name], [3, 'old']);
  assert.equal((await versionDrift(params('old'), params('same'), signal))?.drifted, 0);
  assert.equal((await versionDrift(params('same'), session, signal))?.drifted, 1);
  assert.equal((await versionDrift(params('new'), session, signal))?.drifted, 0);
});

test('what is kept of versions makes room as datasets do', async (t) => {
  const cacheFolder = join(await temporaryFolder(t), 'cache');
  const path = join(cacheFolder, '..', 'data.csv');
  await writeFile(path, table('label'));
  await describe({ blob: 'b1', name: 'data.csv', config: {}, cacheFolder, memoryLimit: 512, content: { path, hash: 'h', bytes: 9 } });
  const [name] = await readdir(cacheFolder);
  await makeRoom(cacheFolder, (await stat(join(cacheFolder, name!))).size);
  assert.equal((await readdir(cacheFolder)).length, 1);
  await makeRoom(cacheFolder, 1);
  assert.deepEqual(await readdir(cacheFolder), []);
});

test('neighbours differ by rows, columns, and the share of rows that would need another label', () => {
  const before = {
    bytes: 1,
    rows: 10,
    unreadable: 0,
    columns: ['a', 'b'],
    label: 'b',
    labels: [
      { value: 'x', count: 5 },
      { value: 'y', count: 5 },
    ],
    otherLabels: 0,
  };
  const after = { ...before, rows: 20, columns: ['b', 'c'], labels: [{ value: 'x', count: 16 }, { value: 'y', count: 2 }, { value: null, count: 2 }] };
  const { labelShift, most, ...change } = changeOf(before, after);
  assert.deepEqual(change, { rows: 10, addedColumns: ['c'], removedColumns: ['a'] });
  // (|.8 − .5| + |.1 − .5| + |.1 − 0|) / 2
  assert.ok(Math.abs(labelShift! - 0.4) < 1e-12);
  assert.equal(most?.label, 'y');
  assert.deepEqual(changeOf(before, { ...before, label: undefined, labels: [] } as VersionSummary).labelShift, null);
  assert.deepEqual(changeOf(before, before), { rows: 0, addedColumns: [], removedColumns: [], labelShift: 0 });
});
