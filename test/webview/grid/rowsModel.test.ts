import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { Host } from '../../../webview/host.ts';
import { RowsModel } from '../../../webview/grid/rowsModel.ts';
import { Store } from '../../../webview/store.ts';
import { generatedHost, generatedState, wideTable } from '../harness/generatedHost.ts';

/** What the grid does: asks for what is in sight, remembers what it was told to show. */
class View {
  readonly revealed: number[] = [];
  readonly model: RowsModel;

  constructor(model: RowsModel) {
    this.model = model;
  }

  changed(): void {
    const first = this.revealed.at(-1) ?? 0;
    this.model.data.want({ first, last: first + 20, columns: ['text'], direction: 1 });
  }

  reveal(position: number): void {
    this.revealed.push(position);
    this.changed();
  }
}

const table = wideTable(10_000, 3);
let store: Store;
let host: Host;
let model: RowsModel;
let view: View;
/** Rows that have left every filtered view, as a decision makes them. */
let gone: Set<number>;

beforeEach(async () => {
  globalThis.requestAnimationFrame = (callback) => setTimeout(() => callback(0), 0) as unknown as number;
  gone = new Set();
  store = new Store();
  host = leaving(generatedHost(table, 0));
  model = new RowsModel(store, host);
  view = new View(model);
  store.subscribe(() => model.update());
  store.patchDocument(generatedState(table));
  model.drawBy(view);
  await quiet();
});

afterEach(() => Reflect.deleteProperty(globalThis, 'requestAnimationFrame'));

/** Waits until frames and answers have settled. */
async function quiet(): Promise<void> {
  for (let i = 0; i < 12; i++) await new Promise((resolve) => setTimeout(resolve, 1));
}

/** The same host, whose filtered views lack the rows that are gone. */
function leaving(inner: Host): Host {
  const filteredRows = (): number[] => Array.from({ length: 1000 }, (_, index) => index * 10 + 1).filter((row) => !gone.has(row));
  const call = (async (
    method: 'window' | 'positionOf',
    params: { view: { filters: unknown[] }; row: number; offset: number; limit: number; columns: string[] },
    options: object,
  ) => {
    if (gone.size === 0 || params.view.filters.length === 0) return inner.call(method, params as never, options);
    const rows = filteredRows();
    if (method === 'positionOf') return rows.includes(params.row) ? rows.indexOf(params.row) : null;
    const page = rows.slice(params.offset, params.offset + params.limit);
    return {
      total: rows.length,
      offset: params.offset,
      rows: page,
      marks: [],
      cells: params.columns.map(() => ({ text: page.map(String) })),
    };
  }) as unknown as Host['call'];
  return { call, close: () => undefined };
}

const screen = (): (number | null)[] => [store.screen.selectedRow, store.screen.selectedPosition, store.screen.viewRows];

test('the first row is selected once it is known, and the number of rows is told', () => {
  assert.deepEqual(screen(), [1, 0, 10_000]);
});

test('moving tells the store, and shows the row', async () => {
  model.moveTo(9_999);
  await quiet();
  assert.deepEqual(screen(), [10_000, 9_999, 10_000]);
  assert.equal(view.revealed.at(-1), 9_999);
  model.moveTo(50_000);
  assert.equal(model.position, 9_999);
});

test('a row that is selected from outside is found and shown', async () => {
  store.patchScreen({ selectedRow: 4321 });
  await quiet();
  assert.deepEqual(screen(), [4321, 4320, 10_000]);
  assert.equal(view.revealed.at(-1), 4320);
});

test('a position that is selected from outside gets its row', async () => {
  store.patchScreen({ selectedRow: null, selectedPosition: 7000 });
  await quiet();
  assert.deepEqual(screen(), [7001, 7000, 10_000]);
});

test('the selected row stays selected when a filter keeps it, and the view begins at its place', async () => {
  model.moveTo(5000);
  await quiet();
  store.patchScreen({ filters: [{ kind: 'flagged' }] });
  await quiet();
  assert.deepEqual(screen(), [5001, 500, 1000]);
  assert.equal(view.revealed.at(-1), 500);
  store.patchScreen({ filters: [] });
  await quiet();
  assert.deepEqual(screen(), [5001, 5000, 10_000]);
  assert.equal(view.revealed.at(-1), 5000, 'far beyond the end of the shorter view that was shown until then');
});

test('when a filter hides the selected row, the first row of the view is selected', async () => {
  model.moveTo(5003);
  await quiet();
  store.patchScreen({ filters: [{ kind: 'flagged' }] });
  await quiet();
  assert.deepEqual(screen(), [1, 0, 1000]);
});

test('a row that is asked for by name makes the filters give way that hide it', async () => {
  store.showRows([{ kind: 'flagged' }]);
  await quiet();
  store.patchScreen({ selectedRow: 5004 });
  await quiet();
  assert.deepEqual([store.screen.filters, ...screen()], [[], 5004, 5003, 10_000]);
});

test('sorting starts at the top again', async () => {
  model.moveTo(5000);
  await quiet();
  store.patchScreen({ sort: { column: 'text', descending: true }, selectedRow: null, selectedPosition: 0 });
  await quiet();
  assert.deepEqual(screen(), [10_000, 0, 10_000]);
});

test('a decided row that leaves the view gives its place to the next', async () => {
  store.showRows([{ kind: 'flagged' }]);
  await quiet();
  model.moveTo(5);
  await quiet();
  assert.equal(store.screen.selectedRow, 51);
  gone.add(51);
  store.patchDocument({ revision: 1 });
  await quiet();
  assert.deepEqual(screen(), [61, 5, 999]);
});

test('the selection follows its row when rows above it leave the view', async () => {
  store.showRows([{ kind: 'flagged' }]);
  await quiet();
  model.moveTo(5);
  await quiet();
  gone.add(11);
  store.patchDocument({ revision: 1 });
  await quiet();
  assert.deepEqual(screen(), [51, 4, 999]);
});

test('extending keeps the other end of the range', async () => {
  model.moveTo(100);
  model.moveTo(105, true);
  assert.deepEqual(model.range, [100, 105]);
  model.moveTo(98, true);
  assert.deepEqual(model.range, [98, 100]);
  model.clearRange();
  assert.deepEqual(model.range, [98, 98]);
  await quiet();
  assert.equal(store.screen.selectedRow, 99);
});

test('what was selected last time is selected again when the file has loaded', async () => {
  const restored = new Store({ selectedRow: 4321, selectedPosition: 4320 });
  const again = new RowsModel(restored, host);
  const seen = new View(again);
  restored.subscribe(() => again.update());
  restored.patchDocument({ phase: 'head', head: { columns: table.columns, cells: table.columns.map(() => ({ text: ['x', 'y'] })) } });
  again.drawBy(seen);
  await quiet();
  assert.equal(restored.screen.selectedRow, 4321);
  restored.patchDocument({ ...generatedState(table), head: null });
  await quiet();
  assert.deepEqual([restored.screen.selectedRow, restored.screen.selectedPosition, again.position], [4321, 4320, 4320]);
});

test('while only the head is known its rows can be selected', async () => {
  const starting = new Store();
  const early = new RowsModel(starting, host);
  starting.subscribe(() => early.update());
  starting.patchDocument({ phase: 'head', head: { columns: table.columns, cells: table.columns.map(() => ({ text: ['x', 'y', 'z'] })) } });
  await quiet();
  assert.deepEqual([early.count, starting.screen.selectedRow], [3, 1]);
  early.moveTo(2);
  assert.equal(starting.screen.selectedRow, 3);
});

/** A file of which so many rows have been read. */
function growing(): { readonly host: Host; rows: number; readonly asked: string[] } {
  const inner = generatedHost(table, 0);
  const file: { host: Host; rows: number; asked: string[] } = { rows: 0, asked: [], host: inner };
  const call = (async (method: 'window', params: { view: object; offset: number; limit: number }, options: object) => {
    file.asked.push(`${method} ${JSON.stringify(params.view)}`);
    if (method !== 'window') return inner.call(method, params as never, options);
    const limit = Math.max(0, Math.min(params.limit, file.rows - params.offset));
    const result = await inner.call(method, { ...params, limit } as never, options);
    return { ...result, total: file.rows, rows: result.rows.slice(0, limit) };
  }) as unknown as Host['call'];
  return Object.assign(file, { host: { ...inner, call } as Host });
}

test('the rows grow while the file loads, in file order, and stay where they are when it is loaded', async () => {
  const ready = generatedState(table);
  const file = growing();
  store = new Store({ sort: { column: 'text', descending: false } });
  model = new RowsModel(store, file.host);
  view = new View(model);
  store.subscribe(() => model.update());
  const head = { columns: ready.dataset!.columns, cells: ready.dataset!.columns.map(() => ({ text: Array.from({ length: 20 }, () => 'x') })) };
  store.patchDocument({ ...ready, phase: 'head', dataset: null, head });
  model.drawBy(view);
  await quiet();
  assert.equal(file.asked.length, 0, 'the head alone is asked for nothing');
  for (const rows of [250, 3000, 10_000]) {
    file.rows = rows;
    store.patchDocument({ phase: 'loading', loadedRows: rows });
    await quiet();
    assert.equal(model.count, rows);
    model.moveTo(rows - 1);
    await quiet();
    assert.deepEqual([model.position, store.screen.selectedRow], [rows - 1, rows]);
  }
  assert(file.asked.every((asked) => asked === 'window {"filters":[]}'), 'nothing is sorted until all is loaded');
  store.patchDocument({ ...ready, phase: 'ready', head: null });
  await quiet();
  assert(file.asked.some((asked) => asked.includes('"sort"')));
  assert.equal(store.screen.selectedRow, 10_000);
});

test('a part of the file has no more rows than were loaded, whatever was seen before', async () => {
  const ready = generatedState(table);
  const file = growing();
  store = new Store();
  model = new RowsModel(store, file.host);
  view = new View(model);
  store.subscribe(() => model.update());
  file.rows = 5000;
  store.patchDocument({ ...ready, phase: 'loading', dataset: null, loadedRows: 5000 });
  model.drawBy(view);
  await quiet();
  model.moveTo(4999);
  await quiet();
  file.rows = 2000;
  store.patchDocument({ ...ready, phase: 'ready', dataset: { ...ready.dataset!, records: 2000, partial: { bytes: 1 } } });
  await quiet();
  assert.equal(model.count, 2000);
  assert.equal(model.position, 1999);
});

test('the selected row of a sorted view stays selected while the file is read again', async () => {
  const ready = generatedState(table);
  const file = growing();
  file.rows = 10_000;
  store = new Store({ sort: { column: 'text', descending: false } });
  model = new RowsModel(store, file.host);
  view = new View(model);
  store.subscribe(() => model.update());
  store.patchDocument(ready);
  model.drawBy(view);
  await quiet();
  store.select(9000, 8999);
  await quiet();
  assert.equal(store.screen.selectedRow, 9000);
  store.patchDocument({ phase: 'starting', dataset: null, head: null });
  const head = { columns: ready.dataset!.columns, cells: ready.dataset!.columns.map(() => ({ text: Array.from({ length: 20 }, () => 'x') })) };
  store.patchDocument({ phase: 'head', head });
  await quiet();
  for (const rows of [250, 3000, 10_000]) {
    file.rows = rows;
    store.patchDocument({ phase: 'loading', loadedRows: rows });
    await quiet();
    assert.equal(store.screen.selectedRow, 9000, `${rows} rows have been loaded`);
  }
  store.patchDocument({ ...ready, phase: 'ready', head: null });
  await quiet();
  assert.equal(store.screen.selectedRow, 9000);
});
