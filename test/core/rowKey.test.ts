import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentKey, rowKeyText } from '../../src/core/rowKey.ts';

test('the order of a key’s fields does not matter', () => {
  assert.equal(rowKeyText({ a: '1', b: '2' }), rowKeyText({ b: '2', a: '1' }));
  assert.notEqual(rowKeyText({ a: '1' }), rowKeyText({ a: 1 }));
});

test('only the second and later copies of a row carry their number', () => {
  assert.deepEqual(contentKey('9f', 1, 1), { '#': '9f' });
  assert.deepEqual(contentKey('9f', 2, 3), { '#': '9f', n: 2, of: 3 });
  assert.deepEqual(contentKey('9f', 1, null), { '#': '9f', n: 1 }, 'of a file of which only a part is known');
});
