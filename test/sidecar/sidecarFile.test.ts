import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Decision, effectiveDecisions } from '../../src/core/decision.ts';
import { serialiseDecision } from '../../src/sidecar/decisions.ts';
import { readSidecar, saveSidecar, sidecarPath } from '../../src/sidecar/sidecarFile.ts';
import { Random } from '../../samples/generator/random.ts';
import { printedSeed, randomHistory } from './histories.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

const decision = (id: string, fields: Partial<Decision> = {}): Decision => ({ id, row: { id }, act: 'exclude', at: '2026-01-01T00:00:00Z', ...fields });
const ids = (decisions: readonly Decision[]): string[] => decisions.map(({ id }) => id);
const key = ['id'];

test('without a sidecar there are no decisions, and saving nothing makes none', async (context) => {
  const folder = await temporaryFolder(context);
  const data = join(folder, 'reviews.csv');
  assert.deepEqual(await readSidecar(data), { decisions: [], damaged: [], hash: null, modified: null });
  await saveSidecar(data, { key, added: [], removed: [] });
  assert.deepEqual(await readdir(folder), []);
});

test('what was decided is found again beside the data', async (context) => {
  const data = join(await temporaryFolder(context), 'reviews.csv');
  const saved = await saveSidecar(data, { key, added: [decision('B'), decision('A')], removed: [] });
  assert.equal(sidecarPath(data), `${data}.winnow.jsonl`);
  const text = await readFile(sidecarPath(data), 'utf8');
  assert.equal(text, `{"winnow":1,"dataset":"reviews.csv","key":["id"]}\n${serialiseDecision(decision('A'))}\n${serialiseDecision(decision('B'))}\n`);
  assert.deepEqual(await readSidecar(data), saved);
});

test('what others wrote since it was read stays', async (context) => {
  const data = join(await temporaryFolder(context), 'reviews.csv');
  await saveSidecar(data, { key, added: [decision('A')], removed: [] });
  await saveSidecar(data, { key, added: [decision('THEIRS')], removed: [] });
  const saved = await saveSidecar(data, { key, added: [decision('OURS')], removed: ['A'] });
  assert.deepEqual(ids(saved.decisions), ['OURS', 'THEIRS']);
});

test('a save without news leaves the file untouched', async (context) => {
  const data = join(await temporaryFolder(context), 'reviews.csv');
  const first = await saveSidecar(data, { key, added: [decision('A')], removed: [] });
  const second = await saveSidecar(data, { key, added: [decision('A')], removed: ['gone'] });
  assert.equal(second.modified, first.modified);
  assert.equal(second.hash, first.hash);
});

test('taking back the last decision leaves the header alone', async (context) => {
  const data = join(await temporaryFolder(context), 'reviews.csv');
  await saveSidecar(data, { key: [], added: [decision('A')], removed: [] });
  await saveSidecar(data, { key: [], added: [], removed: ['A'] });
  assert.equal(await readFile(sidecarPath(data), 'utf8'), '{"winnow":1,"dataset":"reviews.csv","key":[]}\n');
});

test('damaged lines survive a save', async (context) => {
  const data = join(await temporaryFolder(context), 'reviews.csv');
  await writeFile(sidecarPath(data), '{"winnow":1,"dataset":"reviews.csv","key":["id"]}\n{"half of a li\n');
  const saved = await saveSidecar(data, { key, added: [decision('A')], removed: [] });
  assert.equal(saved.damaged.length, 1);
  assert.ok((await readFile(sidecarPath(data), 'utf8')).endsWith('\n{"half of a li\n'));
});

test('many saves at once lose nothing', async (context) => {
  const data = join(await temporaryFolder(context), 'reviews.csv');
  const names = Array.from({ length: 25 }, (_, index) => `D${String(index).padStart(2, '0')}`);
  await Promise.all(names.map((name) => saveSidecar(data, { key, added: [decision(name)], removed: [] })));
  assert.deepEqual(ids((await readSidecar(data)).decisions), names);
});

test('random saves from two sides end in the union of what was added without what was removed', async (context) => {
  const random = new Random(printedSeed());
  const data = join(await temporaryFolder(context), 'reviews.csv');
  const history = randomHistory(random, 60);
  const removed: string[] = [];
  for (let start = 0; start < history.length; start += 6) {
    const taken = random.chance(0.5) && start > 0 ? [random.pick(history.slice(0, start)).id] : [];
    removed.push(...taken);
    await saveSidecar(data, { key, added: history.slice(start, start + 6), removed: taken });
  }
  const left = history.filter(({ id }) => !removed.includes(id)).map(({ id }) => id);
  assert.deepEqual(ids((await readSidecar(data)).decisions).sort(), left.sort());
});

test('a sidecar that cannot be read is an error, not an empty one', async (context) => {
  const data = join(await temporaryFolder(context), 'reviews.csv');
  await mkdir(sidecarPath(data));
  await assert.rejects(readSidecar(data), /Cannot read the decisions in .*reviews\.csv\.winnow\.jsonl/);
});

test('two people who fill in the same cell at the same time are both kept', async (context) => {
  const data = join(await temporaryFolder(context), 'reviews.csv');
  const annotate = (id: string, by: string, to: string): Decision => decision(id, { row: { id: 'r1' }, act: 'annotate', column: 'mood', by, to });
  await saveSidecar(data, { key, added: [annotate('A', 'Ada', 'good')], removed: [] });
  await saveSidecar(data, { key, added: [annotate('B', 'Grace', 'bad')], removed: [] });
  const { decisions, damaged } = await readSidecar(data);
  assert.deepEqual([effectiveDecisions(decisions).map(({ by, to }) => [by, to]), damaged], [[['Ada', 'good'], ['Grace', 'bad']], []]);
});
