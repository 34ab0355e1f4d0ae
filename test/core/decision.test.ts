import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Decision, effectiveDecisions } from '../../src/core/decision.ts';

const at = (second: number, fields: Partial<Decision>): Decision => ({
  id: `D${second}`,
  row: { id: '1' },
  act: 'relabel',
  column: 'label',
  at: `2026-01-01T00:00:${String(second).padStart(2, '0')}Z`,
  ...fields,
});
const ids = (decisions: readonly Decision[]): string[] => effectiveDecisions(decisions).map(({ id }) => id);

test('the newest decision on a cell wins, whatever the order of the lines', () => {
  const older = at(1, { to: 'a' });
  const newer = at(2, { to: 'b' });
  assert.deepEqual(ids([older, newer]), ['D2']);
  assert.deepEqual(ids([newer, older]), ['D2']);
});

test('relabel and set speak of the same cell, other columns and rows of others', () => {
  assert.deepEqual(ids([at(1, {}), at(2, { act: 'set' }), at(3, { column: 'age', act: 'set' }), at(4, { row: { id: '2' } })]), ['D2', 'D3', 'D4']);
});

test('equal times are settled by id so that every copy agrees', () => {
  assert.deepEqual(ids([at(1, { id: 'B' }), at(1, { id: 'A' })]), ['B']);
});

test('a retracted decision gives way to the one before it', () => {
  assert.deepEqual(ids([at(1, {}), at(2, {}), at(3, { act: 'retract', retracts: 'D2' })]), ['D1']);
});

test('accept, ambiguous, exclude and comments stand beside each other', () => {
  assert.deepEqual(
    ids([
      at(1, { act: 'accept', why: 'outlier-value' }),
      at(2, { act: 'accept', why: 'missing-value' }),
      at(3, { act: 'ambiguous' }),
      at(4, { act: 'exclude' }),
      at(5, { act: 'comment' }),
      at(6, { act: 'comment' }),
    ]),
    ['D1', 'D2', 'D3', 'D4', 'D5', 'D6'],
  );
});
