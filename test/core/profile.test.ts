import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isCategorical, missingShare } from '../../src/core/profile.ts';
import { cycle, profileOf, values } from './profiles.ts';

test('nulls and blanks both miss, and a table without rows misses nothing', () => {
  assert.equal(missingShare(profileOf('a', 'text', ['x', null, ' ', ''])), 0.75);
  assert.equal(missingShare(profileOf('a', 'empty', [])), 0);
});

test('few values that repeat are categories; measurements, times and unique names are not', () => {
  assert.ok(isCategorical(profileOf('country', 'text', cycle(60, 'DE', 'FR', null))));
  assert.ok(isCategorical(profileOf('answer', 'boolean', cycle(60, 'true', 'false'))));
  assert.ok(isCategorical(profileOf('class', 'integer', cycle(60, '1', '2', '3'))));
  assert.ok(!isCategorical(profileOf('height', 'number', cycle(60, '1.5', '1.6'))));
  assert.ok(!isCategorical(profileOf('at', 'timestamp', cycle(60, '2026-01-01 10:00', '2026-01-01 11:00'))));
  assert.ok(!isCategorical(profileOf('id', 'text', values(60, (i) => `n${i}`))));
  assert.ok(!isCategorical(profileOf('nothing', 'text', cycle(60, null))));
});
