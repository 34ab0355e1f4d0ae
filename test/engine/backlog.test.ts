import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import test from 'node:test';
import { DatasetSession } from '../../src/engine/session.ts';

const path = join(import.meta.dirname, '../../samples/support-tickets.csv');
const only = ['label-variant', 'conflicting-label', 'exact-duplicate'];

test('the backlog leads to exactly the rows it counts, and shrinks as they are decided', async (t) => {
  assert.ok((await readFile(path)).length > 0);
  const session = await DatasetSession.open({ path, config: { costs: { default: 2, segments: { country: { DE: 3 } } } }, memoryLimit: 256 });
  t.after(() => session.close());
  assert.equal(await session.found.backlog(0, 10), null);
  await session.found.check(only, new AbortController().signal, () => undefined);

  const before = await session.found.backlog(0, 100);
  assert.ok(before && before.items.length > 0 && before.total === before.items.length);
  assert.equal(before.settledCost, 0);
  assert.deepEqual(before.items.map(({ cost }) => cost), before.items.map(({ cost }) => cost).sort((a, b) => b - a));
  const rename = before.items.find(({ checks }) => checks.includes('label-variant'));
  assert.ok(rename);
  const { rows: total } = rename;
  const view = await session.resolve({ filters: rename.filters });
  assert.equal(view.total, total);

  const rows = [...view.rows(0, view.total)];
  const keys = await session.keys(rows);
  await session.decide(
    keys.map(({ key }, index) => ({
      id: `0${index}`,
      row: key,
      act: 'relabel' as const,
      column: session.dataset.roles.label!,
      to: rename.suggested!,
      at: '2026-01-01T00:00:00Z',
      by: 'Ada',
    })),
  );
  const after = await session.found.backlog(0, 100);
  assert.equal(after?.items.some(({ id }) => id === rename.id), false);
  assert.ok(Math.abs(after!.settledCost - (before.cost - after!.cost)) < 1e-6);
  assert.deepEqual(after?.by, [{ person: 'Ada', rows: rows.length }]);
  assert.equal((await session.found.backlog(1, 1))?.items.length, 1);
});
