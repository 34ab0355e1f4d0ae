import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom, shuffle } from '../../src/learn/random.ts';

test('The same seed gives the same numbers, another seed others', () => {
  const draw = (seed: number): number[] => { const random = createRandom(seed); return Array.from({ length: 5 }, random); };
  assert.deepEqual(draw(7), draw(7));
  assert.notDeepEqual(draw(7), draw(8));
});

test('Numbers fill [0, 1) evenly', () => {
  const random = createRandom(1);
  const counts = new Array<number>(10).fill(0);
  for (let draw = 0; draw < 10_000; draw++) {
    const number = random();
    assert.ok(number >= 0 && number < 1);
    counts[Math.floor(number * 10)]!++;
  }
  assert.ok(counts.every((count) => Math.abs(count - 1000) < 120), counts.join(' '));
});

test('A shuffle keeps every number and is the same for the same seed', () => {
  const shuffled = shuffle(Uint32Array.from({ length: 50 }, (_, index) => index), createRandom(3));
  assert.deepEqual([...shuffled].sort((a, b) => a - b), Array.from({ length: 50 }, (_, index) => index));
  assert.deepEqual(shuffled, shuffle(Uint32Array.from({ length: 50 }, (_, index) => index), createRandom(3)));
  assert.notDeepEqual([...shuffled].slice(0, 5), [0, 1, 2, 3, 4]);
});
