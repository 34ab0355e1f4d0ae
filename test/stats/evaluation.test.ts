import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Share } from '../../src/core/evaluation.ts';
import { createRandom } from '../../src/learn/random.ts';
import { Calibration, reliabilityBins } from '../../src/stats/calibration.ts';
import { classFigures, ClassTally, shareOf } from '../../src/stats/confusion.ts';
import { f1Correlations, macroMean } from '../../src/stats/macroMean.ts';
import { predictionCost } from '../../src/stats/predictionCost.ts';
import { wilson } from '../../src/stats/wilson.ts';
import { assertNear } from './near.ts';

type Pair = readonly [number, number];
interface Golden {
  readonly labels: readonly number[];
  readonly predicted: readonly number[];
  readonly confidence: readonly number[];
  readonly confusion: readonly (readonly number[])[];
  readonly precision: readonly number[];
  readonly recall: readonly number[];
  readonly f1: readonly number[];
  readonly support: readonly number[];
  readonly precisionInterval: readonly Pair[];
  readonly recallInterval: readonly Pair[];
  readonly eitherInterval: readonly Pair[];
  readonly accuracy: number;
  readonly accuracyInterval: Pair;
  readonly macro: readonly [number, number, number];
  readonly macroInterval: readonly Pair[];
  readonly macroBootstrap: readonly Pair[];
  readonly f1Correlation: readonly (readonly number[])[];
  readonly binRows: readonly number[];
  readonly binAccuracy: readonly number[];
  readonly binConfidence: readonly number[];
  readonly ece: number;
}
const golden = JSON.parse(readFileSync(join(import.meta.dirname, '../fixtures/stats/evaluation.json'), 'utf8')) as Golden;

function assertShare({ value, low, high }: Share, expected: number, [from, to]: Pair): void {
  assertNear(value!, expected);
  assertNear(low, from, 1e-9);
  assertNear(high, to, 1e-9);
}

test('precision, recall, F1 and their means agree with scikit-learn, their intervals with scipy', () => {
  const tally = new ClassTally(4);
  golden.labels.forEach((label, row) => tally.add(label, golden.predicted[row]!));
  for (const [place, { support, precision, recall, f1 }] of tally.present()) {
    assert.equal(support, golden.support[place]);
    assertShare(precision, golden.precision[place]!, golden.precisionInterval[place]!);
    assertShare(recall, golden.recall[place]!, golden.recallInterval[place]!);
    const [low, high] = golden.eitherInterval[place]!;
    assertShare(f1, golden.f1[place]!, [(2 * low) / (1 + low), (2 * high) / (1 + high)]);
  }
  const { rows, accuracy, macroPrecision, macroRecall, macroF1 } = tally.overall();
  assert.equal(rows, golden.labels.length);
  assertShare(accuracy, golden.accuracy, golden.accuracyInterval);
  [macroPrecision, macroRecall, macroF1].forEach((mean, place) => {
    // Those of scikit-learn by numeric derivatives: seven digits.
    const [low, high] = golden.macroInterval[place]!;
    assertNear(mean.value!, golden.macro[place]!);
    assertNear(mean.low, low, 1e-7);
    assertNear(mean.high, high, 1e-7);
    // A class of 17 rows is where the methods differ: a bootstrap does not know what it has not seen.
    const [from, to] = golden.macroBootstrap[place]!;
    assert.ok(Math.abs(mean.low - from) < 0.025 && Math.abs(mean.high - to) < 0.025, `${mean.low} to ${mean.high}, resampled ${from} to ${to}`);
  });
});

test('F1 of classes that are taken for each other are correlated as their derivatives by the weights of rows say', () => {
  const tally = new ClassTally(4);
  golden.labels.forEach((label, row) => tally.add(label, golden.predicted[row]!));
  const confused = golden.confusion.flatMap((line, a) => line.slice(0, a).map((rows, b) => ({ a, b, rows: rows + golden.confusion[b]![a]! })));
  for (const { a, b, correlation } of f1Correlations(
    [...tally.present()].map(([, figures]) => figures),
    confused,
  ))
    assertNear(correlation, golden.f1Correlation[a]![b]!, 1e-6);
});

test('intervals of means over classes hold the truth about as often as they say, also where few rows are measured', () => {
  const random = createRandom(7);
  const rights = [0.95, 0.8, 0.6];
  const shares = [0.6, 0.3, 0.1];
  const draw = (weights: readonly number[]): number => {
    let left = random() * weights.reduce((sum, weight) => sum + weight, 0);
    return Math.max(0, weights.findIndex((weight) => (left -= weight) < 0));
  };
  // What a row of a class is predicted to be; wrong ones are divided evenly.
  const odds = rights.map((right, label) => rights.map((_, said) => (said === label ? right : (1 - right) / 2)));
  const cells = shares.map((share, label) => odds[label]!.map((odd) => share * odd));
  const truth = rights.reduce((sum, _, place) => {
    const predicted = cells.reduce((all, row) => all + row[place]!, 0);
    return sum + (2 * cells[place]![place]!) / (shares[place]! + predicted) / rights.length;
  }, 0);
  let held = 0;
  for (let turn = 0; turn < 1000; turn++) {
    const tally = new ClassTally(3);
    for (let row = 0; row < 120; row++) {
      const label = draw(shares);
      tally.add(label, draw(odds[label]!));
    }
    const { low, high } = tally.overall().macroF1;
    if (low <= truth && truth <= high) held++;
  }
  assert.ok(held >= 930 && held <= 985, `${held} of 1000 intervals hold ${truth}`);
});

test('where every row is right the mean is not certain, and a class that was never predicted may be told anyhow', () => {
  const right = new ClassTally(2);
  for (let row = 0; row < 20; row++) right.add(row % 2, row % 2);
  const { macroF1, macroRecall } = right.overall();
  const one = wilson(10, 10);
  assert.deepEqual([macroF1.value, macroF1.high, macroRecall.value], [1, 1, 1]);
  assertNear(macroRecall.low, 1 - (1 - one.low) / Math.SQRT2);
  const [known, unknown] = [shareOf(10, 10), shareOf(0, 0)];
  const { value, low, high } = macroMean([known, unknown]);
  assert.deepEqual([value, high], [0.5, 1]);
  assertNear(low, 0.5 - (1 - one.low) / 2);
});

test('bins of reliability and the calibration error agree with scikit-learn, on the edges of the bins too', () => {
  const calibration = new Calibration();
  golden.confidence.forEach((confidence, row) => calibration.add(confidence, golden.labels[row] === golden.predicted[row]));
  const { rows, ece, bins } = calibration.figures();
  assert.equal(rows, golden.labels.length);
  assert.deepEqual(bins.map((bin) => bin.rows), golden.binRows);
  const filled = bins.filter((bin) => bin.rows > 0);
  filled.forEach(({ confidence, accuracy }, place) => {
    assertNear(confidence!, golden.binConfidence[place]!);
    assertNear(accuracy.value!, golden.binAccuracy[place]!);
  });
  assertNear(ece!, golden.ece);
});

test('a class that no row has and none that was predicted are shares of nothing, and no rows are no figures', () => {
  assert.deepEqual(shareOf(0, 0), { value: null, low: 0, high: 1 });
  const { precision, recall, f1 } = classFigures({ support: 3, predicted: 0, correct: 0 });
  assert.deepEqual([precision.value, recall.value, f1.value], [null, 0, 0]);
  assert.deepEqual([...new ClassTally(2).present()], []);
  assert.deepEqual(new ClassTally(2).overall().macroF1, { value: null, low: 0, high: 1 });
  const { rows, ece, excess, bins } = new Calibration().figures();
  assert.deepEqual([rows, ece, excess, bins.length], [0, null, null, reliabilityBins]);
});

test('probabilities of 0 and 1 are in the first and the last bin, and a model that is too sure has an excess', () => {
  const calibration = new Calibration();
  calibration.add(0, false);
  for (let row = 0; row < 4; row++) calibration.add(1, row < 2);
  const { bins, ece, excess } = calibration.figures();
  assert.deepEqual([bins[0]!.rows, bins.at(-1)!.rows, bins.at(-1)!.to], [1, 4, 1]);
  assert.deepEqual([ece, excess], [0.4, 0.4]);
});

test('wrong predictions cost what winnow.json says, the rest what its default says, and that is told', () => {
  const confusions = [
    { label: 'spam', predicted: 'spam', rows: 5, value: 5 },
    { label: 'spam', predicted: 'ham', rows: 2, value: 2 },
    { label: 'ham', predicted: 'spam', rows: 3, value: 30 },
  ];
  assert.deepEqual(predictionCost(confusions, undefined), { total: 32, costs: [0, 2, 30], unnamed: [] });
  const { total, unnamed } = predictionCost(confusions, { default: 2, confusions: { spam: { ham: 10 } } });
  assert.equal(total, 2 * 2 + 30 * 10);
  assert.deepEqual(unnamed, [confusions[1]]);
});
