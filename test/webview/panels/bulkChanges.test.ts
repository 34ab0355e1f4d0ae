import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../../src/core/finding.ts';
import { bulkChanges, bulkGroups, changedColumns } from '../../../webview/panels/bulkChanges.ts';

function finding(rows: readonly number[], fields: Partial<Finding> = {}): Finding {
  return {
    check: 'conflicting-label',
    severity: 'error',
    scope: 'rows',
    score: 1,
    message: '',
    rows: rows.map((row) => ({ row })),
    evidence: {},
    basis: { kind: 'all', rows: 9 },
    ...fields,
  };
}

const texts = new Map([[1, 'refund'], [2, 'other'], [3, 'other'], [4, 'Refund ']]);
const textOf = (row: number): string | undefined => texts.get(row);
const relabel = { act: 'relabel', column: 'label', to: 'refund' } as const;

test('rows that have the suggested label already are left alone, the others are changed once', () => {
  const changes = bulkChanges(
    [finding([1, 2], { suggestion: relabel }), finding([2, 3], { suggestion: { ...relabel, to: 'billing' } })],
    'suggestions',
    textOf,
  );
  assert.deepEqual(changes.map(({ draft, from }) => [draft.row, from, draft.to]), [[2, 'other', 'refund'], [3, 'other', 'billing']]);
  assert.deepEqual(changes[0]?.draft, { row: 2, act: 'relabel', column: 'label', to: 'refund', why: 'conflicting-label' });
});

test('findings that ask for a review change nothing', () => {
  assert.deepEqual(bulkChanges([finding([1], { suggestion: { act: 'review' } }), finding([2])], 'suggestions', textOf), []);
});

test('an exclude takes the rows that it names, not all of the finding', () => {
  const changes = bulkChanges([finding([1, 2], { suggestion: { act: 'exclude', rows: [2], keep: 1 } })], 'suggestions', textOf);
  assert.deepEqual(changes.map(({ draft }) => draft), [{ row: 2, act: 'exclude', why: 'conflicting-label' }]);
});

test('changes that say the same are one group, the largest first', () => {
  const groups = bulkGroups(bulkChanges([finding([1, 2, 3, 4], { suggestion: relabel })], 'suggestions', textOf));
  assert.deepEqual(groups.map(({ from, words, changes }) => [from, words, changes.length]), [['other', 'refund', 2], ['Refund ', 'refund', 1]]);
});

test('findings about rows are accepted row by row, others as what they are about', () => {
  const segment = { column: 'country', value: 'UK' };
  const changes = bulkChanges(
    [
      finding([1, 2], { column: 'label' }),
      finding([1, 2, 3], { scope: 'segment', column: 'price', segment }),
      finding([], { scope: 'column', column: 'price' }),
    ],
    'accept',
    textOf,
  );
  assert.deepEqual(changes.map(({ draft }) => draft), [
    { row: 1, act: 'accept', why: 'conflicting-label', column: 'label' },
    { row: 2, act: 'accept', why: 'conflicting-label', column: 'label' },
    { act: 'accept', why: 'conflicting-label', column: 'price', segment },
    { act: 'accept', why: 'conflicting-label', column: 'price' },
  ]);
});

test('only columns that a suggestion changes are asked for', () => {
  assert.deepEqual(changedColumns([finding([1], { suggestion: relabel }), finding([2], { suggestion: relabel }), finding([3], { column: 'text' })]), ['label']);
});
