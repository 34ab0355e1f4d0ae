import assert from 'node:assert/strict';
import test from 'node:test';
import { pairwiseSum } from '../../src/learn/pairwiseSum.ts';
import { createRandom } from '../../src/learn/random.ts';

const seed = Math.floor(Math.random() * 1e9);

test(`what is 0 may be left out: the sum is to the bit that of all numbers (seed ${seed})`, () => {
  const random = createRandom(seed);
  for (const share of [1, 0.3, 0.01, 0]) {
    for (const length of [0, 1, 7, 8, 100, 128, 129, 1000, 40_001]) {
      const all = Float64Array.from({ length }, () => (random() < share ? random() : 0));
      const places = Int32Array.from(all.keys());
      const filled = places.filter((place) => all[place] !== 0);
      const values = Float64Array.from(filled, (place) => all[place]!);
      assert.equal(pairwiseSum(filled, values, length), pairwiseSum(places, all, length));
    }
  }
});

// numpy.sum(1 / numpy.arange(1, 1001) ** 2) and of the first 100; plain sums end in other digits.
test('the sum is numpy’s', () => {
  const squares = Float64Array.from({ length: 1000 }, (_, i) => 1 / ((i + 1) * (i + 1)));
  const places = Int32Array.from(squares.keys());
  assert.equal(pairwiseSum(places, squares, 1000), 1.6439345666815601);
  assert.equal(pairwiseSum(places.subarray(0, 100), squares.subarray(0, 100), 100), 1.6349839001848931);
});
