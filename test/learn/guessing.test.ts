import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isGuessing } from '../../src/learn/guessing.ts';
import { missingLabel } from '../../src/learn/labelRows.ts';
import { probabilityMatrix } from '../../src/learn/probabilityBlocks.ts';
import { createRandom } from '../../src/learn/random.ts';

/** Rows of `shares.length` classes; `lift` is added to the probability of the row's own class before all are scaled to sum to 1. */
function made(rows: number, shares: readonly number[], lift: number, seed: number) {
  const random = createRandom(seed);
  const values = new Float64Array(rows * shares.length);
  const given = Int32Array.from({ length: rows }, (_, row) => {
    const drawn = random();
    let label = 0;
    for (let sum = shares[0]!; drawn > sum && label < shares.length - 1; sum += shares[label]!) label++;
    const raw = shares.map((share, k) => share * (0.5 + random()) + (k === label ? lift : 0));
    const total = raw.reduce((a, b) => a + b);
    raw.forEach((value, k) => void (values[row * shares.length + k] = value / total));
    return label;
  });
  return { given, probabilities: probabilityMatrix(values, rows, shares.length) };
}

describe('a model that guesses', () => {
  it('is found out in about as many of its draws as the level says, of few and many classes, and nearly always by the usual one', async () => {
    for (const classes of [2, 3, 20]) {
      let known = 0;
      let usually = 0;
      for (let seed = 1; seed <= 200; seed++) {
        const { given, probabilities } = made(400, Array.from({ length: classes }, () => 1 / classes), 0, seed);
        if (!(await isGuessing(given, probabilities, undefined, 0.05))) known++;
        if (!(await isGuessing(given, probabilities))) usually++;
      }
      assert.ok(known <= 24, `${known} of 200 guessers of ${classes} classes passed for models`);
      assert.ok(usually <= 1, `${usually} of 200 guessers of ${classes} classes passed for models by the usual level`);
    }
  });

  it('is told from one that knows a little, also of a class that is never the likeliest', async () => {
    const even = made(400, [1 / 3, 1 / 3, 1 / 3], 0.1, 1);
    assert.equal(await isGuessing(even.given, even.probabilities), false);
    const rare = made(2000, [0.98, 0.02], 0.05, 1);
    assert.equal(await isGuessing(rare.given, rare.probabilities), false);
  });

  it('is told from one that knows classes of five rows each a little, or one class among others that it does not know', async () => {
    const many = made(100, Array.from({ length: 20 }, () => 1 / 20), 0.04, 3);
    assert.equal(await isGuessing(many.given, many.probabilities), false);
    const { given, probabilities } = made(600, [0.48, 0.48, 0.04], 0, 4);
    const random = createRandom(5);
    const values = Float64Array.from((await probabilities.block(0, 600)).slice());
    given.forEach((label, row) => {
      const [first, rare] = [0.96 * random(), label === 2 ? 0.1 : 0.04];
      values.set([first * (1 - rare), (1 - first) * (1 - rare), rare], row * 3);
    });
    assert.equal(await isGuessing(given, probabilityMatrix(values, 600, 3)), false);
  });

  it('is one that is always wrong, or that says the same of every row', async () => {
    const given = Int32Array.from({ length: 100 }, (_, row) => row % 2);
    const wrong = Float64Array.from({ length: 200 }, (_, at) => ((at >> 1) % 2 === at % 2 ? 0.1 : 0.9));
    assert.equal(await isGuessing(given, probabilityMatrix(wrong, 100, 2)), true);
    assert.equal(await isGuessing(given, probabilityMatrix(new Float64Array(200).fill(0.5), 100, 2)), true);
    const right = wrong.map((value) => 1 - value);
    assert.equal(await isGuessing(given, probabilityMatrix(right, 100, 2)), false);
  });

  it('leaves rows without a label out, and knows nothing of classes of one row', async () => {
    const { given, probabilities } = made(400, [0.5, 0.5], 0.3, 2);
    const unlabelled = given.map((label, row) => (row % 3 === 0 ? missingLabel : label));
    assert.equal(await isGuessing(unlabelled, probabilities), false);
    assert.equal(await isGuessing(Int32Array.of(0, 1), probabilityMatrix(Float64Array.of(0.9, 0.1, 0.1, 0.9), 2, 2)), true);
  });
});
