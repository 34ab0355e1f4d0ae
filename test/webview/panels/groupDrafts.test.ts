import assert from 'node:assert/strict';
import { test } from 'node:test';
import { acceptGroupDrafts, keepDrafts, labelDrafts, suggestedExclusions } from '../../../webview/panels/groupDrafts.ts';

const check = 'near-duplicate';

test('keeping one row excludes the others, and says which check led there', () => {
  assert.deepEqual(keepDrafts({ check }, [3, 7, 9], 7), [{ row: 3, act: 'exclude', why: check }, { row: 9, act: 'exclude', why: check }]);
});

test('one label for the group touches only rows that have another one or none', () => {
  const rows = [{ row: 1, label: 'a' }, { row: 2, label: 'b' }, { row: 3, label: null }];
  assert.deepEqual(labelDrafts({ check: 'conflicting-label' }, rows, 'label', 'a').map(({ row, to }) => [row, to]), [[2, 'a'], [3, 'a']]);
});

test('a group that is right is accepted row by row, for this check and column alone', () => {
  assert.deepEqual(acceptGroupDrafts({ check, column: 'text' }, [1, 2]), [
    { row: 1, act: 'accept', why: check, column: 'text' },
    { row: 2, act: 'accept', why: check, column: 'text' },
  ]);
});

test('what a finding suggests to exclude is taken as it is', () => {
  assert.deepEqual(suggestedExclusions({ check, suggestion: { act: 'exclude', rows: [4], keep: 2 } }), [{ row: 4, act: 'exclude', why: check }]);
  assert.deepEqual(suggestedExclusions({ check, suggestion: { act: 'review' } }), []);
});
