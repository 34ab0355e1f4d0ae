import assert from 'node:assert/strict';
import { test } from 'node:test';
import { confusionOrder } from '../../../webview/charts/confusionOrder.ts';

test('labels that are confused stand side by side, the heaviest chain first', () => {
  const counts = [
    [0, 0, 0, 9, 0],
    [0, 0, 20, 0, 0],
    [0, 15, 0, 0, 4],
    [3, 0, 0, 0, 0],
    [0, 0, 0, 0, 0],
  ];
  assert.deepEqual(confusionOrder(counts), [1, 2, 4, 0, 3]);
});

test('a label never stands between more than two others, and no chain closes into a ring', () => {
  const order = confusionOrder([[0, 9, 8, 7], [0, 0, 6, 0], [0, 0, 0, 0], [0, 0, 0, 0]]);
  assert.deepEqual([...order].sort(), [0, 1, 2, 3]);
  const [at0, at1] = [order.indexOf(0), order.indexOf(1)];
  assert.equal(Math.abs(at0 - at1), 1);
  assert.equal(Math.abs(at0 - order.indexOf(2)), 1);
});

test('labels without any confusion are left out, and nothing comes of nothing', () => {
  assert.deepEqual(confusionOrder([[5, 0, 0], [0, 0, 1], [0, 0, 0]]), [1, 2]);
  assert.deepEqual(confusionOrder([]), []);
});
