import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimateConfidentJoint, jointDistribution } from '../../src/learn/confidentJoint.ts';
import { countLabelIssues, findLabelIssues, labelIssueRules, rankByScore } from '../../src/learn/findLabelIssues.ts';
import { labelScores } from '../../src/learn/labelScores.ts';
import { type ProbabilityBlocks, probabilityMatrix } from '../../src/learn/probabilityBlocks.ts';
import { pruneCounts } from '../../src/learn/pruneCounts.ts';
import { createRandom } from '../../src/learn/random.ts';
import { type ConfidentLearningFigures, assertWithin, inputOf, readFigures } from './goldens.ts';

for (const name of ['three-classes', 'binary-weak', 'imbalanced', 'ten-classes', 'fifty-classes']) {
  const figures = readFigures(`confident-learning-${name}.json`) as ConfidentLearningFigures | undefined;
  const skip = figures ? false : `confident-learning-${name}.json is not beside the project`;

  test(`the joint and its counts are cleanlab’s (${name})`, { skip }, async () => {
    const { labels, probabilities } = inputOf(figures!);
    const joint = await estimateConfidentJoint(labels, probabilities);
    assert.deepEqual(Array.from(joint.counts), figures!.confident_joint.flat());
    assertWithin(jointDistribution(joint), figures!.estimated_joint.flat(), 1e-15, 'joint');
    assert.equal(countLabelIssues(joint), figures!.num_label_issues);
  });

  test(`every rule flags the rows that cleanlab flags (${name})`, { skip }, async () => {
    const { labels, probabilities } = inputOf(figures!);
    const joint = await estimateConfidentJoint(labels, probabilities);
    for (const rule of labelIssueRules) {
      assert.deepEqual(Array.from(await findLabelIssues(joint, rule)), figures!.flagged[rule], rule);
    }
    const ranked = rankByScore(await findLabelIssues(joint, 'prune_by_noise_rate'), joint.selfConfidence);
    assert.deepEqual(Array.from(ranked, (i) => joint.selfConfidence[i]), figures!.ranked_by_self_confidence.map((i) => joint.selfConfidence[i]));
  });

  test(`every score is cleanlab’s (${name})`, { skip }, async () => {
    const { labels, probabilities } = inputOf(figures!);
    const joint = await estimateConfidentJoint(labels, probabilities);
    for (const score of ['self_confidence', 'normalized_margin', 'confidence_weighted_entropy'] as const) {
      assertWithin(await labelScores(joint, score), figures!.scores[score]!, 1e-9, score);
    }
    for (const score of ['self_confidence', 'normalized_margin'] as const) {
      assertWithin(await labelScores(joint, score, { adjusted: true }), figures!.scores[`${score}_adjusted`]!, 1e-9, `${score} adjusted`);
    }
  });
}

function made(rows: number, classes: number, seed: number) {
  const random = createRandom(seed);
  const values = new Float64Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const part = values.subarray(row * classes, (row + 1) * classes);
    part.forEach((_, k) => (part[k] = random() ** 4));
    const sum = part.reduce((a, b) => a + b, 0);
    part.forEach((p, k) => (part[k] = p / sum));
  }
  return { values, labels: Int32Array.from({ length: rows }, () => Math.floor(random() * classes)) };
}

test('rows without a label take no part, and change nothing for the others', async () => {
  const seed = 11;
  const { values, labels } = made(400, 4, seed);
  const holes = Int32Array.from(labels, (label, i) => (i % 5 === 0 ? -1 : label));
  const kept = Array.from(labels.keys()).filter((i) => i % 5 !== 0);
  const alone = probabilityMatrix(Float64Array.from(kept.flatMap((i) => Array.from(values.subarray(i * 4, i * 4 + 4)))), kept.length, 4);
  const withHoles = await estimateConfidentJoint(holes, probabilityMatrix(values, 400, 4));
  const without = await estimateConfidentJoint(Int32Array.from(kept, (i) => labels[i]!), alone);
  assert.deepEqual(withHoles.counts, without.counts, `seed ${seed}`);
  assert.deepEqual([withHoles.rows.used, withHoles.rows.missingLabels], [320, 80]);
  for (const rule of labelIssueRules) {
    const expected = Array.from(await findLabelIssues(without, rule), (i) => kept[i]!);
    assert.deepEqual(Array.from(await findLabelIssues(withHoles, rule)), expected, `${rule}, seed ${seed}`);
  }
});

test('pruning by noise rate takes of each pair the rows of largest margin, among equals the first', async () => {
  for (let seed = 100; seed < 180; seed++) {
    const random = createRandom(seed);
    const [rows, classes] = [40 + Math.floor(100 * random()), 2 + Math.floor(5 * random())];
    const values = new Float64Array(rows * classes);
    const labels = Int32Array.from({ length: rows }, () => Math.floor(classes * random()));
    const scaleOf = (row: number): number => (row % 7 === 0 ? 1.0004 : 1);
    for (let row = 0; row < rows; row++) {
      // Sixteenths, so that margins are equal; or a little more than 1 in all, so that they are scaled.
      const own = values.subarray(row * classes, (row + 1) * classes);
      if (scaleOf(row) === 1) for (let part = 0; part < 16; part++) own[Math.floor(classes * random())]! += 1 / 16;
      else own.forEach((_, k) => { own[k] = random(); });
      const sum = own.reduce((a, b) => a + b) / scaleOf(row);
      own.forEach((value, k) => { own[k] = value / sum; });
    }
    const joint = await estimateConfidentJoint(labels, probabilityMatrix(values, rows, classes));
    const { firstPair, suggested, counts } = pruneCounts(joint.counts, classes);
    const flagged = new Set<number>();
    for (let given = 0; given < classes; given++) {
      const own = [...labels.keys()].filter((row) => labels[row] === given);
      for (let pair = firstPair[given]!; own.length > 1 && pair < firstPair[given + 1]!; pair++) {
        const margin = (row: number): number => {
          return (values[row * classes + suggested[pair]!]! - values[row * classes + given]!) / scaleOf(row);
        };
        const sorted = own.sort((a, b) => margin(b) - margin(a) || a - b);
        for (const row of sorted.slice(0, counts[pair])) flagged.add(row);
      }
    }
    const expected = [...flagged].filter((row) => joint.disagrees[row] === 1).sort((a, b) => a - b);
    assert.deepEqual(Array.from(await findLabelIssues(joint, 'prune_by_noise_rate')), expected, `seed ${seed}`);
  }
});

test('probabilities that come in blocks, and late, give what they give at once', async () => {
  const seed = 12;
  const [rows, classes] = [700, 700];
  const { values, labels } = made(rows, classes, seed);
  let asked = 0;
  const late: ProbabilityBlocks = {
    rows,
    classes,
    block: async (from, to) => {
      asked++;
      await Promise.resolve();
      return values.slice(from * classes, to * classes);
    },
  };
  const [a, b] = [await estimateConfidentJoint(labels, late), await estimateConfidentJoint(labels, probabilityMatrix(values, rows, classes))];
  assert.ok(asked > 2);
  assert.deepEqual(a.counts, b.counts, `seed ${seed}`);
  assert.deepEqual(await findLabelIssues(a, 'both'), await findLabelIssues(b, 'both'), `seed ${seed}`);
});

test('probabilities that nearly sum to 1 are scaled, and others are refused by row, with the reason', async () => {
  const values = Float64Array.of(0.9, 0.1, 0.8004, 0.2, 0.7, 0.1, NaN, 0.5, 1.2, -0.2, 0.3, 0.7);
  const joint = await estimateConfidentJoint(Int32Array.of(0, 0, 0, 1, 1, 1), probabilityMatrix(values, 6, 2));
  assert.equal(joint.rows.scaledCount, 1);
  assert.ok(Math.abs(joint.selfConfidence[1]! - 0.8004 / 1.0004) < 1e-12);
  assert.deepEqual(joint.rows.refusedRows.map(({ position, fault }) => [position, fault]), [[2, 'sum-is-not-1'], [3, 'not-a-number'], [4, 'outside-0-to-1']]);
  assert.equal(joint.rows.used, 3);
  assert.ok(Number.isNaN(joint.selfConfidence[3]));
});

test('one class, no rows, and a class without rows are no errors', async () => {
  const one = await estimateConfidentJoint(Int32Array.of(0, 0, 0), probabilityMatrix(Float64Array.of(1, 1, 1), 3, 1));
  const none = await estimateConfidentJoint(new Int32Array(0), probabilityMatrix(new Float64Array(0), 0, 3));
  const missing = await estimateConfidentJoint(Int32Array.of(-1, -1), probabilityMatrix(Float64Array.of(0.5, 0.5, 0.5, 0.5), 2, 2));
  const unused = await estimateConfidentJoint(Int32Array.of(0, 0, 1), probabilityMatrix(Float64Array.of(0.8, 0, 0.2, 0.7, 0.1, 0.2, 0.1, 0.2, 0.7), 3, 3));
  assert.equal(unused.thresholds[2], 2);
  assert.deepEqual(Array.from(await findLabelIssues(unused, 'predicted_neq_given')), [2]);
  for (const joint of [one, none, missing]) {
    for (const rule of labelIssueRules) assert.deepEqual(Array.from(await findLabelIssues(joint, rule)), [], rule);
  }
});

test('labels that are no class are an error that names the row', async () => {
  await assert.rejects(
    estimateConfidentJoint(Int32Array.of(0, 2), probabilityMatrix(new Float64Array(4).fill(0.5), 2, 2)),
    /Row 2 has label 2, and the classes are 0 to 1/,
  );
});

test('cancelling between blocks ends the work', async () => {
  const { values, labels } = made(50, 3, 13);
  const cancel = (): void => {
    throw new Error('cancelled');
  };
  await assert.rejects(estimateConfidentJoint(labels, probabilityMatrix(values, 50, 3), cancel), /cancelled/);
});
