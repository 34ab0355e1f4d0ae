import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crowdlab, labelNextScores } from '../../src/learn/crowdlab.ts';
import { bestTemperature } from '../../src/learn/temperature.ts';
import { type Triple, indexOf } from './crowd.ts';
import { assertWithin, readFigures } from './goldens.ts';

interface CrowdFigures {
  labels_multiannotator: (number | null)[][];
  pred_probs: number[][];
  consensus_label: number[];
  consensus_quality_score: number[];
  annotator_agreement: number[];
  annotators: string[];
  annotator_quality: number[];
  agreement_with_consensus: number[];
  active_learning_scores: number[];
}

const figures = readFigures('crowdlab.json') as CrowdFigures;
const triples = figures.labels_multiannotator.flatMap((row, item) =>
  row.flatMap((label, annotator): Triple[] => (label === null ? [] : [[item, annotator, label]])),
);
const index = indexOf(triples, { items: 400, annotators: 12, classes: 4 });
const probabilities = Float64Array.from(figures.pred_probs.flat());

test('consensus, quality and agreement are those of cleanlab’s CROWDLAB', () => {
  const result = crowdlab(index, probabilities);
  assert.deepEqual(Array.from(result.consensus), figures.consensus_label);
  assertWithin(result.quality, figures.consensus_quality_score, 1e-12, 'quality');
  assertWithin(result.agreement, figures.annotator_agreement, 1e-12, 'agreement');
  const order = figures.annotators.map((name) => Number(name.split('_')[1]));
  assertWithin(order.map((j) => result.annotatorQuality[j]!), figures.annotator_quality, 1e-12, 'annotator quality');
  assertWithin(order.map((j) => result.agreementWithConsensus[j]!), figures.agreement_with_consensus, 1e-12, 'agreement with consensus');
});

test('what to label next is cleanlab’s, at the temperature that cleanlab arrives at, and another one fits the annotators', () => {
  assertWithin(labelNextScores(index, probabilities), figures.active_learning_scores, 1e-9, 'score');
  assert.equal(bestTemperature(index, probabilities, true), 7.25);
  assert.deepEqual(
    labelNextScores(index, probabilities, { temperature: 'fitted' }),
    labelNextScores(index, probabilities, { temperature: bestTemperature(index, probabilities) }),
  );
});

test('the temperature that fits the annotators is found near its minimum', () => {
  assert.ok(bestTemperature(index, probabilities) < 3);
  const sharp = probabilities.map((_, i) => (figures.consensus_label[Math.floor(i / 4)] === i % 4 ? 0.4 : 0.2));
  assert.ok(bestTemperature(index, sharp) < 0.8);
});

test('items that nobody labelled get the model’s class and probability', () => {
  const result = crowdlab(
    indexOf(
      [
        [0, 0, 1],
        [0, 1, 1],
        [2, 0, 0],
        [2, 1, 1],
      ],
      { items: 4, classes: 2 },
    ),
    Float64Array.of(0.2, 0.8, 0.7, 0.3, 0.6, 0.4, 0.1, 0.9),
  );
  assert.deepEqual(Array.from(result.consensus), [1, 0, 0, 1]);
  assert.ok(Math.abs(result.quality[1]! - 0.7) < 1e-12 && Math.abs(result.quality[3]! - 0.9) < 1e-12);
  assert.ok(Number.isNaN(result.agreement[1]));
});

test('one annotator, one class, or no labels at all give numbers and no crash', () => {
  const alone = crowdlab(indexOf([[0, 0, 0], [1, 0, 1]]), Float64Array.of(0.9, 0.1, 0.8, 0.2));
  assert.deepEqual([alone.weights.overlap, alone.weights.model, alone.annotatorQuality.length], [false, 1, 1]);
  assert.deepEqual(Array.from(alone.consensus), [0, 1]);
  const oneClass = crowdlab(indexOf([[0, 0, 0], [0, 1, 0], [1, 1, 0]]), Float64Array.of(1, 1));
  assert.deepEqual(Array.from(oneClass.quality), [1, 1]);
  const none = crowdlab(indexOf([], { items: 2, annotators: 1, classes: 2 }), Float64Array.of(0.3, 0.7, 0.6, 0.4));
  assert.deepEqual(Array.from(none.consensus), [1, 0]);
  assert.ok(Number.isNaN(none.annotatorQuality[0]));
  assert.ok(Array.from(labelNextScores(indexOf([[0, 0, 0], [1, 0, 1]]), Float64Array.of(0.9, 0.1, 0.8, 0.2))).every((score) => score > 0 && score < 1));
});

test('an annotator who shares no item is trusted as the others are on average', () => {
  const result = crowdlab(indexOf([[0, 0, 0], [0, 1, 0], [1, 0, 1], [1, 1, 1], [2, 2, 1]]), Float64Array.of(0.9, 0.1, 0.1, 0.9, 0.5, 0.5));
  assert.equal(result.weights.annotators[2], (result.weights.annotators[0]! + result.weights.annotators[1]!) / 2);
});

test('probabilities that do not fit the items are refused', () => {
  assert.throws(() => crowdlab(index, new Float64Array(8)), /400 items of 4 classes need 1600 probabilities; there are 8/);
});
