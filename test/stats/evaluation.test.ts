import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Share } from '../../src/core/evaluation.ts';
import { Calibration, reliabilityBins } from '../../src/stats/calibration.ts';
import { classFigures, ClassTally, shareOf } from '../../src/stats/confusion.ts';
import { predictionCost } from '../../src/stats/predictionCost.ts';
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
  [macroPrecision, macroRecall, macroF1].forEach((mean, place) => assertNear(mean!, golden.macro[place]!));
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
  assert.equal(new ClassTally(2).overall().macroF1, null);
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
