import assert from 'node:assert/strict';
import { test } from 'node:test';
import { binFeatures } from '../../src/learn/binnedFeatures.ts';
import { createRandom } from '../../src/learn/random.ts';

test('Few values have a bin each, many have 256 of about as many rows', () => {
  const random = createRandom(2);
  const rowCount = 10_000;
  const few = Float32Array.from({ length: rowCount }, (_, row) => [-1, 0, 7.5][row % 3]!);
  const many = Float32Array.from({ length: rowCount }, () => Math.exp(9 * random()));
  const { byFeature, byRow, featureCount } = binFeatures([few, many]);
  assert.equal(featureCount, 2);
  assert.deepEqual([...byFeature.subarray(0, 4)], [0, 1, 2, 0]);
  const sizes = new Uint32Array(256);
  for (const bin of byFeature.subarray(rowCount)) sizes[bin]!++;
  assert.ok(sizes.every((size) => size > 30 && size < 50), `${Math.min(...sizes)} to ${Math.max(...sizes)}`);
  for (let row = 0; row < rowCount; row += 97) assert.deepEqual([byRow[2 * row], byRow[2 * row + 1]], [byFeature[row], byFeature[rowCount + row]]);
});

test('Bins keep the order of values, and a value that most rows have is in one', () => {
  const values = Float32Array.from({ length: 3000 }, (_, row) => (row % 2 === 0 ? 0 : row - 1500));
  const { byFeature } = binFeatures([values]);
  const order = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  order.forEach((row, place) => { if (place > 0) assert.ok(byFeature[order[place - 1]!]! <= byFeature[row]!); });
  assert.equal(new Set(Array.from(byFeature).filter((_, row) => row % 2 === 0)).size, 1);
});

test('Two values have a bin each, and a bit for each row besides', () => {
  const rowCount = 70;
  const columnOf = (valueOf: (row: number) => number): Float32Array => Float32Array.from({ length: rowCount }, (_, row) => valueOf(row));
  const two = columnOf((row) => (row % 3 === 0 ? -2 : 5));
  const { binCounts, byFeature, bits } = binFeatures([two, columnOf(() => 5), columnOf((row) => row % 3)]);
  assert.deepEqual([...binCounts], [2, 1, 3]);
  assert.deepEqual([bits[1], bits[2]], [undefined, undefined]);
  for (let row = 0; row < rowCount; row++) {
    assert.equal(byFeature[row], row % 3 === 0 ? 0 : 1);
    assert.equal((bits[0]![row >>> 5]! >>> (row & 31)) & 1, byFeature[row], `row ${row}`);
  }
});
