import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { DecisionDraft } from '../../../src/core/decision.ts';
import { startingState } from '../../../src/protocol/methods.ts';
import type { Context } from '../../../webview/context.ts';
import type { Host } from '../../../webview/host.ts';
import { RowActions } from '../../../webview/panels/rowActions.ts';
import { Store } from '../../../webview/store.ts';

before(() => {
  globalThis.requestAnimationFrame = (callback) => setTimeout(callback, 0) as unknown as number;
});

interface Bench {
  readonly store: Store;
  readonly actions: RowActions;
  readonly steps: DecisionDraft[][];
  settled(): Promise<void>;
}

/** Five rows labelled `a`; rows that have been decided leave a view with a filter, and with one of those that are `alike` the others do. */
function bench({ filtered = false, alike = [] }: { readonly filtered?: boolean; readonly alike?: readonly number[] } = {}): Bench {
  const steps: DecisionDraft[][] = [];
  const decided = (): Set<number> => new Set(steps.flat().flatMap(({ row = 0 }) => (alike.includes(row) ? alike : [row])));
  const viewRows = (): number[] => [1, 2, 3, 4, 5].filter((row) => !filtered || !decided().has(row));
  const pause = <T>(value: T): Promise<T> => new Promise((resolve) => setTimeout(() => resolve(value), 1));
  const answers: Record<string, (params: { row: number; offset: number; limit: number; drafts: DecisionDraft[] }) => unknown> = {
    row: ({ row }) => ({ row, key: {}, cells: [{ column: 'label', text: 'a' }], findings: [], decisions: [] }),
    window: ({ offset, limit }) => ({ total: viewRows().length, rows: viewRows().slice(offset, offset + limit) }),
    positionOf: ({ row }) => (viewRows().includes(row) ? viewRows().indexOf(row) : null),
    decide: ({ drafts }) => void steps.push(drafts),
  };
  const host = { call: async (method: string, params: unknown) => pause(answers[method]?.(params as never)), close: () => undefined } as unknown as Host;
  const store = new Store({ filters: filtered ? [{ kind: 'flagged' }] : [] });
  store.patchDocument({
    ...startingState, phase: 'ready',
    dataset: {
      path: '', name: '', format: 'csv', bytes: 0, columns: [], records: 5, rows: 5, unreadable: 0, hasLines: true,
      roles: { label: 'label', content: [], segments: [], probabilities: [], annotators: [] }, inference: [], key: [], notices: [],
    },
  });
  let last: Promise<unknown> = Promise.resolve();
  const attempt: Context['attempt'] = (request) => {
    last = request;
    return request.then(() => true);
  };
  const actions = new RowActions({
    store,
    host,
    attempt,
    side: () => {
      throw new Error('not drawn here');
    },
    focusRows: () => undefined,
    changeLabels: () => undefined,
    addAnnotation: () => undefined,
  });
  const settled = async (): Promise<void> => {
    for (let seen: unknown; seen !== last;) {
      seen = last;
      await last;
      await pause(null);
    }
  };
  return { store, actions, steps, settled };
}

test('keys that come faster than answers decide one row each', async () => {
  const { store, actions, steps, settled } = bench();
  store.select(1, 0);
  for (const label of ['b', 'c', 'd']) actions.relabel(label);
  await settled();
  assert.deepEqual(steps.flat().map(({ row, to }) => [row, to]), [[1, 'b'], [2, 'c'], [3, 'd']]);
  assert.deepEqual([store.screen.selectedRow, store.screen.selectedPosition], [4, 3]);
});

test('where a decision takes the row out of the view, the next row is selected where it has moved to', async () => {
  const { store, actions, steps, settled } = bench({ filtered: true });
  store.select(2, 1);
  actions.relabel('b');
  actions.relabel('c');
  await settled();
  assert.deepEqual(steps.flat().map(({ row }) => row), [2, 3]);
  assert.deepEqual([store.screen.selectedRow, store.screen.selectedPosition], [4, 1]);
});

test('the selection stays on the last row, and wherever going on is turned off', async () => {
  const { store, actions, settled } = bench();
  store.select(5, 4);
  actions.relabel('b');
  await settled();
  assert.equal(store.screen.selectedRow, 5);
  store.patchScreen({ advance: false });
  store.select(2, 1);
  actions.relabel('b');
  await settled();
  assert.equal(store.screen.selectedRow, 2);
});

test('a cell, a comment and a decision taken back leave the selection where it is', async () => {
  const { store, actions, steps, settled } = bench();
  store.select(2, 1);
  actions.set('country', 'DE', 2);
  actions.comment('why?', 2);
  actions.takeBack({ id: 'A', row: { id: 2 }, act: 'exclude', at: '2026-01-01T00:00:00Z' }, 2);
  await settled();
  assert.deepEqual(steps.flat().map(({ row, act }) => [row, act]), [[2, 'set'], [2, 'comment'], [2, 'retract']]);
  assert.deepEqual([store.screen.selectedRow, store.screen.selectedPosition], [2, 1]);
});

test('moving up from the first row and down from the last goes nowhere', async () => {
  const { store, actions, settled } = bench();
  store.select(1, 0);
  actions.move(-1);
  await settled();
  assert.equal(store.screen.selectedRow, 1);
  store.select(5, 4);
  actions.move(1);
  await settled();
  assert.equal(store.screen.selectedRow, 5);
});

test('a row that has left the view stands between its neighbours', async () => {
  const { store, actions, settled } = bench({ filtered: true });
  store.patchScreen({ advance: false });
  store.select(3, 2);
  actions.relabel('b');
  actions.move(1);
  await settled();
  assert.equal(store.screen.selectedRow, 4);
  store.select(3, 2);
  actions.move(-1);
  await settled();
  assert.equal(store.screen.selectedRow, 2);
});

test('without a selected row an act says what to do', async () => {
  const { store, actions, steps, settled } = bench();
  actions.accept();
  await settled();
  assert.deepEqual(steps, []);
  assert.equal(store.message, 'Select a row first');
});

test('keys that still wait when other rows are shown decide and select nothing there', async () => {
  const { store, actions, steps, settled } = bench();
  store.select(1, 0);
  actions.move(1);
  actions.relabel('b');
  store.showRows([{ kind: 'flagged', check: 'missing-value' }]);
  await settled();
  assert.deepEqual(steps, []);
  assert.equal(store.screen.selectedRow, null);
});

test('keys that still wait when another row is selected decide on the rows they were meant for, and the selection stays', async () => {
  const { store, actions, steps, settled } = bench();
  store.select(1, 0);
  actions.relabel('b');
  actions.relabel('c');
  store.select(4, 3);
  await settled();
  assert.deepEqual(steps.flat().map(({ row, to }) => [row, to]), [[1, 'b'], [2, 'c']]);
  assert.equal(store.screen.selectedRow, 4);
});

test('a key for the row that was selected meanwhile means that one, whatever still waits', async () => {
  const { store, actions, steps, settled } = bench();
  store.select(1, 0);
  actions.relabel('b');
  store.select(4, 3);
  actions.relabel('c');
  actions.relabel('d');
  await settled();
  assert.deepEqual(steps.flat().map(({ row, to }) => [row, to]), [[1, 'b'], [4, 'c'], [5, 'd']]);
  assert.equal(store.screen.selectedRow, 5);
});

test('what was written in a field of a row is set on that row, wherever the keys before have gone on to', async () => {
  const { store, actions, steps, settled } = bench();
  store.select(1, 0);
  actions.relabel('b');
  actions.set('text', 'x', 1);
  actions.comment('y', 1);
  await settled();
  assert.deepEqual(steps.flat().map(({ row, act }) => [row, act]), [[1, 'relabel'], [1, 'set'], [1, 'comment']]);
  assert.equal(store.screen.selectedRow, 2);
});

test('where a decision takes the next row out of the view, too, the one after it is next', async () => {
  const { store, actions, steps, settled } = bench({ filtered: true, alike: [2, 3] });
  store.select(2, 1);
  actions.relabel('b');
  actions.relabel('c');
  await settled();
  assert.deepEqual(steps.flat().map(({ row, to }) => [row, to]), [[2, 'b'], [4, 'c']]);
  assert.equal(store.screen.selectedRow, 5);
});

test('where nothing can be kept, keys decide nothing and say why', async () => {
  const { store, actions, steps, settled } = bench();
  store.patchDocument({ readOnly: 'The folder /data is read-only.' });
  store.select(1, 0);
  actions.relabel('b');
  actions.standing('exclude');
  await settled();
  assert.deepEqual([steps, store.problem, store.screen.selectedRow], [[], 'The folder /data is read-only.', 1]);
});
