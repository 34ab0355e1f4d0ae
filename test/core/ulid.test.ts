import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ulidMaker } from '../../src/core/ulid.ts';

test('the time of the specification’s example is written as there', () => {
  assert.match(ulidMaker((bytes) => bytes.fill(0))(1469918176385), /^01ARYZ6S410{16}$/);
});

test('ids of one millisecond, and of a clock that steps back, still grow', () => {
  const next = ulidMaker((bytes) => crypto.getRandomValues(bytes));
  const ids = [next(1000), next(1000), next(1000), next(900), next(2000), next(1500)];
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(ids).size, ids.length);
  for (const id of ids) assert.match(id, /^[0-9A-HJKMNP-TV-Z]{26}$/);
});

test('when the random part overflows the time counts up', () => {
  const next = ulidMaker((bytes) => bytes.fill(255));
  const [first, second] = [next(5), next(5)];
  assert.ok(second > first);
});
