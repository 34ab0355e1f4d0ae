import assert from 'node:assert/strict';
import test from 'node:test';
import { isSentinel, sentinelWords } from '../../src/core/sentinels.ts';

test('words for “no value” are told whatever their case and the space around them', () => {
  for (const word of sentinelWords) assert.ok(isSentinel(` ${word.toUpperCase()} `), word);
  for (const text of ['', ' ', '0', 'nano', 'n', 'not available at all', '-1']) assert.equal(isSentinel(text), false, text);
});
