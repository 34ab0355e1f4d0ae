import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import type { WindowParams, WindowResult } from '../../../src/protocol/engineMethods.ts';
import { abortError } from '../../../src/protocol/rpc.ts';
import { DataWindow, type Wanted } from '../../../webview/grid/dataWindow.ts';

interface Asked {
  readonly params: Omit<WindowParams, 'id'>;
  readonly signal: AbortSignal;
  answer(total?: number, prefix?: string): Promise<void>;
  fail(message: string): Promise<void>;
}

let asked: Asked[] = [];
let changes: boolean[] = [];
let window: DataWindow;

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const want = (first: number, last: number, columns = ['a'], direction: Wanted['direction'] = 1): void => window.want({ first, last, columns, direction });
const cell = (position: number, column = 'a'): string | undefined => {
  const page = window.page(position);
  return page?.cells.get(column)?.text[position - page.start];
};
const open = (): Asked[] => asked.filter(({ signal }) => !signal.aborted);

function reply(params: Omit<WindowParams, 'id'>, total: number, prefix: string): WindowResult {
  const count = Math.max(0, Math.min(params.limit, total - params.offset));
  const rows = Array.from({ length: count }, (_, index) => params.offset + index + 1);
  return { total, offset: params.offset, rows, marks: [], cells: params.columns.map((column) => ({ text: rows.map((row) => `${prefix}${column}${row}`) })) };
}

beforeEach(() => {
  asked = [];
  changes = [];
  window = new DataWindow(
    (params, signal) => new Promise<WindowResult>((resolve, reject) => {
      signal.addEventListener('abort', () => reject(abortError()));
      asked.push({
        params, signal,
        answer: async (total = 10_000_000, prefix = '') => { resolve(reply(params, total, prefix)); await settle(); },
        fail: async (message) => { reject(new Error(message)); await settle(); },
      });
    }),
    { changed: (replaced) => changes.push(replaced) },
  );
  window.setEnabled(true);
});

test('what is in sight is asked for once, by whole pages, and then shown', async () => {
  want(150, 250);
  want(151, 251);
  assert.equal(asked.length, 1);
  assert.deepEqual([asked[0]!.params.offset, asked[0]!.params.limit], [100, 200]);
  assert.equal(cell(150), undefined);
  await asked[0]!.answer();
  assert.equal(cell(150), 'a151');
  assert.equal(window.total, 10_000_000);
  assert.equal(window.rowAt(299), 300);
});

test('when all in sight is at hand, the next page in the direction of movement is fetched', async () => {
  want(500, 530);
  await asked[0]!.answer();
  want(500, 530);
  assert.equal(asked.at(-1)!.params.offset, 600);
  await asked.at(-1)!.answer();
  want(500, 530, ['a'], -1);
  assert.equal(asked.at(-1)!.params.offset, 400);
});

test('no page beyond the last row is asked for', async () => {
  want(0, 30);
  await asked[0]!.answer(80);
  want(0, 30);
  assert.equal(asked.length, 1);
});

test('a view without rows is asked for once, and again when the document has changed', async () => {
  want(0, 30);
  await asked[0]!.answer(0);
  assert.equal(window.total, 0);
  want(0, 30);
  assert.equal(asked.length, 1);
  window.refresh();
  assert.equal(asked.length, 2);
  await asked[1]!.answer(3);
  assert.equal(cell(2), 'a3');
  assert.equal(asked.length, 2);
});

test('the newest request wins: one for rows out of sight is aborted when a third is wanted', () => {
  want(0, 30);
  want(100_000, 100_030);
  assert.equal(asked.length, 2);
  want(5_000_000, 5_000_030);
  assert.deepEqual(asked.map(({ signal }) => signal.aborted), [true, false, false]);
  assert.equal(asked[2]!.params.offset, 5_000_000);
});

test('columns that come into sight are fetched for the rows in sight and join those at hand', async () => {
  want(0, 30, ['a']);
  await asked[0]!.answer();
  want(0, 30, ['b']);
  const second = asked.at(-1)!;
  assert.deepEqual(second.params.columns, ['b']);
  await second.answer();
  assert.deepEqual([cell(3, 'a'), cell(3, 'b')], ['a4', 'b4']);
});

test('the rows of the last view are shown until those of the next have come', async () => {
  want(0, 30);
  await asked[0]!.answer(1000);
  window.setView({ filters: [{ kind: 'missing', column: 'a' }] });
  assert.equal(window.waiting, true);
  assert.deepEqual([window.total, cell(5)], [1000, 'a6']);
  changes = [];
  await open().at(-1)!.answer(40, 'new ');
  assert.deepEqual([window.waiting, window.total, cell(5)], [false, 40, 'new a6']);
  assert.deepEqual(changes, [true]);
});

test('a late answer of an older view is dropped', async () => {
  want(0, 30);
  window.setView({ filters: [{ kind: 'missing', column: 'a' }] });
  const late = asked[0]!;
  await open().at(-1)!.answer(40, 'new ');
  await late.answer(1000, 'late ');
  assert.deepEqual([window.total, cell(5)], [40, 'new a6']);
});

test('after a change of the document old pages are shown until they are read again', async () => {
  want(0, 30);
  await asked[0]!.answer();
  window.refresh();
  assert.equal(cell(5), 'a6');
  await asked.at(-1)!.answer(undefined, 'fresh ');
  assert.equal(cell(5), 'fresh a6');
});

test('pages that may hold other rows go when the number of rows has changed', async () => {
  want(0, 30);
  await asked[0]!.answer(1000);
  want(0, 30);
  await asked.at(-1)!.answer(1000);
  assert.equal(cell(150), 'a151');
  window.refresh();
  await asked.at(-1)!.answer(999, 'fresh ');
  assert.deepEqual([cell(5), cell(150)], ['fresh a6', undefined]);
});

test('the head of the file is shown until pages come, and only in file order', async () => {
  const columns = [{ name: 'a', index: 0, type: 'text' }] as const;
  window.setHead({ columns, cells: [{ text: ['one', 'two'] }] });
  assert.deepEqual([window.total, cell(0), cell(2), window.rowAt(1)], [2, 'one', undefined, 2]);
  want(0, 30);
  await asked[0]!.answer(5000);
  assert.deepEqual([window.total, cell(0)], [5000, 'a1']);
  window.setView({ filters: [], sort: { column: 'a', descending: true } });
  await open().at(-1)!.answer(5000, 'sorted ');
  assert.equal(cell(0), 'sorted a1');
});

test('as more of the file is read the view grows and its last page is read again', async () => {
  want(0, 130);
  await asked[0]!.answer(120);
  window.grow(260);
  assert.equal(window.total, 260);
  want(90, 130);
  assert.equal(asked.at(-1)!.params.offset, 100);
  assert.equal(cell(110), 'a111');
});

test('a failure is told once and tried again when asked', async () => {
  want(0, 30);
  await asked[0]!.fail('the engine stopped');
  assert.equal(window.failure, 'the engine stopped');
  want(0, 30);
  want(0, 31);
  assert.equal(asked.length, 1);
  window.retry();
  await asked.at(-1)!.answer();
  assert.deepEqual([window.failure, cell(0)], [null, 'a1']);
});

test('far pages are let go of when much has been seen, and those in sight stay', async () => {
  const columns = Array.from({ length: 50 }, (_, index) => `c${index}`);
  for (let page = 0; page < 100; page++) {
    want(page * 100, page * 100 + 30, columns);
    for (const request of open().filter(({ params }) => params.offset === page * 100)) await request.answer();
  }
  assert.equal(cell(0, 'c0'), undefined);
  assert.equal(cell(9900, 'c0'), 'c09901');
});
