import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { View } from '../../../src/core/filter.ts';
import type { Host } from '../../../webview/host.ts';
import { RowQueue } from '../../../webview/labelling/rowQueue.ts';

/** A view of these rows, as they are when they are asked for. */
function hostOf(rows: () => readonly number[]): Pick<Host, 'call'> {
  const answer = (name: string, params: { view: View; row: number; offset: number; limit: number }): unknown => {
    const all = rows();
    if (name === 'positionOf') return all.includes(params.row) ? all.indexOf(params.row) : null;
    return { total: all.length, offset: params.offset, rows: all.slice(params.offset, params.offset + params.limit), cells: [], marks: [] };
  };
  return { call: ((name: string, params: never) => Promise.resolve(answer(name, params))) as Host['call'] };
}

const view: View = { filters: [{ kind: 'flagged' }] };
const odd = (count: number): number[] => Array.from({ length: count }, (_, index) => index * 2 + 1);

test('rows that leave the view as they are decided upon are neither skipped nor met again', async () => {
  const left = new Set<number>();
  const all = odd(1000);
  const queue = new RowQueue(hostOf(() => all.filter((row) => !left.has(row))));
  await queue.enter(view, null, 0);
  const met = [queue.row!];
  left.add(queue.row!);
  while (await queue.move(1)) {
    met.push(queue.row!);
    left.add(queue.row!);
  }
  assert.deepEqual(met, all);
});

test('one can go back to what was decided, and to rows before the one at which the view was entered', async () => {
  const left = new Set<number>();
  const all = odd(1000);
  const queue = new RowQueue(hostOf(() => all.filter((row) => !left.has(row))));
  await queue.enter(view, 1001, 0);
  assert.deepEqual([queue.row, queue.position, queue.total], [1001, 500, 1000]);
  left.add(1001);
  await queue.move(1);
  assert.equal(queue.row, 1003);
  await queue.move(-1);
  assert.equal(queue.row, 1001);
  for (let step = 0; step < 500; step++) await queue.move(-1);
  assert.deepEqual([queue.row, queue.position], [1, 0]);
  assert.equal(await queue.move(-1), false);
});

test('the rows that come are known before they are wanted', async () => {
  const queue = new RowQueue(hostOf(() => odd(10)));
  await queue.enter(view, 5, 0);
  assert.deepEqual(queue.coming(1, 3), [7, 9, 11]);
  assert.deepEqual(queue.coming(-1, 3), []);
  await queue.move(1);
  assert.deepEqual(queue.coming(-1, 1), [5]);
});

test('a row that is not in the view gives its place to the one there, and a view without rows has none', async () => {
  const queue = new RowQueue(hostOf(() => odd(10)));
  await queue.enter(view, 4, 2);
  assert.equal(queue.row, 5);
  await queue.enter(view, null, 99);
  assert.equal(queue.row, 1);
  const empty = new RowQueue(hostOf(() => []));
  await empty.enter(view, null, 0);
  assert.deepEqual([empty.row, empty.total, await empty.move(1)], [null, 0, false]);
});
