import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import type { WinnowConfig } from '../../../src/core/config.ts';
import { DatasetSession } from '../../../src/engine/session.ts';
import type { AnnotatorReport, Disagreements } from '../../../src/protocol/labelMethods.ts';
import { sharedFolder } from '../../learn/goldens.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';

const { signal } = new AbortController();
const quiet = (): void => undefined;

async function openText(t: TestContext, lines: readonly string[], config: WinnowConfig = {}): Promise<DatasetSession> {
  const path = join(await temporaryFolder(t), 'labels.csv');
  await writeFile(path, `${lines.join('\n')}\n`);
  return opened(t, path, config);
}

async function opened(t: TestContext, path: string, config: WinnowConfig = {}): Promise<DatasetSession> {
  const session = await DatasetSession.open({ path, config, memoryLimit: 512 });
  t.after(() => session.close());
  return session;
}

const report = (session: DatasetSession, annotator?: string): Promise<AnnotatorReport> => session.annotators(annotator, signal, quiet);
const page = (session: DatasetSession, query: { offset?: number; limit?: number; annotator?: string } = {}): Promise<Disagreements> =>
  session.disagreements({ offset: 0, limit: 50, ...query }, signal, quiet);

const published = [
  { name: 'bluebird', consensus: 0.889, items: 108, alpha: undefined },
  { name: 'rte', consensus: 0.9275, items: 800, alpha: 0.2415 },
  { name: 'web', consensus: 0.829, items: 2665, alpha: undefined },
  { name: 'd_sentiment', consensus: 0.96, items: 1000, alpha: undefined },
  { name: 'dog', consensus: 0.8426, items: 807, alpha: 0.5194 },
];
for (const set of published) {
  const folder = sharedFolder(`crowd/${set.name}`);
  test(
    `the consensus and α of ${set.name}, opened as a file of one row a label, are as published`,
    { skip: folder ? false : `crowd/${set.name} is not beside the project` },
    async (t) => {
      const session = await opened(t, join(folder!, 'label.csv'));
      const { layout, annotatorColumn, items, krippendorff, disagreeing } = await report(session);
      assert.deepEqual([layout, annotatorColumn, items], ['long', 'worker', set.items]);
      if (set.alpha !== undefined) assert.ok(Math.abs(krippendorff! - set.alpha) < 0.0005, `α is ${krippendorff}`);
      const rows = readFileSync(join(folder!, 'label.csv'), 'utf8')
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((line) => line.split(','));
      const said = new Map(rows.map(([item, , label]) => [item!, label!]));
      for (let offset = 0; offset < disagreeing; offset += 500) {
        for (const { row, consensus } of (await page(session, { offset, limit: 500 })).items) said.set(rows[row - 1]![0]!, consensus);
      }
      const truth = readFileSync(join(folder!, 'truth.csv'), 'utf8')
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((line) => line.split(','));
      const accuracy = truth.filter(([item, label]) => said.get(item!) === label).length / truth.length;
      assert.ok(Math.abs(accuracy - set.consensus) < 0.005, `the consensus is right in ${accuracy}`);
    },
  );
}

const columns = [
  'id,text,rater_1,rater_2,rater_3,label',
  'a,first,yes,yes,yes,yes',
  'b,second,yes,no,no,no',
  'c,third,no,no,,no',
  'd,fourth, yes ,no,yes,no',
  'e,fifth,no,no,no,no',
  'f,sixth,yes,yes,yes,yes',
];

test('a column an annotator: votes are trimmed, gaps are no votes, and each person has a quality and a confusion', async (t) => {
  const session = await openText(t, columns);
  const all = await report(session);
  assert.deepEqual(session.dataset.roles.annotators, ['rater_1', 'rater_2', 'rater_3']);
  assert.equal(all.why, undefined);
  assert.deepEqual([all.layout, all.items, all.votes, all.disagreeing], ['columns', 6, 17, 2]);
  assert.deepEqual([...all.labels].sort(), ['no', 'yes']);
  assert.equal(all.fleiss, null);
  assert.match(all.fleissWhy ?? '', /same number of labels on every item/);
  assert.deepEqual(all.confusion.flat().reduce((a, b) => a + b, 0), 17);
  const one = await report(session, 'rater_3');
  assert.equal(one.confusion.flat().reduce((a, b) => a + b, 0), 5);
  assert.equal(all.cohen.length, 3);
  assert.ok(all.annotators.every(({ quality, agreement }) => quality! >= 0 && quality! <= 1 && agreement! >= 0 && agreement! <= 1));
});

test('items to adjudicate come least sure first, with votes, labels given and what was decided', async (t) => {
  const session = await openText(t, columns);
  const before = await page(session);
  assert.deepEqual([before.total, before.left], [2, 2]);
  assert.deepEqual(before.items.map(({ row }) => row).sort(), [2, 4]);
  assert.ok(before.items[0]!.quality <= before.items[1]!.quality);
  const fourth = before.items.find(({ row }) => row === 4)!;
  assert.deepEqual(fourth.votes, [{ annotator: 'rater_1', label: 'yes' }, { annotator: 'rater_2', label: 'no' }, { annotator: 'rater_3', label: 'yes' }]);
  assert.deepEqual([fourth.rows, fourth.given, fourth.preview, fourth.decided], [[4], ['no'], 'fourth', false]);
  await session.decide([{ id: 'd1', row: { id: 'd' }, act: 'relabel', column: 'label', from: 'no', to: 'yes', at: '2026-01-01T00:00:00Z' }]);
  const after = await page(session);
  assert.deepEqual([after.total, after.left], [2, 1]);
  assert.deepEqual(after.items.find(({ row }) => row === 4)!.relabelled, [{ row: 4, id: 'd1', to: 'yes' }]);
  assert.equal(after.items.find(({ row }) => row === 4)!.decided, true);
  assert.deepEqual((await page(session, { annotator: 'nobody' })).items, []);
});

const long = [
  'task_id,worker,label',
  ...['t1', 't2', 't3', 't4'].flatMap((task, at) =>
    ['ann', 'ben', 'cat'].map((who, place) => `${task},${who},${(at + (place === 2 && at === 1 ? 1 : 0)) % 2}`),
  ),
];

test('a row a label: an item is decided when all of its rows are, and a label given again counts once', async (t) => {
  const session = await openText(t, [...long, 't1,ann,0', 't1,dan,N/A'], { key: ['task_id', 'worker'] });
  const all = await report(session);
  assert.deepEqual([all.layout, all.annotatorColumn, all.items, all.votes], ['long', 'worker', 4, 12]);
  assert.ok(all.notes.some((note) => /1 label by a person who labelled the same item again was left aside/.test(note)), all.notes.join());
  const { items } = await page(session);
  assert.deepEqual(items.map(({ rows, given, preview }) => ({ rows, given, preview })), [{ rows: [4, 5, 6], given: ['1', '1', '0'], preview: 'task_id: t2' }]);
  const keys = await session.keys([4, 5, 6]);
  const relabel = (at: number): Parameters<DatasetSession['decide']>[0][number] => ({
    id: `d${at}`,
    row: keys[at]!.key,
    act: at === 2 ? 'relabel' : 'accept',
    column: 'label',
    ...(at === 2 && { from: '0', to: '1' }),
    why: 'annotator-disagreement',
    at: '2026-01-01T00:00:00Z',
  });
  await session.decide([relabel(2)]);
  assert.equal((await page(session)).left, 1);
  await session.decide([relabel(0), relabel(1), relabel(2)]);
  assert.equal((await page(session)).left, 0);
});

test('content says what an item is where no column names it, and a user who wrote many texts is none', async (t) => {
  const rows = ['one thing was said here', 'another thing was said there', 'a third thing altogether'].flatMap((text, at) =>
    ['ann', 'ben'].map((who) => `${text},u${at % 2},${who},${at % 2 === 0 ? 'pos' : 'neg'}`),
  );
  const session = await openText(t, ['text,user_id,annotator,label', ...rows]);
  const all = await report(session);
  assert.deepEqual([all.why, all.layout, all.items, all.krippendorff], [undefined, 'long', 3, 1]);
});

test('probabilities of the file take part, in either layout', async (t) => {
  const votes = columns.map((line, at) => (at === 0 ? `${line},prob_yes,prob_no` : `${line},${at % 2 === 0 ? '0.2,0.8' : '0.9,0.1'}`));
  const session = await openText(t, votes);
  assert.match((await report(session)).method, /^CROWDLAB/);
});

test('what cannot be compared is said in words', async (t) => {
  const why = async (lines: readonly string[], config?: WinnowConfig): Promise<string> => (await report(await openText(t, lines, config))).why ?? '';
  assert.match(await why(['text,label', 'a,x', 'b,y']), /no column has the role annotators/);
  assert.match(await why(['id,annotator,label', '1,ann,x', '2,ben,y', '3,ann,x']), /no item has labels of several people/);
  assert.match(await why(['id,annotator', '1,ann', '2,ben', '3,ann'], { roles: { annotators: ['annotator'], label: null } }), /no column has the role label/);
  assert.match(await why(['id,rater_1,label', '1,x,x', '2,y,y', '3,x,x'], { roles: { annotators: ['rater_1'] } }), /one person has nobody to be compared with/);
  assert.match(await why(['id,rater_1,rater_2', '1,,', '2,,'], { roles: { annotators: ['rater_1', 'rater_2'] } }), /no annotator gave a label/);
  const single = await report(await openText(t, ['id,rater_1,rater_2', '1,x,x', '2,x,', '3,x,x'], { roles: { annotators: ['rater_1', 'rater_2'] } }));
  assert.deepEqual([single.krippendorff, single.fleiss, single.cohen[0]![1]], [null, null, null]);
  assert.ok(single.notes.some((note) => note.startsWith('All labels are “x”')));
  const once = await report(await openText(t, ['id,rater_1,rater_2', '1,x,y', '2,y,', '3,x,', '4,y,'], { roles: { annotators: ['rater_1', 'rater_2'] } }));
  assert.ok(once.notes.some((note) => note.startsWith('“rater_2” has given a single label')), once.notes.join());
  const same = await report(
    await openText(t, ['id,rater_1,rater_2', '1,x,y', '2,y,y', '3,x,y', '4,y,', '5,x,y', '6,y,y'], {
      roles: { annotators: ['rater_1', 'rater_2'] },
    }),
  );
  assert.ok(same.notes.some((note) => note.startsWith('“rater_2” has given no label but “y” (5 items)')), same.notes.join());
});

test('votes are evidence of a row, without probabilities too', async (t) => {
  const wide = await openText(t, columns);
  assert.deepEqual((await wide.labelEvidence(3, signal)).votes, [{ annotator: 'rater_1', label: 'no' }, { annotator: 'rater_2', label: 'no' }]);
  const tall = await openText(t, long);
  assert.deepEqual((await tall.labelEvidence(5, signal)).votes.map(({ annotator, label }) => `${annotator} ${label}`), ['ann 1', 'ben 1', 'cat 0']);
});

test('a few contents that come twice make no items of a file in which each row was labelled once', async (t) => {
  const rows = Array.from(
    { length: 40 },
    (_, at) => `sentence number ${at < 2 ? 0 : at} was written down here,${['ann', 'ben', 'cat'][at % 3]!},${at % 2 === 0 ? 'pos' : 'neg'}`,
  );
  assert.match((await report(await openText(t, ['text,annotator,label', ...rows]))).why ?? '', /no item has labels of several people/);
});

test('of people who share no item nothing is said of how good they are', async (t) => {
  const lines = Array.from({ length: 24 }, (_, at) => `${at + 1},${at % 2 === 0 ? ['yes', 'no'][(at >> 1) % 2]! : ''},${at % 2 === 1 ? ['yes', 'no'][(at >> 1) % 2]! : ''}`);
  const { annotators, notes } = await report(await openText(t, ['id,annotator_ann,annotator_bob', ...lines]));
  assert.deepEqual(annotators.map(({ agreement, quality }) => [agreement, quality]), [[null, null], [null, null]]);
  assert.match(notes.join(' '), /No item has labels of two people/);
});
