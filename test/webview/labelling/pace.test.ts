import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leftWords, Pace } from '../../../webview/labelling/pace.ts';

test('the pace is told after some decisions, and breaks do not count', () => {
  const pace = new Pace();
  for (let index = 0; index < 5; index++) pace.note(index * 2000);
  assert.equal(pace.secondsEach, null);
  pace.note(10_000);
  assert.equal(pace.secondsEach, 2);
  pace.note(10_000_000);
  pace.note(10_002_000);
  assert.equal(pace.secondsEach, 2);
});

test('what is left is said in the unit that suits it', () => {
  assert.equal(leftWords(12, 2.4), 'about 30 s left at this pace');
  assert.equal(leftWords(300, 2.4), 'about 12 min left at this pace');
  assert.equal(leftWords(6000, 2.4), 'about 4.0 h left at this pace');
  assert.equal(leftWords(0, 2.4), null);
  assert.equal(leftWords(12, null), null);
});
