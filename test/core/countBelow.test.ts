import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countBelow, countUpTo } from '../../src/core/countBelow.ts';

test('A number is placed before its first equal and after its last', () => {
  const numbers = Int32Array.of(2, 5, 5, 5, 9);
  for (let limit = 0; limit <= 10; limit++) {
    assert.equal(countBelow(numbers, limit), numbers.filter((number) => number < limit).length, `below ${limit}`);
    assert.equal(countUpTo(numbers, limit), numbers.filter((number) => number <= limit).length, `up to ${limit}`);
  }
});

test('In an empty list there is no place but the first', () => {
  assert.equal(countBelow([], 3), 0);
  assert.equal(countUpTo([], 3), 0);
});
