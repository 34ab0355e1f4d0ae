import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildDecisions, type DecisionContext } from '../../src/editor/buildDecisions.ts';

const table = [
  { id: 'a', label: 'billing', country: 'DE' },
  { id: 'b', label: null, country: 'FR' },
];

function context(fields: Partial<DecisionContext> = {}): DecisionContext {
  let next = 1;
  return {
    keys: (rows, columns) => Promise.resolve(rows.map((row) => {
      const record = table[row - 1]!;
      return { key: { id: record.id }, cells: columns.map((column) => record[column as keyof typeof record]) };
    })),
    label: 'label',
    author: 'Ada Lovelace <ada@example.org>',
    now: new Date('2026-11-21T22:50:00Z'),
    newId: () => `id ${next++}`,
    ...fields,
  };
}

describe('buildDecisions', () => {
  it('keys a relabel by its row and keeps the text it replaces', async () => {
    assert.deepEqual(await buildDecisions([{ row: 1, act: 'relabel', to: 'refund', why: 'conflicting-label' }], context()), [{
      id: 'id 1', row: { id: 'a' }, act: 'relabel', column: 'label', from: 'billing', to: 'refund', by: 'Ada Lovelace <ada@example.org>',
      at: '2026-11-21T22:50:00.000Z', why: 'conflicting-label', rowHint: 1,
    }]);
  });

  it('asks for each row once, and tells columns apart', async () => {
    const asked: unknown[] = [];
    const { keys } = context();
    const decisions = await buildDecisions(
      [{ row: 2, act: 'relabel', to: 'refund' }, { row: 2, act: 'set', column: 'country', to: null }, { row: 1, act: 'exclude' }],
      context({ keys: (rows, columns) => { asked.push({ rows, columns }); return keys(rows, columns); } }),
    );
    assert.deepEqual(asked, [{ rows: [2, 1], columns: ['label', 'country'] }]);
    assert.deepEqual(decisions.map(({ act, column, from, to }) => ({ act, column, from, to })), [
      { act: 'relabel', column: 'label', from: null, to: 'refund' },
      { act: 'set', column: 'country', from: 'FR', to: null },
      { act: 'exclude', column: undefined, from: undefined, to: undefined },
    ]);
  });

  it('accepts a segment without asking for any row', async () => {
    const keys = (): Promise<never> => Promise.reject(new Error('asked'));
    const segment = { column: 'country', value: 'DE' };
    const [decision] = await buildDecisions([{ act: 'accept', why: 'class-imbalance', segment }], context({ keys, author: undefined }));
    assert.deepEqual(decision, { id: 'id 1', row: {}, act: 'accept', at: '2026-11-21T22:50:00.000Z', why: 'class-imbalance', segment });
  });

  it('says what to do where there is no label to change', async () => {
    await assert.rejects(buildDecisions([{ row: 1, act: 'relabel', to: 'x' }], context({ label: undefined })), /No column has the role label/);
  });

  it('says so when a row is gone', async () => {
    await assert.rejects(buildDecisions([{ row: 1, act: 'exclude' }], context({ keys: () => Promise.resolve([]) })), /Row 1 is not in the dataset any more/);
  });
});
