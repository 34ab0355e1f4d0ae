import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainUnit } from '../../../../src/checks/parts/drift/unitFactor.ts';
import { createRandom } from '../../../../src/learn/random.ts';
import { momentsOf, wassersteinDistance } from '../../../../src/stats/wasserstein.ts';

/** About 20 degrees, or 20 kilograms. */
function values(seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: 2000 }, () => 20 + 5 * (random() + random() + random() - 1.5)).sort();
}
const reference = values(1);
const drifts = (current: Float64Array): boolean => wassersteinDistance(reference, current) / momentsOf(reference).deviation >= 0.1;
const explain = (change: (value: number) => number): ReturnType<typeof explainUnit> => explainUnit(reference, values(2).map(change), drifts);

test('powers of ten and factors between units in use are known', () => {
  assert.match(explain((value) => value * 1000)!.sentence, /a power of ten/);
  assert.match(explain((value) => value / 100)!.sentence, /The reference’s numbers are about 1\d\d? times as large/);
  assert.match(explain((value) => value * 2.20462)!.sentence, /kilograms and pounds/);
  assert.match(explain((value) => value * 1.8 + 32)!.sentence, /Fahrenheit for Celsius/);
  assert.match(explain((value) => (value - 32) / 1.8)!.sentence, /Celsius for Fahrenheit/);
});

test('what is known can be converted, and then does not drift', () => {
  for (const factor of [1000, 0.001, 2.54, 60]) {
    const { convert } = explain((value) => value * factor)!;
    assert.ok(convert, `factor ${factor}`);
    assert.equal(drifts(values(2).map((value) => convert(value * factor))), false);
  }
});

test('another factor is told and explains nothing, and a shift is no unit', () => {
  assert.deepEqual(Object.keys(explain((value) => value * 1.37)!), ['sentence']);
  assert.equal(explain((value) => value + 9), undefined);
  assert.equal(explain((value) => value * 1.1), undefined);
  assert.equal(explain((value) => -value), undefined);
});
