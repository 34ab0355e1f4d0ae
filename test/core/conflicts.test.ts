import assert from 'node:assert/strict';
import test from 'node:test';
import { findDisagreements } from '../../src/core/conflicts.ts';
import type { Decision } from '../../src/core/decision.ts';

let minute = 0;

function decide(by: string, to: string | null, more: Partial<Decision> = {}): Decision {
  minute++;
  return { id: `d${minute}`, row: { id: '7' }, act: 'relabel', column: 'label', from: 'x', to, by, at: new Date(minute * 60_000).toISOString(), ...more };
}

const pairs = (...decisions: Decision[]): string[] => findDisagreements(decisions).map(({ decision, other }) => `${decision.id} ${other.id}`);

test('two people who decide a cell differently are in conflict, whatever the order of the lines', () => {
  const ada = decide('Ada', 'a');
  const bob = decide('Bob', 'b');
  assert.deepEqual(pairs(ada, bob), [`${bob.id} ${ada.id}`]);
  assert.deepEqual(pairs(bob, ada), [`${bob.id} ${ada.id}`]);
});

test('agreeing, changing one’s own mind, and other cells are no conflict', () => {
  assert.deepEqual(pairs(decide('Ada', 'a'), decide('Bob', 'a')), []);
  assert.deepEqual(pairs(decide('Ada', 'a'), decide('Ada', 'b')), []);
  assert.deepEqual(pairs(decide('Ada', 'a'), decide('Bob', 'b', { row: { id: '8' } })), []);
  assert.deepEqual(pairs(decide('Ada', 'a'), decide('Bob', 'b', { column: 'text', act: 'set' })), []);
  assert.deepEqual(pairs(decide('Ada', 'a'), decide('Bob', 'b', { from: 'a' })), []);
});

test('a conflict ends when a side is retracted, comes round, or the cell is decided anew as a conflict', () => {
  const ada = decide('Ada', 'a');
  const bob = decide('Bob', 'b');
  assert.deepEqual(pairs(ada, bob, decide('Ada', null, { act: 'retract', retracts: ada.id })), []);
  assert.deepEqual(pairs(ada, bob, decide('Ada', 'b')), []);
  const settled = decide('Cy', 'c', { why: 'conflict' });
  assert.deepEqual(pairs(ada, bob, settled), []);
  const later = decide('Bob', 'b');
  assert.deepEqual(pairs(ada, bob, settled, later), [`${later.id} ${settled.id}`]);
});
