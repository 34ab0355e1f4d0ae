import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextPart, partsOf } from '../../../webview/panels/groupParts.ts';

const texts = new Map([[7, ['cat', 'train']], [3, ['dog', 'train']], [5, ['dog', 'train']], [9, [null, 'train']]]);

test('the rows of a group are told by what divides them, the most frequent first', () => {
  assert.deepEqual(partsOf(texts, ['label', 'split']), [
    { column: 'label', value: 'dog', rows: [3, 5] },
    { column: 'label', value: 'cat', rows: [7] },
    { column: 'label', value: null, rows: [9] },
  ]);
});

test('a key goes through the parts, and to all rows again', () => {
  const parts = partsOf(texts, ['label']);
  const first = nextPart(parts, null);
  assert.equal(first?.value, 'dog');
  assert.equal(nextPart(parts, { ...first! })?.value, 'cat');
  assert.equal(nextPart(parts, parts[2]!), null);
  assert.equal(nextPart([], null), null);
});
