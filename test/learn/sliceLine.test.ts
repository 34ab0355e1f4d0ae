import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../src/learn/random.ts';
import { distinctSlices, findSlices, type SliceCondition, type SliceFeature, type SliceOptions, sliceSupport } from '../../src/learn/sliceLine.ts';
import { assertNear } from '../stats/near.ts';

interface Expected {
  readonly score: number;
  readonly rows: number;
  readonly error: number;
}

/** All slices there are, by looking at every combination of values. */
function bruteForce(features: readonly SliceFeature[], errors: readonly number[], { alpha, support, conditions, top }: SliceOptions): Expected[] {
  const total = errors.reduce((sum, error) => sum + error, 0);
  const found: Expected[] = [];
  const visit = (from: number, chosen: readonly SliceCondition[]): void => {
    if (chosen.length > 0) {
      const inside = errors.filter((_, row) => chosen.every(({ feature, value }) => features[feature]!.codes[row] === value));
      const error = inside.reduce((sum, each) => sum + each, 0);
      const score = alpha * ((error / inside.length) / (total / errors.length) - 1) - (1 - alpha) * (errors.length / inside.length - 1);
      if (inside.length >= support && score > 0) found.push({ score, rows: inside.length, error });
    }
    if (chosen.length === conditions) return;
    for (let feature = from; feature < features.length; feature++) {
      for (let value = 0; value < features[feature]!.values; value++) visit(feature + 1, [...chosen, { feature, value }]);
    }
  };
  visit(0, []);
  return found.sort((a, b) => b.score - a.score).slice(0, top);
}

const seed = Number(process.env['WINNOW_SEED'] ?? 1);

test(`the best slices are those that looking at every combination finds (seed ${seed})`, async () => {
  const random = createRandom(seed);
  const draw = (below: number): number => Math.floor(random() * below);
  let slices = 0;
  for (let round = 0; round < 150; round++) {
    // Small features are counted together where slices have to be large.
    const isLarge = round % 5 === 4;
    const rows = isLarge ? 400 + draw(400) : 40 + draw(160);
    const features = Array.from({ length: 1 + draw(5) }, (): SliceFeature => {
      const values = 1 + draw(4);
      return { values, codes: Int8Array.from({ length: rows }, () => draw(values + (round % 3 === 0 ? 1 : 0)) - (round % 3 === 0 ? 1 : 0)) };
    });
    // Wrong or right, costs, and a corner that is much worse than the rest.
    const errors = Array.from({ length: rows }, (_, row) => {
      const isBad = features[0]!.codes[row] === 0 && features.at(-1)!.codes[row] === 0;
      return random() < (isBad ? 0.6 : 0.2) ? (round % 2 === 0 ? 1 : 1 + draw(5)) : 0;
    });
    const options = { alpha: [0.95, 0.9, 0.5][draw(3)]!, support: 1 + draw(isLarge ? 200 : 12), conditions: 1 + draw(3), top: 1 + draw(12) };
    const { slices: found } = await findSlices(features, errors, options);
    const expected = bruteForce(features, errors, options);
    assert.equal(found.length, expected.length, `round ${round}`);
    found.forEach(({ score, conditions, rows: size, error }, place) => {
      assertNear(score, expected[place]!.score, 1e-9);
      const inside = errors.filter((_, row) => conditions.every(({ feature, value }) => features[feature]!.codes[row] === value));
      assert.equal(size, inside.length);
      assert.equal(error, inside.reduce((sum, each) => sum + each, 0));
    });
    slices += found.length;
  }
  assert.ok(slices > 150, `${slices} slices were compared`);
});

test('nothing is weak where nothing is wrong, and where there is nothing to slice by', async () => {
  const options = { alpha: 0.95, support: 1, conditions: 3, top: 4 };
  const feature = { values: 2, codes: Int8Array.of(0, 1, 0, 1) };
  assert.deepEqual(await findSlices([feature], [0, 0, 0, 0], options), { slices: [], evaluated: 0 });
  assert.deepEqual(await findSlices([], [1, 0, 1, 0], options), { slices: [], evaluated: 0 });
  assert.deepEqual((await findSlices([{ values: 1, codes: new Int8Array(4) }], [1, 0, 1, 0], options)).slices, []);
});

test('what lies within a better slice, or around it, is not told again', () => {
  const slice = (score: number, ...conditions: readonly [number, number][]) => ({
    score,
    rows: 10,
    error: 5,
    conditions: conditions.map(([feature, value]) => ({ feature, value })),
  });
  const both = slice(3, [0, 1], [1, 1]);
  const other = slice(1, [0, 2]);
  assert.deepEqual(distinctSlices([both, slice(2, [0, 1]), slice(1.5, [0, 1], [1, 1], [2, 0]), other]), [both, other]);
});

test('a slice has a hundredth of the rows, and 32 at least', () => {
  assert.deepEqual([100, 3200, 3201, 1_000_000].map(sliceSupport), [32, 32, 33, 10_000]);
});

test('a search that is cancelled ends between its steps', async () => {
  const feature = { values: 2, codes: Int8Array.of(0, 1, 0, 1) };
  await assert.rejects(
    findSlices([feature], [1, 0, 1, 0], { alpha: 0.95, support: 1, conditions: 3, top: 4 }, () => {
      throw new Error('cancelled');
    }),
    /cancelled/,
  );
});
