import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isOneEditApart } from '../../src/stats/isOneEditApart.ts';

test('One insertion, deletion, substitution or swap is one edit', () => {
  for (const [a, b] of [
    ['sport', 'sports'],
    ['sport', 'spor'],
    ['sport', 'spart'],
    ['sport', 'sprot'],
    ['sport', 'psort'],
    ['sport', 'xsport'],
    ['', 'a'],
  ] as const) {
    assert.ok(isOneEditApart(a, b), `${a} ${b}`);
    assert.ok(isOneEditApart(b, a), `${b} ${a}`);
  }
});

test('The same text is none, and two edits are more than one', () => {
  for (const [a, b] of [['sport', 'sport'], ['', ''], ['sport', 'sporten'], ['sport', 'prost'], ['abcd', 'badc'], ['abc', 'cba'], ['ab', 'cd']] as const) {
    assert.ok(!isOneEditApart(a, b), `${a} ${b}`);
  }
});
