import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RowMark, WindowParams } from '../../../src/protocol/engineMethods.ts';
import type { Host } from '../../../webview/host.ts';
import { changing, gatherLabelRows, labelDrafts, taxonomyAfter } from '../../../webview/labelling/labelChange.ts';

const labels: Readonly<Record<number, string>> = { 1: 'sport', 2: 'news', 3: 'sport', 4: 'Sport', 5: 'news' };
const decided: Readonly<Record<number, string>> = { 3: 'news', 5: 'sport' };

/** Answers as the engine does: filters see the file, marks what was decided. */
const host: Pick<Host, 'call'> = {
  call: ((_name: string, { view, offset, limit }: WindowParams) => {
    const [first] = view.filters;
    const rows = Object.keys(labels)
      .map(Number)
      .filter((row) => (first?.kind === 'values' ? first.values.includes(labels[row]!) : row in decided))
      .slice(offset, offset + limit);
    const marks = rows
      .filter((row) => row in decided)
      .map((row): RowMark => ({ row, flags: {}, decided: [{ act: 'relabel', column: 'label', to: decided[row]! }] }));
    return Promise.resolve({ total: rows.length, offset, rows, cells: [{ text: rows.map((row) => labels[row]!) }], marks });
  }) as Host['call'],
};
const gather = (from: readonly string[]): ReturnType<typeof gatherLabelRows> =>
  gatherLabelRows(host, { column: 'label', from, filters: [] }, new AbortController().signal, () => undefined);

test('the rows of a label are those that have it now, by the file or by decision', async () => {
  const { rows } = await gather(['sport']);
  assert.deepEqual(rows.map(({ row, from, view, position }) => [row, from, view, position]), [[1, 'sport', 0, 0], [5, 'sport', 1, 1]]);
});

test('merged labels become one, and rows that have it already need no decision', async () => {
  const { rows } = await gather(['sport', 'Sport']);
  assert.deepEqual(rows.map(({ row }) => row), [1, 4, 5]);
  assert.deepEqual(changing({ rows, views: [], left: 0 }, 'sport').rows.map(({ row }) => row), [4]);
  assert.deepEqual(labelDrafts(rows, 'label', 'sport'), [{ row: 4, act: 'relabel', column: 'label', to: 'sport', why: 'taxonomy' }]);
});

test('the taxonomy follows what becomes of the labels', () => {
  assert.deepEqual(taxonomyAfter('rename', ['sport'], 'sports', true), { rename: { from: 'sport', to: 'sports' } });
  assert.deepEqual(taxonomyAfter('merge', ['sport', 'Sport'], 'sport', true), { remove: ['Sport'], add: [{ name: 'sport' }] });
  assert.deepEqual(taxonomyAfter('split', ['sport'], 'chess', true), { add: [{ name: 'chess' }] });
  // Rows that are filtered away have the label still.
  assert.deepEqual(taxonomyAfter('rename', ['sport'], 'sports', false), { add: [{ name: 'sports' }] });
});
