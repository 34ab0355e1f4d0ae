import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textLikeness } from '../../../webview/panels/textLikeness.ts';

const words = (count: number, other = -1): string => Array.from({ length: count }, (_, place) => (place === other ? 'other' : `word${place}`)).join(' ');

test('two texts are as alike as the runs of five words that they share', () => {
  assert.equal(textLikeness(words(20), words(20).toUpperCase()), 1);
  assert.equal(textLikeness(words(20), words(20, 0)), 15 / 17);
  assert.equal(textLikeness(words(20), words(20, 10)), 11 / 21);
});

test('nothing is said of a text that is empty, or too long to be compared at once', () => {
  assert.equal(textLikeness('', words(20)), null);
  assert.equal(textLikeness(words(20), words(5000)), null);
});
