import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actOfKey, type GridAct, type GridExtent, type GridPlace, type KeyPress } from '../../../webview/grid/keyboard.ts';

const extent: GridExtent = { rows: 10_000_000, columns: 60, page: 25 };
const last = extent.rows - 1;

function press(keys: string): KeyPress {
  const parts = keys.split('+');
  const has = (name: string): boolean => parts.includes(name);
  return { key: parts.at(-1)!, shiftKey: has('Shift'), altKey: has('Alt'), ctrlKey: has('Ctrl'), metaKey: has('Meta') };
}

const act = (keys: string, position = 100, column = 5): GridAct | null => actOfKey(press(keys), { position, column }, extent);

function assertMoves(keys: string, from: GridPlace, to: GridPlace, extend = false): void {
  assert.deepEqual(actOfKey(press(keys), from, extent), { kind: 'move', place: to, extend }, keys);
}

test('arrows, j and k move by one cell or row', () => {
  const from = { position: 100, column: 5 };
  assertMoves('ArrowDown', from, { position: 101, column: 5 });
  assertMoves('j', from, { position: 101, column: 5 });
  assertMoves('ArrowUp', from, { position: 99, column: 5 });
  assertMoves('k', from, { position: 99, column: 5 });
  assertMoves('ArrowRight', from, { position: 100, column: 6 });
  assertMoves('ArrowLeft', from, { position: 100, column: 4 });
});

test('Ctrl+Home and Ctrl+End go to the exact corners of ten million rows', () => {
  assertMoves('Ctrl+End', { position: 7, column: 3 }, { position: last, column: 59 });
  assertMoves('Ctrl+Home', { position: last, column: 59 }, { position: 0, column: 0 });
  assertMoves('Meta+ArrowDown', { position: 7, column: 3 }, { position: last, column: 3 });
});

test('only a step up leads to the header, also while no row is known', () => {
  const none = { ...extent, rows: 0 };
  const place = { position: 0, column: 5 };
  assert.deepEqual(actOfKey(press('Ctrl+Home'), place, none), { kind: 'move', place: { position: 0, column: 0 }, extend: false });
  assert.deepEqual(actOfKey(press('j'), place, none), { kind: 'move', place, extend: false });
  assert.deepEqual(actOfKey(press('ArrowUp'), place, none), { kind: 'move', place: { position: -1, column: 5 }, extend: false });
});

test('nothing moves beyond the ends', () => {
  assertMoves('ArrowDown', { position: last, column: 5 }, { position: last, column: 5 });
  assertMoves('PageDown', { position: last - 3, column: 5 }, { position: last, column: 5 });
  assertMoves('PageUp', { position: 3, column: 5 }, { position: 0, column: 5 });
  assertMoves('ArrowRight', { position: 3, column: 59 }, { position: 3, column: 59 });
  assertMoves('ArrowLeft', { position: 3, column: 0 }, { position: 3, column: 0 });
});

test('the header is one step above the first row for the arrow key, and none for k', () => {
  assertMoves('ArrowUp', { position: 0, column: 5 }, { position: -1, column: 5 });
  assertMoves('ArrowDown', { position: -1, column: 5 }, { position: 0, column: 5 });
  assert.deepEqual(act('k', 0), { kind: 'none' });
});

test('Shift extends the range of rows but never into the header', () => {
  assertMoves('Shift+ArrowDown', { position: 100, column: 5 }, { position: 101, column: 5 }, true);
  assertMoves('Shift+PageUp', { position: 100, column: 5 }, { position: 75, column: 5 }, true);
  assertMoves('Shift+ArrowUp', { position: 0, column: 5 }, { position: -1, column: 5 }, false);
});

test('on a header Enter sorts and Alt with an arrow resizes', () => {
  assert.deepEqual(act('Enter', -1), { kind: 'sort' });
  assert.deepEqual(act('Alt+ArrowRight', -1), { kind: 'resize', by: 16 });
  assert.deepEqual(act('Alt+ArrowLeft', -1), { kind: 'resize', by: -16 });
  assert.deepEqual(act('Alt+ArrowDown', -1), { kind: 'menu' });
  assert.deepEqual(act('Shift+F10', -1), { kind: 'menu' });
});

test('on a row Ctrl+Enter goes to the inspector', () => {
  assert.deepEqual(act('Ctrl+Enter'), { kind: 'inspect' });
  assert.equal(act('Alt+ArrowRight'), null);
});

test('keys that label, decide and undo pass through', () => {
  for (const key of ['1', '9', 'a', 'm', 'x', 'c', 'u', 'e', 'n', '?', 'Tab', 'Enter', 'Delete', 'Ctrl+z', 'Ctrl+s', 'Ctrl+Shift+f'])
    assert.equal(act(key), null, key);
});

test('copying, selecting all and finding take the usual keys', () => {
  assert.deepEqual(act('Ctrl+c'), { kind: 'copy' });
  assert.deepEqual(act('Meta+a'), { kind: 'selectAll' });
  assert.deepEqual(act('Ctrl+f'), { kind: 'find' });
  assert.deepEqual(act('/'), { kind: 'find' });
  assert.deepEqual(act('Escape'), { kind: 'clear' });
});
