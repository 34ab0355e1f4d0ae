import assert from 'node:assert/strict';
import test from 'node:test';
import { type HashedRows, Pairing } from '../../../src/core/compare/pairing.ts';

/** Small numbers as hashes, so that slots of the table are shared. */
function hashed(values: readonly number[], rows = values.map((_, index) => index + 1)): HashedRows {
  return { rows: Int32Array.from(rows), high: new Uint32Array(values.length), low: Uint32Array.from(values) };
}

test('rows of equal hashes are pairs, and those that repeat are paired in their order', () => {
  const pairing = new Pairing(5, 4);
  pairing.pairEqual(hashed([7, 7, 8, 7, 9]), hashed([9, 7, 5, 7]));
  assert.deepEqual([...pairing.ofAfter], [0, 5, 1, 0, 2]);
  assert.deepEqual([...pairing.ofBefore], [0, 2, 4, 0, 0, 1]);
  assert.equal(pairing.pairs, 3);
});

test('hashes that fall into one slot are told apart, also when the first of them is used up', () => {
  const pairing = new Pairing(3, 4);
  pairing.pairEqual(hashed([1, 17, 33]), hashed([1, 1, 17, 33]));
  assert.deepEqual([...pairing.ofAfter], [0, 1, 0, 2, 3]);
});

test('rows that have a partner keep it', () => {
  const pairing = new Pairing(2, 2);
  pairing.pair(1, 2);
  pairing.pairEqual(hashed([4, 4]), hashed([4, 4]));
  assert.deepEqual([...pairing.ofAfter], [0, 2, 1]);
});

test('as many pairs are found as a count of equal values says', () => {
  const random = (seed: number) => () => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  const next = random(3);
  for (let round = 0; round < 30; round++) {
    const [a, b] = [0, 1].map(() => Array.from({ length: Math.floor(next() * 200) }, () => Math.floor(next() * 60)));
    const pairing = new Pairing(a!.length, b!.length);
    pairing.pairEqual(hashed(a!), hashed(b!));
    const count = (list: readonly number[], value: number): number => list.filter((each) => each === value).length;
    const expected = Array.from({ length: 60 }, (_, value) => Math.min(count(a!, value), count(b!, value))).reduce((sum, each) => sum + each, 0);
    assert.equal(pairing.pairs, expected);
    pairing.ofAfter.forEach((row, after) => row && assert.equal(a![row - 1], b![after - 1]));
  }
});

test('a row that was put elsewhere is one that moved', () => {
  const order = (rows: readonly number[]): number => {
    const pairing = new Pairing(rows.length, rows.length);
    rows.forEach((row, index) => pairing.pair(row, index + 1));
    return pairing.countMoved();
  };
  assert.equal(order([1, 2, 3, 4]), 0);
  assert.equal(order([2, 3, 4, 1]), 1);
  assert.equal(order([4, 3, 2, 1]), 3);
});
