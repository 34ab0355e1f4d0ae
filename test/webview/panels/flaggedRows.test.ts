import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Host } from '../../../webview/host.ts';
import { neighbourFlagged } from '../../../webview/panels/flaggedRows.ts';

/** A host whose view has `order`, of which `flagged` have open findings; counts its calls. */
function hostOf(order: readonly number[], flagged: ReadonlySet<number>): { call: Host['call']; calls: number } {
  const host = {
    calls: 0,
    call: ((method: string, params: { view: { filters: readonly { kind: string }[] }; row: number; offset: number; limit: number }) => {
      host.calls++;
      const rows = params.view.filters.some(({ kind }) => kind === 'flagged') ? order.filter((row) => flagged.has(row)) : order;
      if (method === 'window') return Promise.resolve({ total: rows.length, rows: rows.slice(params.offset, params.offset + params.limit) });
      const position = rows.indexOf(params.row);
      return Promise.resolve(position < 0 ? null : position);
    }) as Host['call'],
  };
  return host;
}

const view = { filters: [] };

test('next and previous are the nearest flagged rows in the order of the view', async () => {
  const host = hostOf([50, 40, 30, 20, 10], new Set([40, 10]));
  assert.deepEqual(await neighbourFlagged(host, view, { row: 30, position: 2 }, 1), { row: 10, position: 4 });
  assert.deepEqual(await neighbourFlagged(host, view, { row: 30, position: 2 }, -1), { row: 40, position: 1 });
});

test('a flagged row is never its own neighbour, and ends have none', async () => {
  const host = hostOf([1, 2, 3, 4], new Set([2, 4]));
  assert.deepEqual(await neighbourFlagged(host, view, { row: 2, position: 1 }, 1), { row: 4, position: 3 });
  assert.equal(await neighbourFlagged(host, view, { row: 4, position: 3 }, 1), null);
  assert.equal(await neighbourFlagged(host, view, { row: 2, position: 1 }, -1), null);
});

test('without a selected row the first flagged row is next', async () => {
  assert.deepEqual(await neighbourFlagged(hostOf([1, 2, 3], new Set([1, 3])), view, { row: null, position: 0 }, 1), { row: 1, position: 0 });
  assert.equal(await neighbourFlagged(hostOf([1, 2, 3], new Set()), view, { row: null, position: 0 }, 1), null);
});

test('a hundred thousand rows take a few dozen requests', async () => {
  const order = Array.from({ length: 100_000 }, (_, index) => index + 1);
  const host = hostOf(order, new Set(order.filter((row) => row % 7 === 0)));
  assert.deepEqual(await neighbourFlagged(host, view, { row: 50_000, position: 49_999 }, 1), { row: 50_001, position: 50_000 });
  assert.ok(host.calls < 50, String(host.calls));
});
