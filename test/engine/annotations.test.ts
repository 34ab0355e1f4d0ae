import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Decision } from '../../src/core/decision.ts';
import type { Filter, View } from '../../src/core/filter.ts';
import { DatasetSession } from '../../src/engine/session.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

test('what people fill in comes with the rows, each person’s own, and rows without a value can be asked for', async (t) => {
  const path = join(await temporaryFolder(t), 'reviews.csv');
  await writeFile(path, `id,text,label\n${[1, 2, 3, 4].map((row) => `r${row},text ${row},pos\n`).join('')}`);
  const session = await DatasetSession.open({
    path,
    config: { key: ['id'], roles: { label: 'label' }, annotations: [{ name: 'mood', kind: 'text' }] },
    memoryLimit: 256,
  });
  t.after(() => session.close());
  let made = 0;
  const annotate = (row: string, by: string, to: string | null): Decision => ({
    id: `d${++made}`,
    row: { id: row },
    act: 'annotate',
    column: 'mood',
    to,
    by,
    at: new Date(Date.UTC(2026, 0, 1, 0, made)).toISOString(),
  });
  const status = await session.decide([
    annotate('r1', 'Ada', 'good'),
    annotate('r1', 'Grace', 'bad'),
    annotate('r2', 'Ada', 'fair'),
    annotate('r3', 'Ada', 'gone'),
    annotate('r3', 'Ada', null),
  ]);
  assert.equal(status.decidedRows, 0, 'annotations decide nothing about the file');
  const { marks, rows } = await session.window({ view: { filters: [] }, offset: 0, limit: 10, columns: ['text'] });
  assert.deepEqual(rows, [1, 2, 3, 4]);
  assert.deepEqual(
    marks.map(({ row, annotations }) => [row, annotations]),
    [
      [1, { mood: { values: ['bad', 'good'], people: 2 } }],
      [2, { mood: { values: ['fair'], people: 1 } }],
    ],
  );
  const having = async (annotated: boolean, by?: string): Promise<number[]> => [
    ...(await session.resolve({ filters: [{ kind: 'annotated', column: 'mood', annotated, ...(by && { by }) }] })).rows(0, 9),
  ];
  assert.deepEqual([await having(true), await having(false), await having(true, 'Grace'), await having(false, 'Grace')], [[1, 2], [3, 4], [1], [2, 3, 4]]);
  assert.deepEqual((await session.row(1)).decisions.map(({ by }) => by), ['Ada', 'Grace']);
});

test('columns that people fill in are sorted, filtered and searched like those of the file', async (t) => {
  const path = join(await temporaryFolder(t), 'reviews.csv');
  await writeFile(path, `id,text,label\n${[1, 2, 3, 4, 5].map((row) => `r${row},text ${row},pos\n`).join('')}`);
  const annotations = [{ name: 'mood', kind: 'text' }, { name: 'topics', kind: 'labels' }, { name: 'stars', kind: 'number' }] as const;
  const session = await DatasetSession.open({ path, config: { key: ['id'], roles: { label: 'label' }, annotations }, memoryLimit: 256 });
  t.after(() => session.close());
  let made = 0;
  const annotate = (row: number, column: string, to: string, by = 'Ada'): Decision => ({
    id: `d${++made}`,
    row: { id: `r${row}` },
    act: 'annotate',
    column,
    to,
    by,
    at: new Date(Date.UTC(2026, 0, 1, 0, made)).toISOString(),
  });
  await session.decide([
    annotate(2, 'mood', 'good'),
    annotate(4, 'mood', 'Bad'),
    annotate(4, 'mood', 'fair', 'Grace'),
    annotate(5, 'mood', 'bad'),
    annotate(1, 'topics', '["price","food"]'),
    annotate(3, 'topics', '["food"]'),
    annotate(1, 'stars', '10'),
    annotate(2, 'stars', '9'),
    annotate(5, 'stars', '2.5'),
  ]);
  const rows = async (view: View): Promise<number[]> => [...(await session.resolve(view)).rows(0, 9)];
  const where = (...filters: Filter[]): Promise<number[]> => rows({ filters });

  assert.deepEqual(
    await rows({ filters: [], sort: { column: 'mood', descending: false } }),
    [5, 4, 2, 1, 3],
    'by the newest value, without minding case; rows without one are last',
  );
  assert.deepEqual(await rows({ filters: [], sort: { column: 'mood', descending: true } }), [2, 4, 5, 1, 3]);
  assert.deepEqual(await rows({ filters: [], sort: { column: 'stars', descending: false } }), [5, 2, 1, 3, 4], 'numbers by number');
  assert.deepEqual(await rows({ filters: [{ kind: 'missing', column: 'topics' }], sort: { column: 'stars', descending: true } }), [2, 5, 4]);

  assert.deepEqual(await where({ kind: 'values', column: 'mood', values: ['Bad', 'good'] }), [2, 4], 'a value of any person');
  assert.deepEqual(await where({ kind: 'values', column: 'mood', values: ['good', null] }), [1, 2, 3]);
  assert.deepEqual(await where({ kind: 'values', column: 'mood', values: ['good'], exclude: true }), [1, 3, 4, 5]);
  assert.deepEqual(await where({ kind: 'values', column: 'topics', values: ['food'] }), [1, 3], 'of several labels, each');
  assert.deepEqual(await where({ kind: 'range', column: 'stars', min: 2.5, max: 10 }), [2, 5]);
  assert.deepEqual(await where({ kind: 'contains', column: 'mood', text: 'BA' }), [4, 5]);
  assert.deepEqual(await where({ kind: 'contains', text: 'fair' }), [4], 'in any column');
  assert.deepEqual(await where({ kind: 'contains', text: 'text 3' }, { kind: 'values', column: 'topics', values: ['food'] }), [3]);
  assert.equal(await session.whereOf([{ kind: 'values', column: 'topics', values: ['food'] }]), 'true AND _row BETWEEN 1 AND 3 AND _row IN (1, 3)');

  assert.deepEqual(await session.values('topics', undefined, 9), {
    values: [
      { value: 'food', count: 2 },
      { value: 'price', count: 1 },
      { value: null, count: 3 },
    ],
    distinct: 3,
  });
  assert.deepEqual(await session.values('mood', 'ba', 9), { values: [{ value: 'Bad', count: 1 }, { value: 'bad', count: 1 }], distinct: 2 });

  const find = (text: string, from: number, backwards = false): ReturnType<typeof session.find> =>
    session.find({ filters: [] }, text, from, backwards, ['text', 'mood', 'topics']);
  assert.deepEqual(await find('fair', -1), { position: 3, row: 4, column: 'mood' });
  assert.deepEqual(await find('PRICE, f', -1), { position: 0, row: 1, column: 'topics' }, 'as it is read');
  assert.deepEqual(await find('bad', 4, true), { position: 3, row: 4, column: 'mood' });
  assert.equal(await find('bad', 4), null);

  await session.decide([annotate(1, 'mood', 'zen')]);
  assert.deepEqual(await where({ kind: 'contains', text: 'zen' }), [1], 'by what is filled in now');
  assert.deepEqual(await where({ kind: 'contains', text: 'fair' }), []);
  await assert.rejects(where({ kind: 'missing', column: 'nothing' }), /nothing/);
});
