import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateConfidentJoint } from '../../src/learn/confidentJoint.ts';
import { findLabelIssues } from '../../src/learn/findLabelIssues.ts';
import { labelNoise } from '../../src/learn/labelNoise.ts';
import { fitNoiseModel } from '../../src/learn/noiseModel.ts';
import { probabilityMatrix } from '../../src/learn/probabilityBlocks.ts';
import { createRandom } from '../../src/learn/random.ts';
import { recallSlider } from '../../src/learn/recallSlider.ts';
import { wilson } from '../../src/stats/wilson.ts';
import { flipLabels } from '../bench/labels/flipLabels.ts';
import { assertNear } from '../stats/near.ts';
import { type ConfidentLearningFigures, inputOf, readFigures } from './goldens.ts';

/** A learner that is unsure by a temperature, truths drawn from what it should have said, and a share of labels swapped. */
function noisy(rows: number, classes: number, flips: number, temperature: number, seed: number) {
  const random = createRandom(seed);
  const values = new Float64Array(rows * classes);
  const truth = new Int32Array(rows);
  const labels = new Int32Array(rows);
  const scale = (weights: number[]): number[] => weights.map((weight) => weight / weights.reduce((a, b) => a + b, 0));
  for (let row = 0; row < rows; row++) {
    const sure = Math.floor(random() * classes);
    const logits = Array.from({ length: classes }, (_, k) => (k === sure ? 2 + 6 * random() : 2 * random()));
    const right = scale(logits.map((x) => Math.exp(x)));
    let draw = random();
    truth[row] = Math.max(0, right.findIndex((p) => (draw -= p) < 0));
    values.set(scale(logits.map((x) => Math.exp(x * temperature))), row * classes);
    labels[row] = random() < flips ? (truth[row]! + 1 + Math.floor(random() * (classes - 1))) % classes : truth[row]!;
  }
  return { labels, probabilities: probabilityMatrix(values, rows, classes), wrong: labels.map((label, i) => Number(label !== truth[i])) };
}

for (const [classes, flips, temperature] of [[3, 0.05, 1], [10, 0.1, 0.4], [10, 0.25, 0.5], [40, 0.15, 0.3]] as const) {
  test(`where labels overlap, the lower estimate is of those that were swapped: ${classes} classes, ${flips} swapped, temperature ${temperature}`, async () => {
    const seed = 51;
    const { labels, probabilities, wrong } = noisy(6000, classes, flips, temperature, seed);
    const joint = await estimateConfidentJoint(labels, probabilities);
    const noise = await fitNoiseModel(joint);
    const slider = await recallSlider(joint, noise);
    assert.ok(Math.abs(noise.flipped - flips) < 0.02, `seed ${seed}: ${noise.flipped} swapped`);
    for (const { rows, leastErrors, expectedErrors } of slider.positions) {
      const found = slider.suspects.subarray(0, rows).reduce((sum, row) => sum + wrong[row]!, 0);
      assert.ok(Math.abs(leastErrors - found) < Math.max(15, 0.08 * found), `seed ${seed}: ${leastErrors} expected among ${rows}, ${found} there`);
      assert.ok(expectedErrors > found - 15, `seed ${seed}: at most ${expectedErrors} expected among ${rows}, ${found} there`);
    }
    const all = wrong.reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(slider.leastErrors - all) < 0.1 * all, `seed ${seed}: ${slider.leastErrors} of ${all}`);
  });
}

for (const flips of [0, 0.02, 0.05, 0.1, 0.2]) {
  test(`the two estimates hold the wrong labels between them, and the upper one is the joint's: ${flips} swapped`, async () => {
    const { labels, probabilities, wrong } = noisy(6000, 5, flips, 0.6, 52);
    const joint = await estimateConfidentJoint(labels, probabilities);
    const slider = await recallSlider(joint, await fitNoiseModel(joint));
    assert.ok(Math.abs(slider.expectedErrors - labelNoise(joint).noise * labels.length) < 0.5);
    for (const { rows, leastErrors, expectedErrors } of slider.positions) {
      const found = slider.suspects.subarray(0, rows).reduce((sum, row) => sum + wrong[row]!, 0);
      assert.ok(leastErrors < 1.1 * found + 25 && expectedErrors > 0.92 * found - 25, `${leastErrors} to ${expectedErrors} among ${rows}, ${found} there`);
    }
  });
}

for (const flips of [0, 0.02, 0.05, 0.1, 0.2]) {
  test(`where classes are told apart well both estimates are what was swapped: ${flips}`, async () => {
    const random = createRandom(53);
    const classes = 4;
    const truth = Int32Array.from({ length: 3000 }, () => Math.floor(random() * classes));
    const labels = flipLabels(truth, classes, flips, 54);
    const probabilities = Float64Array.from({ length: 3000 * classes }, (_, at) => (at % classes === truth[Math.floor(at / classes)] ? 0.94 : 0.02));
    const joint = await estimateConfidentJoint(labels, probabilityMatrix(probabilities, 3000, classes));
    const [first] = (await recallSlider(joint, await fitNoiseModel(joint))).positions;
    assert.ok(
      Math.abs(first!.expectedErrors - 3000 * flips) < 10 && Math.abs(first!.leastErrors - 3000 * flips) < 10,
      `${first!.leastErrors} to ${first!.expectedErrors}`,
    );
  });
}

test('the slider runs from the default rule to all with which the model disagrees, and expects more at each stop', async () => {
  const { labels, probabilities } = inputOf(readFigures('confident-learning-three-classes.json') as ConfidentLearningFigures);
  const joint = await estimateConfidentJoint(labels, probabilities);
  const slider = await recallSlider(joint, await fitNoiseModel(joint), 5);
  const rule = Array.from(await findLabelIssues(joint, 'low_self_confidence'));
  assert.deepEqual(Array.from(slider.suspects.slice(0, rule.length)).sort((a, b) => a - b), rule);
  assert.equal(slider.positions.length, 5);
  assert.equal(slider.positions[0]!.rows, rule.length);
  const every = new Set([...rule, ...(await findLabelIssues(joint, 'predicted_neq_given'))]);
  assert.equal(slider.positions.at(-1)!.rows, every.size);
  for (let i = 1; i < 5; i++) assert.ok(slider.positions[i]!.expectedErrors > slider.positions[i - 1]!.expectedErrors);
});

test('without suspects there is one position of no rows, and one class is never wrong', async () => {
  const joint = await estimateConfidentJoint(Int32Array.of(0, 0, -1), probabilityMatrix(Float64Array.of(1, 1, 1), 3, 1));
  const noise = await fitNoiseModel(joint);
  assert.deepEqual([noise.wrong[0], Number.isNaN(noise.wrong[2]!)], [0, true]);
  const slider = await recallSlider(joint, noise);
  assert.deepEqual(slider.positions, [{ rows: 0, selfConfidence: 0, expectedErrors: 0, leastErrors: 0, expectedRecall: 1 }]);
});

test('noise by class and confusions follow the joint, and intervals hold the estimate', async () => {
  const figures = readFigures('confident-learning-imbalanced.json') as ConfidentLearningFigures;
  const { labels, probabilities } = inputOf(figures);
  const noise = labelNoise(await estimateConfidentJoint(labels, probabilities));
  assertNear(noise.noise, 1 - figures.estimated_joint.reduce((sum, row, k) => sum + row[k]!, 0), 1e-9);
  assert.ok(noise.low < noise.noise && noise.noise < noise.high);
  const largest = Math.max(...figures.confident_joint.flatMap((row, i) => row.filter((_, j) => i !== j)));
  assert.equal(noise.confusions[0]!.rows, largest);
  const first = noise.classes[0]!;
  const row = figures.confident_joint[0]!;
  assertNear(first.noise, 1 - row[0]! / row.reduce((a, b) => a + b, 0), 1e-9);
  assert.equal(row[first.confusedWith!.suggested], Math.max(...row.slice(1)));
});

// statsmodels: proportion_confint(15, 100, method='wilson')
test('Wilson’s interval agrees with statsmodels and stays within 0 and 1', () => {
  const { low, high } = wilson(15, 100);
  assertNear(low, 0.09306, 1e-4);
  assertNear(high, 0.23281, 2e-4);
  assert.equal(wilson(0, 10).low, 0);
  assert.equal(wilson(10, 10).high, 1);
  assert.deepEqual(wilson(0, 0), { low: 0, high: 1 });
});
