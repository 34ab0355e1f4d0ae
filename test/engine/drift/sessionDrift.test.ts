import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { WinnowConfig } from '../../../src/core/config.ts';
import type { ColumnDrift, DriftReport } from '../../../src/core/drift.ts';
import { DatasetSession } from '../../../src/engine/session.ts';
import { runGit } from '../../../src/git/runGit.ts';
import { createRandom } from '../../../src/learn/random.ts';

let folder = '';
before(async () => { folder = await mkdtemp(join(tmpdir(), 'winnow-drift-')); });
after(() => rm(folder, { recursive: true, force: true }));

interface Making {
  readonly rows?: number;
  readonly seed?: number;
  /** Added to the ages. */
  readonly shift?: number;
  readonly labels?: readonly string[];
  readonly split?: (row: number) => string;
  readonly date?: (row: number) => string;
}

async function make(
  name: string,
  { rows = 200, seed = 1, shift = 0, labels = ['good', 'bad'], split = () => 'train', date = (row) => `2024-0${1 + (row % 9)}-15` }: Making,
): Promise<string> {
  const random = createRandom(seed);
  const pick = <T,>(values: readonly T[]): T => values[Math.floor(random() * values.length)]!;
  const words = ['parcel', 'late', 'refund', 'order', 'broken', 'account', 'courier', 'street', 'invoice', 'login'];
  const lines = Array.from({ length: rows }, (_, row) =>
    [
      `K${row}`,
      (40 + shift + 20 * (random() + random() - 1)).toFixed(2),
      pick(['DE', 'FR', 'US']),
      Array.from({ length: 6 }, () => pick(words)).join(' '),
      pick(labels),
      split(row),
      date(row),
    ].join(','),
  );
  const path = join(folder, name);
  await writeFile(path, `key,age,country,text,label,split,day\n${lines.join('\n')}\n`);
  return path;
}

async function drift(path: string, reference: string, config: WinnowConfig = {}): Promise<DriftReport> {
  const report = await ask(path, reference, config);
  assert.ok(!('why' in report), 'why' in report ? report.why : '');
  return report;
}

async function ask(path: string, reference: string, config: WinnowConfig = {}): Promise<DriftReport | { why: string }> {
  const session = await DatasetSession.open({ path, config: { ...config, reference }, memoryLimit: 512 });
  try {
    return await session.drift.report(undefined, new AbortController().signal, () => undefined);
  } finally {
    await session.close();
  }
}

const columnOf = (report: DriftReport, name: string): ColumnDrift => report.columns.find(({ column }) => column === name)!;

test('rows of the same kind are fine, and a small reference is tested', async () => {
  const report = await drift(await make('same.csv', { seed: 2 }), await make('reference.csv', {}));
  assert.equal(report.verdict.verdict, 'fine');
  assert.deepEqual(
    [columnOf(report, 'age').method, columnOf(report, 'country').method, columnOf(report, 'text').method],
    ['Kolmogorov–Smirnov', 'χ²', 'domain classifier'],
  );
});

test('a large reference is measured, and other labels call for learning anew', async () => {
  const report = await drift(await make('labels.csv', { seed: 3, labels: ['good', 'good', 'good', 'bad'] }), await make('large.csv', { rows: 1500 }));
  assert.deepEqual([columnOf(report, 'age').method, columnOf(report, 'country').method], ['Wasserstein', 'Jensen–Shannon']);
  assert.equal(columnOf(report, 'label').drifted, true);
  assert.equal(report.verdict.verdict, 'retrain');
});

test('a split is compared with the others, which it differs from by name alone', async () => {
  const path = await make('splits.csv', { rows: 400, split: (row) => (row % 4 === 0 ? 'Test' : 'train') });
  const report = await drift(path, 'split:training', { roles: { split: 'split' } });
  assert.deepEqual([report.reference, report.current], [{ name: 'split = train', rows: 300 }, { name: 'split = Test', rows: 100 }]);
  assert.equal(report.verdict.verdict, 'fine');
  assert.deepEqual(await ask(path, 'split:night', { roles: { split: 'split' } }), { why: 'no row has the split “night”; “split” has “Test” and “train”' });
});

test('a window of time is compared with the other rows, and dates in other forms are told', async () => {
  const path = await make('times.csv', { rows: 300, date: (row) => (row % 100 === 0 ? '15/Mar/2024' : `2024-0${1 + (row % 9)}-15`) });
  const report = await drift(path, 'time:day<2024-04-01', { types: { day: 'date' } });
  assert.deepEqual([report.reference.rows, report.current.rows], [99, 198]);
  assert.match(report.notes.join(' '), /3 rows have a date in “day” that is written in another form/);
  const bounded = await drift(path, 'time:day=2024-02..2024-03-15', { types: { day: 'date' } });
  assert.deepEqual([bounded.reference, bounded.current.rows], [{ name: 'day from 2024-02 to 2024-03-15', rows: 66 }, 231]);
  assert.deepEqual(await ask(path, 'time:age<2024-04-01'), { why: '“age” holds no dates that can be read: write them as 2024-01-31, or all in one form' });
  assert.match(((await ask(path, 'time:month<2024-04-01')) as { why: string }).why, /there is no column “month”; there are “key”/);
});

test('a stored profile stands for the dataset that it was made of', async () => {
  const path = await make('stored.csv', { rows: 1500 });
  const session = await DatasetSession.open({ path, config: {}, memoryLimit: 512 });
  const text = await session.drift.profileText(new AbortController().signal);
  await session.close();
  await writeFile(join(folder, 'profile.json'), text);
  const [moved, file] = [await make('moved.csv', { seed: 4, shift: 6 }), join(folder, 'profile.json')];
  const [stored, whole] = [await drift(moved, file), await drift(moved, path)];
  assert.ok(Math.abs(columnOf(stored, 'age').statistic! - columnOf(whole, 'age').statistic!) < 0.01);
  assert.equal(columnOf(stored, 'country').statistic, columnOf(whole, 'country').statistic);
  assert.match(columnOf(stored, 'text').basis!, /lengths alone/);
  assert.match(columnOf(stored, 'age').basis!, /201 quantiles/);
});

test('a version in git is a reference, by its path or as the file itself', async () => {
  const path = await make('tracked.csv', {});
  await runGit(folder, ['init', '-q']);
  await runGit(folder, ['-c', 'user.name=A', '-c', 'user.email=a@example.org', 'add', 'tracked.csv']);
  await runGit(folder, ['-c', 'user.name=A', '-c', 'user.email=a@example.org', 'commit', '-qm', 'one']);
  await make('tracked.csv', { seed: 5, shift: 15 });
  for (const named of ['HEAD:', 'HEAD:tracked.csv', 'HEAD:./tracked.csv', ':tracked.csv']) {
    const report = await drift(path, named);
    assert.equal(columnOf(report, 'age').drifted, true, named);
  }
  assert.deepEqual(await ask(path, 'HEAD:other.csv'), { why: 'there is no “other.csv” in HEAD' });
  assert.deepEqual(await ask(path, 'nobody:tracked.csv'), { why: 'there is no version “nobody” in this repository' });
});

test('a reference without the label, and a side with few rows, say so beside the rest', async () => {
  const reference = join(folder, 'unlabelled.csv');
  await make('base.csv', {});
  await writeFile(reference, `key,age,country\n${Array.from({ length: 50 }, (_, row) => `K${row},${30 + (row % 20)},DE`).join('\n')}\n`);
  const report = await drift(join(folder, 'base.csv'), reference);
  assert.ok(report.schema.some(({ message }) => message === 'unlabelled.csv has no column “label”: labels cannot be compared.'));
  assert.ok(report.columns.length > 0);
  const few = await drift(await make('few.csv', { rows: 7 }), await make('reference.csv', {}));
  assert.equal(few.tooFew, 'Too few to say: few.csv has 7 rows, and 10 a side are wanted.');
  assert.equal(few.verdict.verdict, 'look');
  assert.ok(few.columns.every(({ tooFew }) => tooFew));
});

test('rows that are served have neither labels nor predictions, which breaks nothing that was learnt', async () => {
  const learnt = join(folder, 'learnt.csv');
  const served = join(folder, 'served.csv');
  const line = (row: number): string => [`text number ${row % 17} of them`, ['DE', 'FR', 'US'][row % 3], `2024-0${1 + (row % 9)}-15`].join(',');
  await writeFile(
    learnt,
    `text,device,day,label,predicted,split\n${Array.from({ length: 120 }, (_, row) => `${line(row)},${row % 2 ? 'good' : 'bad'},${row % 5 ? 'good' : 'bad'},train`).join('\n')}\n`,
  );
  await writeFile(served, `text,device,day\n${Array.from({ length: 120 }, (_, row) => line(row)).join('\n')}\n`);
  const report = await drift(served, learnt);
  assert.deepEqual(report.schema.map(({ column, grave }) => [column, grave]), [['label', false], ['predicted', false], ['split', false]]);
  assert.match(report.schema[0]!.message, /The label “label” of learnt\.csv is not here: labels cannot be compared/);
  assert.ok(report.columns.every(({ role }) => role === 'feature'));
  assert.equal(report.verdict.verdict, 'fine');
});

test('dates in mixed forms are told, and not compared as texts', async () => {
  const report = await drift(
    await make('mixed.csv', { date: (row) => (row % 2 ? `15.0${1 + (row % 9)}.2024` : `2024-0${1 + (row % 9)}-15`) }),
    await make('base.csv', {}),
  );
  assert.equal(columnOf(report, 'day'), undefined);
  assert.ok(report.schema.some(({ column, kind, grave }) => column === 'day' && kind === 'type' && grave));
});

test('a reference that is not there, a folder and a damaged profile are told, not thrown', async () => {
  const path = await make('alone.csv', {});
  assert.deepEqual(await ask(path, join(folder, 'nowhere.csv')), { why: `there is no file ${join(folder, 'nowhere.csv')} to compare with` });
  assert.match(((await ask(path, folder)) as { why: string }).why, /is a folder/);
  await writeFile(join(folder, 'broken.json'), '{"winnowProfile": 1, "rows": ');
  assert.match(((await ask(path, join(folder, 'broken.json'))) as { why: string }).why, /^the profile is damaged/);
});

test('where who asked first gives up, the next has the answer', async () => {
  const session = await DatasetSession.open({
    path: await make('twice.csv', { seed: 6 }),
    config: { reference: await make('reference.csv', {}) },
    memoryLimit: 512,
  });
  try {
    const first = new AbortController();
    const asked = session.drift.report(undefined, first.signal, () => undefined);
    const next = session.drift.report(undefined, new AbortController().signal, () => undefined);
    first.abort();
    await assert.rejects(asked, { name: 'AbortError' });
    assert.ok(!('why' in (await next)));
  } finally {
    await session.close();
  }
});
