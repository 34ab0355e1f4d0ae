import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Decision } from '../../src/core/decision.ts';
import { DatasetSession } from '../../src/engine/session.ts';
import { temporaryFolder } from './support.ts';

test('what people fill in comes with the rows, each person’s own, and rows without a value can be asked for', async (t) => {
  const path = join(await temporaryFolder(t), 'reviews.csv');
  await writeFile(path, `id,text,label\n${[1, 2, 3, 4].map((row) => `r${row},text ${row},pos\n`).join('')}`);
  const session = await DatasetSession.open({ path, config: { key: ['id'], roles: { label: 'label' }, annotations: [{ name: 'mood', kind: 'text' }] }, memoryLimit: 256 });
  t.after(() => session.close());
  let made = 0;
  const annotate = (row: string, by: string, to: string | null): Decision => ({ id: `d${++made}`, row: { id: row }, act: 'annotate', column: 'mood', to, by, at: new Date(Date.UTC(2026, 0, 1, 0, made)).toISOString() });
  const status = await session.decide([annotate('r1', 'Ada', 'good'), annotate('r1', 'Grace', 'bad'), annotate('r2', 'Ada', 'fair'), annotate('r3', 'Ada', 'gone'), annotate('r3', 'Ada', null)]);
  assert.equal(status.decidedRows, 0, 'annotations decide nothing about the file');
  const { marks, rows } = await session.window({ view: { filters: [] }, offset: 0, limit: 10, columns: ['text'] });
  assert.deepEqual(rows, [1, 2, 3, 4]);
  assert.deepEqual(marks.map(({ row, annotations }) => [row, annotations]), [[1, { mood: { values: ['bad', 'good'], people: 2 } }], [2, { mood: { values: ['fair'], people: 1 } }]]);
  const having = async (annotated: boolean, by?: string): Promise<number[]> => [...(await session.resolve({ filters: [{ kind: 'annotated', column: 'mood', annotated, ...(by && { by }) }] })).rows(0, 9)];
  assert.deepEqual([await having(true), await having(false), await having(true, 'Grace'), await having(false, 'Grace')], [[1, 2], [3, 4], [1], [2, 3, 4]]);
  assert.deepEqual((await session.row(1)).decisions.map(({ by }) => by), ['Ada', 'Grace']);
});
