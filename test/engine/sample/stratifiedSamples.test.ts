import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import type { Filter, SampleFilter } from '../../../src/core/filter.ts';
import { RowSet } from '../../../src/engine/sample/rowSet.ts';
import { writeRows } from '../../../src/engine/sample/writeRows.ts';
import { DatasetSession } from '../../../src/engine/session.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';

const aborted = { signal: new AbortController().signal, progress: () => undefined };

async function open(t: TestContext, name: string, text: string): Promise<DatasetSession> {
  const path = join(await temporaryFolder(t), name);
  await writeFile(path, text);
  const session = await DatasetSession.open({ path, config: {}, memoryLimit: 256 });
  t.after(() => session.close());
  return session;
}

/** Two labels in three countries, one of them without “no”; ids in the order given. */
function tickets(order: readonly number[]): string {
  const lines = order.map((id) => `${id},text ${id},${id % 5 === 0 && id % 3 !== 2 ? 'no' : 'yes'},${['AT', 'DE', 'FR'][id % 3]}\n`);
  return `id,text,label,country\n${lines.join('')}`;
}

const ids = Array.from({ length: 120 }, (_, index) => index + 1);
const sample = (more: Partial<SampleFilter> = {}): SampleFilter => ({ kind: 'sample', columns: ['label', 'country'], count: 7, seed: 1, ...more });

async function drawn(session: DatasetSession, filters: readonly Filter[]): Promise<string[]> {
  const view = await session.resolve({ filters });
  const { cells } = await session.window({ view: { filters }, offset: 0, limit: view.total, columns: ['id'] });
  return cells[0]!.text as string[];
}

test('a sample has so many rows of each combination, the same with the same seed, in whatever order the file is', async (t) => {
  const session = await open(t, 'a.csv', tickets(ids));
  const sorted = await open(t, 'b.csv', tickets(ids.toReversed()));
  const one = await drawn(session, [sample()]);
  assert.equal(one.length, 35);
  assert.deepEqual((await drawn(sorted, [sample()])).sort(), [...one].sort());
  assert.notDeepEqual(await drawn(session, [sample({ seed: 2 })]), one);
});

test('rows that are added change a draw only where they are drawn themselves', async (t) => {
  const before = await drawn(await open(t, 'a.csv', tickets(ids)), [sample()]);
  const after = await drawn(await open(t, 'b.csv', tickets([...ids, ...ids.slice(0, 6).map((id) => id + 120)])), [sample()]);
  const came = after.filter((id) => !before.includes(id));
  assert.ok(came.every((id) => Number(id) > 120));
  assert.ok(before.filter((id) => !after.includes(id)).length === came.length);
});

test('a sample is drawn from what passes the filters before it, and narrowed by those after it', async (t) => {
  const session = await open(t, 'a.csv', tickets(ids));
  const german: Filter = { kind: 'values', column: 'country', values: ['DE'] };
  assert.equal((await drawn(session, [german, sample({ columns: ['label'] })])).length, 14);
  const whole = await drawn(session, [sample({ columns: ['label'] })]);
  assert.equal(whole.length, 14);
  const narrowed = await drawn(session, [sample({ columns: ['label'] }), german]);
  assert.ok(narrowed.length < 14);
  assert.ok(narrowed.every((id) => whole.includes(id)));
});

test('cells with fewer rows are told, those that do not occur among them', async (t) => {
  const session = await open(t, 'a.csv', tickets(ids));
  const report = await session.samples.report(sample({ count: 9 }), []);
  assert.deepEqual(report, {
    drawn: 43, rows: 120, cells: 5, shortTotal: 3, absentUncounted: false,
    short: [{ values: ['no', 'FR'], rows: 0 }, { values: ['no', 'AT'], rows: 8 }, { values: ['no', 'DE'], rows: 8 }],
  });
});

test('exact copies are drawn one by one, and missing values are a cell of their own', async (t) => {
  const session = await open(t, 'a.csv', `text,label\n${'same,yes\n'.repeat(10)}${'other,\n'.repeat(10)}`);
  const view = await session.resolve({ filters: [sample({ columns: ['label'], count: 3 })] });
  assert.deepEqual([...view.rows(0, 10)].map((row) => row > 10), [false, false, false, true, true, true]);
});

test('the rows of a view are written byte by byte as they are', async (t) => {
  const text = '\ufeffid;"label"\r\n1;"a ""x"""\r\n2;b\r\nbroken;x;y;z\r\n3; a\r\n4;"b\r\nb"';
  const session = await open(t, 'a.csv', text);
  const path = join(await temporaryFolder(t), 'out.csv');
  const written = await writeRows(session.applySource, Int32Array.from([5, 1]), path, aborted);
  assert.equal(await readFile(path, 'utf8'), '\ufeffid;"label"\r\n1;"a ""x"""\r\n4;"b\r\nb"');
  assert.deepEqual(written, { rows: 2, bytes: Buffer.byteLength(await readFile(path)), notKept: [] });
});

test('the dataset itself is never written over, and a file that has changed is not copied from', async (t) => {
  const session = await open(t, 'a.csv', tickets(ids));
  const { path } = session.dataset;
  await assert.rejects(writeRows(session.applySource, Int32Array.from([1]), path, aborted), /is the dataset itself/);
  await writeFile(path, 'other');
  await assert.rejects(writeRows(session.applySource, Int32Array.from([1]), `${path}.out.csv`, aborted), /has changed since it was read/);
});

test('a set of rows knows what is in it', () => {
  const set = RowSet.without(Int32Array.from([2, 9, 16]), 17);
  assert.deepEqual([...set], [1, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 17]);
  assert.equal(set.size, 14);
  assert.deepEqual([0, 2, 3, 17, 18].map((row) => set.has(row)), [false, false, true, true, false]);
});

test('rows are copied out of files of all encodings and line ends, the last one without a line end too', async (t) => {
  const lines = ['id,word', '1,Grüße', '2,"a\nb"', '3,x', '4,Ünal', '5,end'];
  const bytes = (text: string, encoding: 'utf16le' | 'utf8' | 'latin1'): Buffer => Buffer.from(encoding === 'utf16le' ? `\ufeff${text}` : text, encoding);
  for (const encoding of ['utf16le', 'utf8', 'latin1'] as const) {
    for (const end of ['\n', '\r\n']) {
      const folder = await temporaryFolder(t);
      const path = join(folder, 'a.csv');
      await writeFile(path, bytes(lines.join(end), encoding));
      const session = await DatasetSession.open({ path, config: {}, memoryLimit: 256 });
      const out = join(folder, 'out.csv');
      await writeRows(session.applySource, Int32Array.from([1, 4]), out, aborted);
      await session.close();
      assert.deepEqual(await readFile(out), bytes([lines[0], lines[1], lines[4], ''].join(end), encoding));
    }
  }
});
