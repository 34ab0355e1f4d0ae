import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import type { CollectPlan } from '../../../src/core/collect.ts';
import { collectSentence } from '../../../src/core/collectText.ts';
import type { Decision } from '../../../src/core/decision.ts';
import type { Filter } from '../../../src/core/filter.ts';
import { readCollect } from '../../../src/engine/collect/readCollect.ts';
import { DatasetSession } from '../../../src/engine/session.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';

async function openTickets(context: TestContext): Promise<DatasetSession> {
  const path = join(await temporaryFolder(context), 'tickets.csv');
  const rows = Array.from({ length: 40 }, (_, row) => `${row + 1},${row % 4 === 0 ? 'no' : 'yes'},${row < 20 ? 'AT' : 'DE'},text ${row}\n`);
  await writeFile(path, `id,label,country,text\n${rows.join('')}`);
  const session = await DatasetSession.open({ path, config: { roles: { id: 'id', label: 'label', segments: ['country'] } }, memoryLimit: 256 });
  context.after(() => session.close());
  return session;
}

let made = 0;
const decided = (row: number, more: Partial<Decision> & Pick<Decision, 'act'>): Decision => ({
  row: { id: String(row) },
  at: '2026-01-01T00:00:00Z',
  id: `01J${String(made++).padStart(23, '0')}`,
  ...more,
});

async function planOf(session: DatasetSession, filters: readonly Filter[] = []): Promise<CollectPlan> {
  const plan = await readCollect(
    { ...session.applySource, profiles: session.profiles },
    { filters, target: { kind: 'floor', rows: 20 }, limit: 100 },
    await session.whereOf(filters),
  );
  assert.ok('cells' in plan, JSON.stringify(plan));
  return plan;
}

const cells = ({ cells: listed }: CollectPlan): Record<string, number> =>
  Object.fromEntries(listed.map(({ label, segment, rows }) => [[label, ...segment].join(' '), rows]));

test('rows count as decisions that are not applied yet will make them', async (context) => {
  const session = await openTickets(context);
  assert.deepEqual(cells(await planOf(session)), { 'no AT': 5, 'no DE': 5, 'yes AT': 15, 'yes DE': 15 });
  await session.decide([
    decided(1, { act: 'relabel', column: 'label', from: 'no', to: 'yes' }),
    decided(2, { act: 'relabel', column: 'label', from: 'yes', to: "don't know" }),
    decided(2, { act: 'set', column: 'country', from: 'AT', to: 'DE' }),
    decided(3, { act: 'exclude' }),
    decided(4, { act: 'set', column: 'country', from: 'AT', to: '' }),
    decided(5, { act: 'accept' }),
    decided(6, { act: 'set', column: 'text', from: 'text 5', to: 'another' }),
    decided(7, { act: 'relabel', column: 'label', from: 'what the file does not say', to: 'no' }),
  ]);
  const plan = await planOf(session);
  assert.deepEqual(cells(plan), { 'no AT': 4, 'no DE': 5, 'yes AT': 13, 'yes DE': 15, "don't know AT": 0, "don't know DE": 1 });
  assert.equal(plan.decisions, 5);
  assert.match(collectSentence(plan), /counts are exact, from 38 rows, with 5 decisions\.$/);
  assert.deepEqual(plan.notes, [
    'Rows count as 5 decisions that are not applied to the file yet will make them. 1 row that is excluded does not count.',
    '1 row without a value in “label” or “country” is in no cell.',
  ]);
});

test('the rows of a cell are those that it counts: with decisions, and with variants of its label', async (context) => {
  const path = join(await temporaryFolder(context), 'tickets.csv');
  const rows = Array.from(
    { length: 60 },
    (_, row) =>
      `${row + 1},${row % 20 === 3 ? ' Billing' : row % 4 === 0 ? 'refund' : 'billing'},${row === 7 ? '' : row < 20 ? 'AT' : 'DE'}\n`,
  );
  await writeFile(path, `id,label,country\n${rows.join('')}`);
  const session = await DatasetSession.open({ path, config: { roles: { id: 'id', label: 'label', segments: ['country'] } }, memoryLimit: 256 });
  context.after(() => session.close());
  await session.decide([
    decided(1, { act: 'relabel', column: 'label', from: 'refund', to: ' Billing' }),
    decided(2, { act: 'set', column: 'country', from: 'AT', to: 'DE' }),
    decided(3, { act: 'exclude' }),
    decided(8, { act: 'set', column: 'country', from: null, to: 'PL' }),
  ]);
  const plan = await planOf(session);
  const rowsIn = (label: string, country: string): Promise<readonly number[]> => {
    const filters: Filter[] = [{ kind: 'meant', values: [{ column: 'label', value: label }, { column: 'country', value: country }] }];
    return session.window({ view: { filters }, offset: 0, limit: 100, columns: ['id'] }).then((window) => [...window.rows]);
  };
  assert.deepEqual(cells(plan), { 'refund PL': 0, 'billing PL': 1, 'refund AT': 4, 'refund DE': 10, 'billing AT': 13 });
  for (const { label, segment, rows: counted } of plan.cells) assert.equal((await rowsIn(label, segment[0]!)).length, counted, `${label} ${segment[0]}`);
  assert.deepEqual(await rowsIn('billing', 'AT'), [1, 4, 6, 7, 10, 11, 12, 14, 15, 16, 18, 19, 20]);
  assert.deepEqual(await rowsIn('billing', 'PL'), [8]);
});

test('decisions about rows that a filter leaves out count for nothing', async (context) => {
  const session = await openTickets(context);
  await session.decide([decided(1, { act: 'relabel', column: 'label', from: 'no', to: 'yes' }), decided(2, { act: 'exclude' })]);
  const plan = await planOf(session, [{ kind: 'values', column: 'country', values: ['DE'] }]);
  assert.deepEqual([plan.decisions, cells(plan)], [0, { 'no DE': 5, 'yes DE': 15 }]);
  assert.doesNotMatch(collectSentence(plan), /decision/);
});
