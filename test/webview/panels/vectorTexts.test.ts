import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cosineSimilarity, numbersOf } from '../../../webview/panels/vectorTexts.ts';

test('lists of numbers are read as they are written, and other texts are none', () => {
  assert.deepEqual(numbersOf('[0.5, -2e-3,1]'), [0.5, -0.002, 1]);
  assert.deepEqual(numbersOf(' 1 2\n3 '), [1, 2, 3]);
  for (const text of [null, '', '[]', '[1, null]', '[1, NaN]', 'text']) assert.equal(numbersOf(text), null, String(text));
});

test('lists that point the same way are alike, of any length but of as many numbers', () => {
  assert.equal(cosineSimilarity([1, 2], [2, 4]), 1);
  assert.equal(cosineSimilarity([1, 0], [0, 3]), 0);
  assert.equal(cosineSimilarity([1, 0], [-2, 0]), -1);
  assert.equal(cosineSimilarity([1, 0], [1, 0, 0]), null);
  assert.equal(cosineSimilarity([0, 0], [1, 0]), null);
});
