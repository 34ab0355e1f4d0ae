import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startingState, type DocumentState, type HeadRows } from '../../../src/protocol/methods.ts';
import { chosenWidth, gridColumns, moveColumn, numberWidth, spreadWidths } from '../../../webview/grid/columns.ts';
import { LayoutKeeper } from '../../../webview/grid/gridLayout.ts';
import { startingScreen } from '../../../webview/store.ts';
import { generatedState, type GeneratedTable } from '../harness/generatedHost.ts';

const names = ['text', 'label', 'score', '__proto__'];
const columns = names.map((name, index) => ({ name, index, type: 'text' as const }));
const head: HeadRows = {
  columns,
  cells: [
    { text: Array(10).fill('a long text '.repeat(8)) },
    { text: Array(10).fill('refund') },
    { text: Array(10).fill('0.25') },
    { text: Array(10).fill('x') },
  ],
};
const table: GeneratedTable = { rows: 1000, columns, cell: () => '', roles: { label: 'label', content: ['text'] } };
const ready: DocumentState = generatedState(table);
const whole = { hidden: [], widths: {}, order: [] };

test('columns are wide enough for their first rows, and the content may be wider than the rest', () => {
  const [text, label, score] = gridColumns(ready, head, whole);
  assert.equal(text!.width, 430);
  assert.ok(label!.width < 160 && score!.width < 110);
  assert.deepEqual([text!.role, label!.role, score!.role], ['content', 'label', 'other']);
});

test('figures stand at the right before their type is known', () => {
  const early = gridColumns({ ...startingState, phase: 'head', head }, head, whole);
  assert.deepEqual(early.map(({ numeric }) => numeric), [false, false, true, false]);
});

test('chosen widths win, hidden columns go, and a name that every object has is a name', () => {
  const shown = gridColumns(ready, head, { hidden: ['label'], widths: { score: 333 }, order: [] });
  assert.deepEqual(shown.map(({ name }) => name), ['text', 'score', '__proto__']);
  assert.equal(shown[1]!.width, 333);
  assert.equal(chosenWidth({}, '__proto__'), undefined);
  assert.equal(typeof shown[2]!.width, 'number');
});

test('room that is left over goes to the content, up to a readable line', () => {
  const shown = gridColumns(ready, head, whole);
  const total = shown.reduce((sum, { width }) => sum + width, 0);
  assert.equal(spreadWidths(shown, {}, total + 100)[0]!.width, 530);
  assert.equal(spreadWidths(shown, {}, total + 5000)[0]!.width, 640);
  assert.equal(spreadWidths(shown, { text: 430 }, total + 100)[0]!.width, 430);
  assert.equal(spreadWidths(shown, {}, total - 100)[0]!.width, 430);
});

test('the row numbers have room for the largest of them', () => {
  assert.ok(numberWidth(10) < numberWidth(10_000_000));
});

test('widths stay as they were when the document lets go of the head', () => {
  const keeper = new LayoutKeeper();
  const before = keeper.update({ ...ready, head }, startingScreen, 1000, 900);
  const after = keeper.update({ ...ready, head: null }, startingScreen, 1000, 900);
  assert.deepEqual(after.columns.map(({ width }) => width), before.columns.map(({ width }) => width));
});

test('frozen columns leave room for those that move', () => {
  const keeper = new LayoutKeeper();
  assert.equal(keeper.update({ ...ready, head }, { ...startingScreen, frozen: 4 }, 1000, 700).layout.frozen, 2);
  assert.equal(keeper.update({ ...ready, head }, { ...startingScreen, frozen: 1 }, 1000, 700).layout.frozen, 2);
  assert.equal(keeper.update({ ...ready, head }, { ...startingScreen, frozen: 2 }, 1000, 2000).layout.frozen, 3);
});

test('while a file is read again the table stays as it was', () => {
  const keeper = new LayoutKeeper();
  const before = keeper.update({ ...ready, head }, startingScreen, 1000, 900);
  assert.equal(keeper.update({ ...startingState, phase: 'starting' }, startingScreen, 0, 900), before);
});

test('a column is moved before another of those that are shown; hidden ones keep their place, and the order of the file is no order', () => {
  const document: DocumentState = {
    ...ready,
    dataset: { ...ready.dataset!, columns: ['a', 'b', 'c', 'd'].map((name, index) => ({ name, index, type: 'text' })) },
  };
  const shown = (order: readonly string[], hidden: readonly string[] = []): ReturnType<typeof gridColumns> =>
    gridColumns(document, null, { hidden, widths: {}, order });
  assert.deepEqual(moveColumn(document, [], shown([]), 'a', 3), ['b', 'c', 'a', 'd']);
  assert.deepEqual(moveColumn(document, [], shown([]), 'a', 4), ['b', 'c', 'd', 'a']);
  assert.deepEqual(moveColumn(document, [], shown([], ['b']), 'd', 1), ['a', 'b', 'd', 'c']);
  assert.deepEqual(moveColumn(document, ['b', 'a', 'c', 'd'], shown(['b', 'a', 'c', 'd']), 'a', 0), []);
  assert.deepEqual(shown(['d', 'a']).map(({ name }) => name), ['d', 'a', 'b', 'c'], 'columns that have come since are last');
});
