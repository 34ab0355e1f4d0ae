import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inferPattern } from '../../src/sidecar/inferPattern.ts';

const numbered = (make: (n: number) => string): string[] => Array.from({ length: 30 }, (_, index) => make(index));

test('codes of one make give a pattern that matches all of them', () => {
  for (const [make, pattern] of [
    [(n: number) => `T-${String(n).padStart(5, '0')}`, 'T-\\d{5}'],
    [(n: number) => `${2000 + n}/${'ABC'[n % 3]}${n}`, '\\d{4}/[A-Z]\\d+'],
    [(n: number) => `user_${n}`, 'user_\\d+'],
    [(n: number) => `v1.${n}`, 'v\\d\\.\\d+'],
  ] as const) {
    const values = numbered(make);
    assert.equal(inferPattern(values), pattern);
    for (const value of values) assert.match(value, new RegExp(`^(?:${pattern})$`));
  }
});

test('numbers, words, prose and codes of several makes give none', () => {
  for (const make of [
    (n: number) => String(n),
    (n: number) => 'abcdefgh'.slice(0, 1 + (n % 8)),
    (n: number) => `a text that says ${n} and goes on for quite a while`,
    (n: number) => (n % 2 ? `A${n}` : `${n}A`),
    (n: number) => `é${n}`,
    (n: number) => `(${n})`,
  ]) {
    assert.equal(inferPattern(numbered(make)), null);
  }
  assert.equal(inferPattern(['A-1', 'A-2']), null);
});
