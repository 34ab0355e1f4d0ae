import assert from 'node:assert/strict';
import test from 'node:test';
import { LeastRecent } from '../../src/engine/leastRecent.ts';

test('what was used least recently is forgotten first', () => {
  const kept = new LeastRecent<number>(2);
  kept.set('a', 1);
  kept.set('b', 2);
  assert.equal(kept.get('a'), 1);
  kept.set('c', 3);
  assert.deepEqual([kept.get('a'), kept.get('b'), kept.get('c')], [1, undefined, 3]);
  kept.set('a', 4);
  kept.set('d', 5);
  assert.deepEqual([kept.get('a'), kept.get('c')], [4, undefined]);
});
