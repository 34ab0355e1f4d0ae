import assert from 'node:assert/strict';
import test from 'node:test';
import type { Evaluation } from '../../../src/core/evaluation.ts';
import { shownMatrix } from '../../../webview/panels/evaluateMatrix.ts';
import {
  accuracySentence,
  chosenSplit,
  costSentence,
  measuredFilter,
  noiseClause,
  noiseUnknown,
  probabilityWords,
  segmentFilter,
  slicingWords,
  splitChoices,
  tendencyWords,
  unnamedWords,
} from '../../../webview/panels/evaluateWords.ts';

const splits: Evaluation['splits'] = [
  { value: 'TRAIN', kind: 'train', rows: 900 },
  { value: 'Test', kind: 'test', rows: 100 },
  { value: 'odd', kind: null, rows: 0 },
];
const mean = { value: 0.8, low: 0.7, high: 0.9 };
const overall = { rows: 100, correct: 80, accuracy: { value: 0.8, low: 0.711, high: 0.867 }, macroPrecision: mean, macroRecall: mean, macroF1: mean };
const noise = { words: 'About 3 % of the 100 test labels look wrong.', noise: 0.03, low: 0.01, high: 0.08, rows: 100 };
const findings = {
  groups: [],
  open: { error: 0, warning: 0, info: 0 },
  openRows: 0,
  skipped: [{ check: 'test-noise', why: 'there is nothing to learn from' }],
  seconds: 1,
};

test('the accuracy and the noise of the labels make one sentence', () => {
  assert.equal(
    `${accuracySentence({ overall, split: 'test' })}${noiseClause({ labelNoise: noise })}`,
    'of predictions are right: 80 of 100 rows of the split test, with a 95 % interval from 71.1 % to 86.7 %; about 3 % of the 100 test labels look wrong.',
  );
  assert.equal(accuracySentence({ overall, split: null }), 'of predictions are right: 80 of 100 rows, with a 95 % interval from 71.1 % to 86.7 %');
  assert.equal(noiseClause({ labelNoise: null }), '.');
});

test('why the noise of test labels is not known is said of the test split alone', () => {
  assert.equal(noiseUnknown({ labelNoise: noise, split: 'test', splits }, null), null);
  assert.equal(noiseUnknown({ labelNoise: null, split: 'TRAIN', splits }, null), null);
  assert.match(noiseUnknown({ labelNoise: null, split: 'Test', splits }, null)!, /run the checks/);
  assert.match(noiseUnknown({ labelNoise: null, split: 'test', splits }, findings)!, /is not known: there is nothing to learn from\./);
  const learnt = { ...findings, skipped: [{ check: 'label-error', why: 'there is one label' }] };
  assert.match(noiseUnknown({ labelNoise: null, split: null, splits: [] }, learnt)!, /is not known: there is one label\./);
  assert.equal(noiseUnknown({ labelNoise: null, split: null, splits }, learnt), null);
  assert.match(noiseUnknown({ labelNoise: { why: 'nobody looked' }, split: 'test', splits }, findings)!, /is not known: nobody looked\./);
});

test('splits without a row to measure cannot be chosen, and the kind that was measured is its only value', () => {
  assert.deepEqual(splitChoices({ splits }).map(({ value }) => value), ['TRAIN', 'Test', 'all']);
  assert.equal(chosenSplit({ split: 'test', splits }), 'Test');
  assert.equal(chosenSplit({ split: 'TRAIN', splits }), 'TRAIN');
  assert.equal(chosenSplit({ split: null, splits }), 'all');
});

test('ways in name the split that was measured', () => {
  assert.deepEqual(measuredFilter({ split: 'test' }, { right: false }), { kind: 'prediction', right: false, split: 'test' });
  assert.deepEqual(measuredFilter({ split: null }), { kind: 'prediction' });
  assert.deepEqual(segmentFilter('country', null), { kind: 'missing', column: 'country' });
});

test('probabilities, tendencies, costs and slices are put in words', () => {
  assert.deepEqual([null, 0.0001, 0.0312, 0.9999].map(probabilityWords), ['—', '< .001', '.031', '1']);
  assert.equal(tendencyWords(-0.09), 'On average they are 9.0 points too low: the model is right more often than it says.');
  assert.equal(tendencyWords(0.001), 'On average they are neither too high nor too low.');
  const cost = { total: 40, mean: 0.4, value: 1200, valueColumn: 'worth', unnamed: [{ label: 'a', predicted: 'b', rows: 3, value: 3 }], basis: '' };
  assert.equal(costSentence({ cost }), 'Errors cost 40, 0.4 a row; the rows are worth 1,200 together, by worth.');
  assert.match(unnamedWords({ cost })!, /do not name 1 confusion that occurs: a taken for b\./);
  assert.equal(unnamedWords({ cost: { ...cost, unnamed: [] } }), null);
  const slicing = { evaluated: 53, columns: ['a', 'b'], omitted: ['c'], support: 32 };
  assert.match(
    slicingWords({ overall, slicing }),
    /^SliceLine looked at 53 slices of 32 rows or more, by up to three of 2 columns; 1 more column was left out\./,
  );
  assert.equal(slicingWords({ overall: { ...overall, correct: 100 }, slicing }), 'No prediction is wrong.');
});

test('of many classes, the matrix shows those with the most wrong predictions, those confused with each other side by side', () => {
  const share = { value: 1, low: 1, high: 1 };
  const classes = Array.from({ length: 40 }, (_, index) => ({
    name: `c${index}`,
    isLabel: true,
    support: 1,
    predicted: 1,
    correct: 1,
    precision: share,
    recall: share,
    f1: share,
  }));
  const confusions = [
    ['c39', 'c7', 9],
    ['c7', 'c39', 4],
    ['c3', 'c3', 50],
  ].map(([label, predicted, rows]) => ({
    label: String(label),
    predicted: String(predicted),
    rows: Number(rows),
    value: Number(rows),
    cost: 0,
  }));
  const { labels, counts, others } = shownMatrix({ classes, confusions });
  assert.deepEqual(new Set(labels.slice(0, 2)), new Set(['c39', 'c7']));
  assert.equal(labels.length + others, 40);
  assert.equal(counts[labels.indexOf('c39')]![labels.indexOf('c7')], 9);
  assert.equal(counts[labels.indexOf('c3')]![labels.indexOf('c3')], 50);
});
