import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Comparison } from '../../../src/protocol/compareMethods.ts';
import { comparisonWords, placeWords, schemaLines } from '../../../webview/panels/compareWords.ts';

const side = { format: 'csv', rows: 1200, unreadable: 0, columns: 3, partial: false } as const;
const comparison: Comparison = {
  before: side, after: side, key: [], possibleKeys: [], rows: { same: 1200, changed: 0, added: 0, removed: 0 }, moved: 0,
  schema: { added: [], removed: [], renamed: [], retyped: [], reordered: false }, columns: [], label: null, notes: [], same: true,
};

test('a comparison is summed up in a sentence', () => {
  assert.equal(comparisonWords(comparison), 'No difference in 1,200 rows.');
  assert.equal(comparisonWords({ ...comparison, moved: 1 }), 'No difference in 1,200 rows. 1 row stands elsewhere, which is no change.');
  assert.equal(comparisonWords({ ...comparison, same: false }), '1,200 rows: no row differs.');
  const rows = { same: 1190, changed: 3, added: 9, removed: 7 };
  assert.equal(
    comparisonWords({ ...comparison, after: { ...side, rows: 1202 }, rows, same: false }),
    '1,200 rows before, 1,202 now: 3 changed, 9 added, 7 removed, 1,190 the same.',
  );
});

test('changes of the schema are a line each', () => {
  const schema = {
    added: [{ column: 'a', type: 'text' }],
    removed: [{ column: 'b', type: 'integer' }],
    renamed: [{ from: 'b', to: 'a', share: 0.98 }],
    retyped: [{ column: 'c', from: 'integer', to: 'text' }],
    reordered: true,
  } as const;
  assert.deepEqual(schemaLines({ ...comparison, schema }), [
    'a (text) was added',
    'b (integer) was removed',
    'b is probably a by now: 98 % of the cells looked at are equal. They were not compared further',
    'c was integer and is text',
    'The columns stand in another order',
  ]);
});

test('a row is named by its number in the version that has it, and by its line', () => {
  assert.equal(placeWords({ before: 1200, after: 1201, afterLine: 1202, name: [], cells: [], more: 0 }), 'row 1,200 → 1,201 · line 1,202');
  assert.equal(placeWords({ before: 3, beforeLine: 4, name: [], cells: [], more: 0 }), 'row 3 before · line 4');
  assert.equal(placeWords({ after: 3, name: [], cells: [], more: 0 }), 'row 3');
});
