import assert from 'node:assert/strict';
import { it } from 'node:test';
import { isolated } from '../../../webview/ui/isolated.ts';

it('holds what is quoted together where it is written from right to left', () => {
  assert.equal(isolated('a model on “نص”, 5 folds'), 'a model on “\u2068نص\u2069”, 5 folds');
  assert.equal(isolated('“שלום” and “b”'), '“\u2068שלום\u2069” and “\u2068b\u2069”');
});

it('leaves all other sentences as they are', () => {
  assert.equal(isolated('a model on “text”, 5 folds'), 'a model on “text”, 5 folds');
});
