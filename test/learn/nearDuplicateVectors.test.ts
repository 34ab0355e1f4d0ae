import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findNearDuplicateVectors } from '../../src/learn/nearDuplicateVectors.ts';
import { createRandom } from '../../src/learn/random.ts';

const dimensions = 16;

function planted(rows: number, seed: number) {
  const random = createRandom(seed);
  const values = Float32Array.from({ length: rows * dimensions }, () => random() + random() - 1);
  const pairs: [number, number][] = [];
  for (let row = 0; row < rows / 10; row++) {
    const twin = rows - 1 - row;
    for (let i = 0; i < dimensions; i++) values[twin * dimensions + i] = 3 * values[row * dimensions + i]! + 0.002 * random();
    pairs.push([row, twin]);
  }
  return { values, pairs };
}

for (const method of ['exact', 'projections'] as const) {
  test(`planted near duplicates are found, and nothing else is (${method})`, async () => {
    const seed = 61;
    const rows = 2000;
    const { values, pairs } = planted(rows, seed);
    const result = await findNearDuplicateVectors(values, rows, dimensions, { exactRows: method === 'exact' ? rows : 0 });
    assert.equal(result.method, method);
    const found = new Set(result.groups.map(({ positions }) => Array.from(positions).join(' ')));
    const right = pairs.filter(([a, b]) => found.has(`${a} ${b}`)).length;
    assert.ok(right >= 0.99 * pairs.length, `seed ${seed}: ${right} of ${pairs.length}`);
    assert.ok(found.size - right <= 2, `seed ${seed}: ${found.size} groups`);
    assert.ok(result.groups.every(({ distance }) => distance < result.threshold));
  });
}

test('three equal vectors are one group, and vectors without direction take no part', async () => {
  const values = Float64Array.of(1, 0, 2, 0, 3, 0, 0, 0, NaN, 1, 0, 1, -1, 0.2);
  const result = await findNearDuplicateVectors(values, 7, 2);
  assert.deepEqual(result.groups.map(({ positions }) => Array.from(positions)), [[0, 1, 2]]);
  assert.equal(result.unusable, 2);
});

test('no rows and one row give no groups; sizes that do not fit are an error', async () => {
  assert.deepEqual((await findNearDuplicateVectors(new Float32Array(0), 0, 3)).groups, []);
  assert.deepEqual((await findNearDuplicateVectors(Float32Array.of(1, 2, 3), 1, 3)).groups, []);
  await assert.rejects(findNearDuplicateVectors(new Float32Array(5), 2, 3), /2 vectors of 3 are 6 numbers; there are 5/);
});
