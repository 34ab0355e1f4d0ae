import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nearestRows, orderTest } from '../../src/learn/orderTest.ts';
import { createRandom } from '../../src/learn/random.ts';

const rows = 300;
const random = createRandom(5);
const scattered = Float64Array.from({ length: rows }, () => random());

test('the nearest rows are the nearest, and a row is not its own neighbour', async () => {
  const nearest = await nearestRows(Float64Array.of(0, 1, 3, 7, 8), 1, 2, () => undefined);
  assert.deepEqual([...nearest], [1, 2, 0, 2, 1, 0, 4, 2, 3, 2]);
});

test('rows in a random order are like shuffled ones, and sorted rows are not', async () => {
  const ofScattered = orderTest(await nearestRows(scattered, 1, 10, () => undefined), 10);
  assert.ok(ofScattered.statistic < 0.1);
  const ofSorted = orderTest(await nearestRows(scattered.slice().sort(), 1, 10, () => undefined), 10);
  assert.ok(ofSorted.statistic > 0.8);
  assert.equal(ofSorted.p, 1 / 26);
  assert.ok(ofSorted.nearness < 0.1);
});

test('rows that are all the same are in no order', async () => {
  assert.ok(orderTest(await nearestRows(new Float64Array(rows), 1, 10, () => undefined), 10).statistic < 0.1);
});

test('codes are the same or 1 apart', async () => {
  const nearest = await nearestRows(Float64Array.of(0, 5, 0.1, 5, 0, 9, 0.3, 9), 2, 1, () => undefined, 1);
  assert.deepEqual([...nearest], [1, 0, 3, 2]);
});
