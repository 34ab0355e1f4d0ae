import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { WinnowConfig } from '../../../../src/core/config.ts';
import type { ColumnOverTime, DriftTimeline, DriftTimelineParams } from '../../../../src/core/driftTimeline.ts';
import type { NoTimeline } from '../../../../src/core/timeline.ts';
import { DatasetSession } from '../../../../src/engine/session.ts';
import { assertNear } from '../../../stats/near.ts';

let folder = '';
before(async () => { folder = await mkdtemp(join(tmpdir(), 'winnow-over-time-')); });
after(() => rm(folder, { recursive: true, force: true }));

const config: WinnowConfig = { roles: { label: 'label', time: 'day', content: ['text'] }, types: { day: 'date' } };
const words = ['slow', 'fast', 'late', 'early', 'broken', 'kind', 'rude', 'fine', 'good', 'bad', 'cheap'];
/** A hundred rows of a month; `age` runs from 1 on, and of a hundred labels `good` come first. */
interface Month {
  readonly month: string;
  readonly rows?: number;
  readonly older?: number;
  readonly good?: number;
  readonly newLabels?: number;
  readonly blank?: number;
  readonly opening?: string;
  readonly write?: (label: string) => string;
}

function rowsOf({ month, rows = 100, older = 0, good = 60, newLabels = 0, blank = 0, opening = '', write = (label) => label }: Month): string[] {
  return Array.from({ length: rows }, (_, at) => {
    const label = write(at < good ? 'good' : at < 100 - newLabels ? 'bad' : 'new');
    const text = `${opening} ${words[at % 11]} and ${words[(at * 7 + 3) % 11]}, ${words[(at * 5 + 1) % 11]} number ${at * 12 + Number(month.slice(5))}`.trim();
    return `r${month}${at},${month}-${String((at % 28) + 1).padStart(2, '0')},${label},${at + 1 + older},${at < blank ? '' : ['a', 'b', 'c'][at % 3]},"${text}"`;
  });
}

async function open(
  months: readonly Month[],
  work: (session: DatasetSession) => Promise<void>,
  more: readonly string[] = [],
  of: WinnowConfig = config,
): Promise<void> {
  const path = join(folder, 'data.csv');
  await writeFile(path, `id,day,label,age,kind,text\n${[...months.flatMap(rowsOf), ...more].join('\n')}\n`);
  const session = await DatasetSession.open({ path, config: of, memoryLimit: 512 });
  try {
    await work(session);
  } finally {
    await session.close();
  }
}

const ask = (session: DatasetSession, params: DriftTimelineParams): Promise<DriftTimeline | NoTimeline> =>
  session.drift.overTime(params, new AbortController().signal, () => undefined);

async function found(session: DatasetSession, params: DriftTimelineParams): Promise<{ timeline: DriftTimeline; column: (name: string) => ColumnOverTime }> {
  const timeline = await ask(session, params);
  assert.ok(!('why' in timeline), JSON.stringify(timeline));
  return { timeline, column: (name) => timeline.columns.find(({ column }) => column === name)! };
}

const firstTwo: readonly Month[] = [{ month: '2024-01' }, { month: '2024-02' }];

test('each month is compared with the first, by scipy’s distances on its quantile bins', () =>
  open([...firstTwo, { month: '2024-03', older: 50, good: 20, newLabels: 20, blank: 40 }], async (session) => {
    const { timeline, column } = await found(session, { against: 'first', period: 'month' });
    assert.equal(timeline.against, '2024-01');
    assert.deepEqual(
      timeline.points.map(({ rows, before: place }) => [rows, place]),
      [
        [100, null],
        [100, 0],
        [100, 0],
      ],
    );
    // scipy.spatial.distance.jensenshannon([10] * 10, [0] * 5 + [10] * 4 + [60])
    assert.deepEqual(column('age').distances.slice(0, 2), [null, 0]);
    assertNear(column('age').distances[2]!, 0.5218693293680172, 1e-12);
    // jensenshannon([60, 40, 0], [20, 60, 20])
    assertNear(column('label').distances[2]!, 0.3629149889544296, 1e-12);
    // The sum of (q − p) ln(q / p), with a share of nothing as .0001.
    assertNear(column('label').stability[2]!, 2.039958338751339, 1e-12);
    for (const name of ['age', 'label']) assert.deepEqual(column(name).far, [2]);
    assert.deepEqual(
      [column('kind').far, column('kind').missing, column('kind').missingFar],
      [[], [0, 0, 40], [2]],
      'missing values are a matter of their own',
    );
    assert.deepEqual([column('text').kind, column('text').far], ['length', []]);
    assert.equal(timeline.columns[0]!.column, 'label');
    assert.ok(timeline.notes.some((note) => note.includes('Not compared') && note.includes('“id”')));
  }));

test('against the period before, a step is far once, and a period of few rows is passed over', () =>
  open([...firstTwo, { month: '2024-03', rows: 4 }, { month: '2024-04', older: 50 }, { month: '2024-05', older: 50 }], async (session) => {
    const { timeline, column } = await found(session, { against: 'previous', period: 'month' });
    assert.deepEqual(
      timeline.points.map(({ before: place }) => place),
      [null, 0, 1, 1, 3],
    );
    assert.equal(column('age').distances[2], null);
    assert.deepEqual(column('age').far, [3]);
    assert.match(timeline.notes.join(' '), /1 month of 5 has fewer than 10 rows, which are too few to say/);
  }));

test('texts are told apart by a model where that is asked for, with the terms that give a period away', () =>
  open([...firstTwo, { month: '2024-03', opening: 'invoice unpaid' }], async (session) => {
    const { column, timeline } = await found(session, { against: 'first', period: 'month', texts: true });
    assert.match(timeline.notes.join(' '), /“text” rests on at most 500 texts of a period and of what it is compared with/);
    const text = column('text');
    assert.equal(text.kind, 'text');
    assert.deepEqual([text.far, text.distances[0]], [[2], null]);
    assert.ok(text.distances[2]! > 0.9 && text.distances[1]! < 0.6);
    assert.ok(
      text.terms![2]!.some((term) => /invoice|unpaid/.test(term)),
      JSON.stringify(text.terms),
    );
    assert.match(text.basis!, /at most 500 texts of a period/);
  }));

test('against a file, a stored profile and a split, all periods are compared with it, and what it lacks is said', () =>
  open([...firstTwo, { month: '2024-03', older: 50 }], async (session) => {
    const path = join(folder, 'old.csv');
    await writeFile(
      path,
      `day,label,age,kind\n${rowsOf({ month: '2023-12' })
        .map((line) => line.split(',').slice(1, 5).join(','))
        .join('\n')}\n`,
    );
    const byFile = await found(session, { against: { reference: path }, period: 'month' });
    assert.equal(byFile.timeline.against, 'old.csv');
    assert.deepEqual(byFile.column('age').far, [2]);
    assert.equal(byFile.column('age').distances[0], 0);
    assertNear(byFile.column('age').distances[2]!, 0.5218693293680172, 1e-12);
    assert.match(byFile.timeline.notes.join(' '), /old\.csv does not have them: “id” and “text”/);
    const stored = join(folder, 'data.profile.json');
    await writeFile(stored, await session.drift.profileText(new AbortController().signal));
    const byProfile = await found(session, { against: { reference: stored }, period: 'month', texts: true });
    assert.equal(byProfile.column('text').kind, 'length');
    assert.match(
      byProfile.timeline.notes.join(' '),
      /“text” is compared by the lengths of its texts alone, since data\.profile\.json holds no texts/,
    );
    assert.match(
      byProfile.timeline.notes.join(' '),
      /“age” and “text” rest on \d+ quantiles that were stored of 300 values of data\.profile\.json\./,
    );
    assert.match(byProfile.column('age').basis!, /quantiles that were stored of 300 values of data\.profile\.json/);
    const byWindow = await found(session, { against: { reference: 'time:day<2024-02' }, period: 'month' });
    assert.deepEqual(
      byWindow.timeline.points.map(({ rows }) => rows),
      [100, 100],
      'the rows of the window are no period',
    );
    assert.deepEqual(byWindow.column('age').far, [1]);
  }));

test('another way of writing a label is named and is no drift', () =>
  open([...firstTwo, { month: '2024-03', write: (label) => label.toUpperCase() }], async (session) => {
    const { column } = await found(session, { against: 'first', period: 'month' });
    assert.deepEqual(column('label').far, []);
    assert.match(column('label').spelling!, /letter case/);
    const previous = await found(session, { against: 'previous', period: 'month' });
    assert.deepEqual(previous.column('label').far, []);
    assert.match(previous.timeline.notes.join(' '), /“label”: 100 rows write what the reference has in another way \(letter case\)/);
  }));

test('few rows differ by chance: nothing is far that chance may have made', () =>
  open(
    Array.from({ length: 12 }, (_, at) => ({ month: `2024-${String(at + 1).padStart(2, '0')}`, rows: 12, older: (at * 7) % 5 })),
    async (session) => {
      const { timeline } = await found(session, { against: 'first', period: 'month' });
      assert.deepEqual(
        timeline.columns.flatMap(({ far }) => far),
        [],
      );
      assert.ok(timeline.tested >= 33);
    },
  ));

test('rows without a date that can be read are counted, and where there is nothing to compare it is said', async () => {
  await open(firstTwo, async (session) => {
    const { timeline } = await found(session, { against: 'first', period: 'month' });
    assert.deepEqual([timeline.rows, timeline.untimed], [200, 2]);
    assert.deepEqual(await ask(session, { against: { reference: join(folder, 'nowhere.csv') } }), {
      why: `there is no file ${join(folder, 'nowhere.csv')} to compare with`,
    });
    assert.deepEqual(await ask(session, { against: { reference: 'split:train' } }), { why: 'split:train names a split, and no column has the role split' });
  }, ['x,soon,good,1,a,t', 'y,,good,1,a,t']);
  await open([{ month: '2024-01' }], async (session) => {
    assert.deepEqual(await ask(session, { against: 'first', period: 'month' }), { why: 'all rows are of one month, so that there is nothing to compare with' });
  });
  await open(firstTwo, async (session) => {
    assert.deepEqual(await ask(session, { against: 'first' }), { why: 'no column has the role time' });
  }, [], { roles: { time: null } });
});

test('it ends where it is cancelled', () => open(firstTwo, async (session) => {
  const controller = new AbortController();
  const asked = session.drift.overTime({ against: 'first', texts: true }, controller.signal, () => controller.abort());
  await assert.rejects(asked, { name: 'AbortError' });
}));
