import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Decision } from '../../src/core/decision.ts';
import { pendingNotes } from '../../src/core/pendingNotes.ts';

const decision = (more: Partial<Decision>): Decision => ({ row: { id: '1' }, act: 'relabel', at: '2026-01-01T00:00:00Z', id: '01J00000000000000000000000', ...more });
const rows = (...decisions: readonly Decision[]): Map<number, Decision[]> => new Map(decisions.map((each, place) => [place + 1, [each]]));

test('decisions that would change what is counted are told, others are not', () => {
  const byRow = rows(decision({ to: 'a' }), decision({ act: 'set', column: 'country', to: 'AT' }), decision({ act: 'exclude' }), decision({ act: 'ambiguous' }));
  const sentence = (count: string): string[] => [`Rows are counted as the file has them: ${count} not applied yet.`];
  assert.deepEqual(pendingNotes(byRow, ['label', 'country'], 'label'), sentence('3 decisions that would change this are'));
  assert.deepEqual(pendingNotes(byRow, ['label'], 'label'), sentence('2 decisions that would change this are'));
  assert.deepEqual(pendingNotes(byRow, [], undefined), sentence('1 decision that would change this is'));
  assert.deepEqual(pendingNotes(rows(decision({ act: 'set', column: 'text', to: '' })), ['label'], 'label'), []);
});
