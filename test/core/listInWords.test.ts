import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listInWords } from '../../src/core/listInWords.ts';

test('what is listed stands with commas and one word before the last', () => {
  assert.deepEqual([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((items) => listInWords(items)), ['', 'a', 'a and b', 'a, b and c']);
  assert.equal(listInWords(['text', 'json', 'csv'], 'or'), 'text, json or csv');
});
