import assert from 'node:assert/strict';
import test from 'node:test';
import { LargestPerGroup } from '../../src/learn/largestPerGroup.ts';
import { createRandom } from '../../src/learn/random.ts';

const seed = Math.floor(Math.random() * 1e9);

test(`each group keeps its largest values, of equal ones the first (seed ${seed})`, () => {
  const random = createRandom(seed);
  for (let round = 0; round < 300; round++) {
    const rooms = Int32Array.from({ length: 1 + Math.floor(4 * random()) }, () => 1 + Math.floor(6 * random()));
    const offers = Array.from({ length: Math.floor(60 * random()) }, (_, position) => {
      return { position, group: Math.floor(rooms.length * random()), value: Math.floor(8 * random()) };
    });
    const largest = new LargestPerGroup(rooms);
    for (const { group, value, position } of offers) largest.offer(group, value, position);
    const expected = Array.from(rooms).flatMap((room, group) => {
      const own = offers.filter((offer) => offer.group === group);
      return own.sort((a, b) => b.value - a.value || a.position - b.position).slice(0, room).map(({ position }) => position);
    });
    const kept: number[] = [];
    largest.visitKept((position) => kept.push(position));
    assert.deepEqual(kept.sort((a, b) => a - b), expected.sort((a, b) => a - b), `round ${round}`);
  }
});
