import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import type { WinnowConfig } from '../../../src/core/config.ts';
import { describeFilter, type Filter, type PredictionFilter } from '../../../src/core/filter.ts';
import { readCrossTab } from '../../../src/engine/crossTab.ts';
import { DatasetSession } from '../../../src/engine/session.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';
import { csvOf, type PredictedRow, predictedRows } from './predictedFile.ts';

const { signal } = new AbortController();
const rows = predictedRows(1000);
const roles = {
  label: 'label',
  predicted: 'predicted',
  split: 'split',
  segments: ['country'],
  id: 'id',
  probabilities: ['prob_bill', 'prob_bug', 'prob_other'],
} as const;

async function opened(t: TestContext, config: WinnowConfig = { roles }): Promise<DatasetSession> {
  const path = join(await temporaryFolder(t), 'tickets.csv');
  await writeFile(path, csvOf(rows));
  const session = await DatasetSession.open({ path, config, memoryLimit: 512 });
  t.after(() => session.close());
  return session;
}

async function passing(session: DatasetSession, ...filters: readonly Filter[]): Promise<number[]> {
  return [...(await session.resolve({ filters })).rows(0, rows.length)];
}

const where = (holds: (row: PredictedRow) => boolean): number[] => rows.filter(holds).map(({ id }) => id);
const filter = (part: Omit<PredictionFilter, 'kind'>): PredictionFilter => ({ kind: 'prediction', ...part });

test('rows are found by label, prediction, whether these agree, split and probability', async (t) => {
  const session = await opened(t);
  assert.deepEqual(await passing(session, filter({ label: 'bug' })), where(({ label }) => label === 'bug'));
  assert.deepEqual(await passing(session, filter({ predicted: 'bug', right: false })), where(({ label, predicted }) => predicted === 'bug' && label !== 'bug'));
  assert.deepEqual(
    await passing(session, filter({ right: true, split: 'test' })),
    where(({ label, predicted, split }) => label === predicted && split === 'test'),
  );
  assert.deepEqual(
    await passing(session, filter({ sure: { from: 0.6, to: 0.8 } })),
    where(({ probabilities }) => Math.max(...probabilities) > 0.6 && Math.max(...probabilities) <= 0.8),
  );
  assert.deepEqual(
    await passing(session, filter({ right: false }), { kind: 'values', column: 'country', values: ['FR'] }),
    where(({ label, predicted, country }) => label !== predicted && country === 'FR'),
  );
  const { overall } = await readCrossTab(session.table, 'country', undefined, await session.whereOf([filter({ right: false })]), 9);
  assert.equal(overall.reduce((a, b) => a + b), where(({ label, predicted }) => label !== predicted).length);
});

test('where there are no predictions, or no such class or split, no row passes', async (t) => {
  const session = await opened(t);
  assert.deepEqual(await passing(session, filter({ label: 'spam' })), []);
  assert.deepEqual(await passing(session, filter({ split: 'holdout' })), []);
  assert.deepEqual(await passing(await opened(t, { roles: { ...roles, predicted: null, probabilities: null } }), filter({ right: false })), []);
});

test('a decision changes what passes, and so does another role', async (t) => {
  const session = await opened(t);
  const [first] = rows.filter(({ label, predicted }) => label !== predicted);
  const [key] = await session.keys([first!.id]);
  assert.ok((await passing(session, filter({ right: false }))).includes(first!.id));
  await session.decide([
    {
      id: '01J00000000000000000000001',
      at: '2026-01-01T00:00:00Z',
      row: key!.key,
      act: 'relabel',
      column: 'label',
      from: first!.label,
      to: first!.predicted,
    },
  ]);
  assert.ok(!(await passing(session, filter({ right: false }))).includes(first!.id));
  await session.configure({ roles: { ...roles, predicted: null } }, signal);
  const byProbabilities = where(
    ({ label, probabilities }) => ['bill', 'bug', 'other'][probabilities.indexOf(Math.max(...probabilities))] !== label,
  ).filter((row) => row !== first!.id);
  assert.deepEqual(await passing(session, filter({ right: false })), byProbabilities);
});

test('a chip says what passes', () => {
  assert.equal(describeFilter(filter({ right: false, split: 'test' })), 'predicted wrongly, split test');
  assert.equal(describeFilter(filter({ label: 'bug', predicted: '' })), 'labelled bug, predicted (empty)');
  assert.equal(describeFilter(filter({ sure: { from: 0.6, to: 2 / 3 } })), 'probability 0.60 to 0.67');
  assert.equal(describeFilter(filter({})), 'with a label and a prediction');
});
