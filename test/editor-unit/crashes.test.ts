import assert from 'node:assert/strict';
import test from 'node:test';
import { Crashes } from '../../src/editor/crashes.ts';

test('the third crash in two minutes is one too many', () => {
  const crashes = new Crashes();
  const minute = 60_000;
  assert.deepEqual([0, minute, 2.5 * minute, 3.4 * minute, 4 * minute].map((time) => crashes.note(time)), [false, false, false, false, true]);
  crashes.forget();
  assert.equal(crashes.note(4 * minute), false);
});
