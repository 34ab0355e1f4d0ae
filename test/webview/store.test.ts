import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { Store } from '../../webview/store.ts';

before(() => {
  globalThis.requestAnimationFrame = () => 0;
});

test('the selection goes with its row when others go out of the file, and comes back with them', () => {
  const store = new Store();
  store.select(8, 7);
  store.followRows({ rows: [2, 5], back: false });
  assert.deepEqual([store.screen.selectedRow, store.screen.selectedPosition], [6, 5]);
  store.followRows({ rows: [2, 5], back: true });
  assert.deepEqual([store.screen.selectedRow, store.screen.selectedPosition], [8, 7]);
});

test('the place in a filtered view is left to be found by the row', () => {
  const store = new Store({ filters: [{ kind: 'decided', decided: true }] });
  store.select(5, 1);
  store.followRows({ rows: [2, 5], back: false });
  assert.deepEqual([store.screen.selectedRow, store.screen.selectedPosition], [4, 1]);
});

test('nothing is selected where nothing was', () => {
  const store = new Store();
  store.followRows({ rows: [1], back: false });
  assert.equal(store.screen.selectedRow, null);
});
