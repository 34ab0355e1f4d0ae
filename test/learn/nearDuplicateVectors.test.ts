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

/** Vectors that all lie in one direction from the origin, as those of many models do, and groups of 2 and 30 among them. */
function crowded(seed: number) {
  const random = createRandom(seed);
  const wide = 48;
  const rows = 3000;
  const values = Float32Array.from({ length: rows * wide }, (_, i) => (i % wide < 8 ? 3 : 0) + random() + random() - 1);
  const expected: number[][] = [];
  for (let row = 0, size = 2; row < 600; row += size, size = size === 2 ? 30 : 2) {
    for (let copy = 1; copy < size; copy++) {
      for (let i = 0; i < wide; i++) values[(row + copy) * wide + i] = values[row * wide + i]! + 0.04 * (random() - 0.5);
    }
    expected.push(Array.from({ length: size }, (_, copy) => row + copy));
  }
  return { values, rows, wide, expected };
}

for (const method of ['exact', 'projections'] as const) {
  test(`all rows that are near to each other are one group, in embeddings that lie in one direction too (${method})`, async () => {
    const seed = 62;
    const { values, rows, wide, expected } = crowded(seed);
    const result = await findNearDuplicateVectors(values, rows, wide, { exactRows: method === 'exact' ? rows : 0 });
    assert.equal(result.method, method);
    assert.deepEqual(result.groups.map(({ positions }) => Array.from(positions)), expected, `seed ${seed}`);
  });
}

test('equal vectors are one group however many there are, and the others stay apart', async () => {
  const random = createRandom(63);
  const values = Float32Array.from({ length: 4000 * 4 }, (_, i) => (i < 3600 * 4 ? [1, 2, 3, 4][i % 4]! : random() - 0.5));
  for (const exactRows of [4000, 0]) {
    const result = await findNearDuplicateVectors(values, 4000, 4, { exactRows });
    assert.deepEqual(result.groups.map(({ positions }) => positions.length), [3600]);
  }
  assert.deepEqual((await findNearDuplicateVectors(new Float32Array(400), 100, 4)).groups, []);
});

test('what counts as near is measured on some rows where there are many, and that is said', async () => {
  const { values, pairs } = planted(2000, 64);
  const few = await findNearDuplicateVectors(values, 2000, dimensions);
  assert.deepEqual([few.measured, few.usable], [2000, 2000]);
  assert.equal(few.groups.length, pairs.length);
  const rows = 20_000;
  const many = await findNearDuplicateVectors(planted(rows, 64).values, rows, dimensions, { exactRows: 0 });
  assert.ok(many.measured >= 100 && many.measured < rows, `${many.measured} measured`);
});

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
