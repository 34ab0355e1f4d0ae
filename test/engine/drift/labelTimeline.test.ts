import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { WinnowConfig } from '../../../src/core/config.ts';
import type { LabelTimeline, NoTimeline, Period } from '../../../src/core/timeline.ts';
import { DatasetSession } from '../../../src/engine/session.ts';

let folder = '';
before(async () => { folder = await mkdtemp(join(tmpdir(), 'winnow-timeline-')); });
after(() => rm(folder, { recursive: true, force: true }));

const roles = { label: 'label', time: 'day' };

async function timeline(
  lines: readonly string[],
  period?: Period,
  config: WinnowConfig = { roles, types: { day: 'date' } },
): Promise<LabelTimeline | NoTimeline> {
  const path = join(folder, 'data.csv');
  await writeFile(path, `day,label\n${lines.join('\n')}\n`);
  const session = await DatasetSession.open({ path, config, memoryLimit: 512 });
  try {
    return await session.drift.timeline(period, new AbortController().signal);
  } finally {
    await session.close();
  }
}

const repeated = (line: string, times: number): string[] => new Array<string>(times).fill(line);

test('labels are counted by day, by week from Monday, and by month, and each is compared with all others', async () => {
  // A Sunday, and the Monday after it.
  const lines = [...repeated('2024-03-31,good', 12), ...repeated('2024-04-01,bad', 12), ...repeated('2024-04-02,good', 3)];
  for (const [period, days] of [
    ['day', ['2024-03-31', '2024-04-01', '2024-04-02']],
    ['week', ['2024-03-25', '2024-04-01']],
    ['month', ['2024-03-01', '2024-04-01']],
  ] as const) {
    const found = await timeline(lines, period);
    assert.ok(!('why' in found));
    assert.deepEqual(
      found.points.map(({ from }) => new Date(from).toISOString().slice(0, 10)),
      days,
    );
    assert.deepEqual(found.labels, ['good', 'bad']);
  }
  const byDay = (await timeline(lines)) as LabelTimeline;
  assert.equal(byDay.period, 'day');
  assert.deepEqual(byDay.points.map(({ counts }) => counts), [[12, 0], [0, 12], [3, 0]]);
  assert.ok(byDay.points[1]!.drift! > 0.8);
  assert.equal(byDay.points[2]!.drift, null, 'three rows are too few to say');
});

test('many labels are gathered, rows without a date are counted, and many days become weeks', async () => {
  const days = Array.from({ length: 100 }, (_, day) => `${new Date(Date.UTC(2023, 11, 1 + day)).toISOString().slice(0, 10)},l${day % 12}`);
  const found = (await timeline([...days, 'soon,l0', ',l0'])) as LabelTimeline;
  assert.equal(found.period, 'week');
  assert.deepEqual([found.labels.length, found.labels.at(-1), found.untimed, found.rows], [9, null, 2, 102]);
  assert.equal(found.points.reduce((sum, { rows }) => sum + rows, 0), 100);
});

test('without a label, a time or a date that can be read, it is said', async () => {
  assert.deepEqual(await timeline(['2024-01-01,a'], 'day', { roles: { label: null, time: 'day' } }), { why: 'no column has the role label' });
  assert.deepEqual(await timeline(['2024-01-01,a'], 'day', { roles: { label: 'label', time: null } }), { why: 'no column has the role time' });
  assert.deepEqual(await timeline(['soon,a', 'later,b'], 'day', { roles }), { why: 'no date of “day” can be read' });
});
