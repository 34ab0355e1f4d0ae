import assert from 'node:assert/strict';
import test from 'node:test';
import type { Disagreement } from '../../../src/protocol/labelMethods.ts';
import { startingState, type DocumentState } from '../../../src/protocol/methods.ts';
import { adjudicationColumn, adjudicationTarget, adjudicationTargets } from '../../../webview/panels/adjudicationTarget.ts';
import { adjudicationDrafts, annotationDrafts, digitLabels, standingDraftsOf } from '../../../webview/panels/adjudicationDrafts.ts';
import { alphaWords, countWords, kappaWords } from '../../../webview/panels/annotatorWords.ts';

const item: Disagreement = {
  row: 4,
  rows: [4, 5, 6],
  given: ['dog', 'cat ', null],
  relabelled: [{ row: 5, id: 'd7', to: 'dog' }],
  decided: false,
  filledIn: [{ row: 5, by: 'Ada', to: 'cat' }],
  votes: [
    { annotator: 'ann', label: 'dog' },
    { annotator: 'ben', label: 'cat' },
    { annotator: 'cat', label: 'dog' },
  ],
  consensus: 'dog',
  quality: 0.8,
  preview: 'a tail',
};
const why = 'annotator-disagreement';

test('every row of the item gets the label; those that say so already are accepted, against what was decided before', () => {
  assert.deepEqual(adjudicationDrafts(item, 'label', 'cat'), [
    { row: 4, act: 'relabel', column: 'label', to: 'cat', why },
    { row: 5, act: 'retract', retracts: 'd7' },
    { row: 5, act: 'accept', column: 'label', why },
    { row: 6, act: 'relabel', column: 'label', to: 'cat', why },
  ]);
  assert.deepEqual(standingDraftsOf(item, 'exclude').map(({ row, act }) => [row, act]), [[4, 'exclude'], [5, 'exclude'], [6, 'exclude']]);
});

test('digits stand for all labels where they are enough, else for those that the item was given', () => {
  const labels = (all: readonly string[]): string[] => digitLabels(item, all).map(({ label }) => label);
  assert.deepEqual(labels(['cat', 'dog', 'owl']), ['cat', 'dog', 'owl']);
  assert.deepEqual(labels(Array.from({ length: 30 }, (_, k) => `label ${k}`)), ['dog', 'cat']);
});

test('figures of agreement are said in words', () => {
  assert.match(alphaWords(0.85), /agree well/);
  assert.match(alphaWords(0.7), /tentative/);
  assert.match(alphaWords(0.24), /should not be relied on/);
  assert.match(alphaWords(-0.1), /chance/);
  assert.deepEqual([0.241, -0.05, 1, null].map(kappaWords), ['.24', '−.05', '1.00', '—']);
  const report = {
    layout: 'long',
    items: 800,
    votes: 8000,
    labels: [],
    classes: [],
    krippendorff: null,
    fleiss: null,
    cohen: [],
    annotators: [],
    confusion: [],
    disagreeing: 722,
    method: '',
    notes: [],
  } as const;
  assert.equal(countWords(report), '0 annotators gave 8,000 labels to 800 items; on 722 of them they disagree.');
});

test('answers go where people chose, else into the label; columns of other labels take none', () => {
  const document = { ...startingState, annotations: [
    { name: 'mood', kind: 'label', labels: [{ name: 'good' }] }, { name: 'note', kind: 'text' }, { name: 'final', kind: 'label', labels: [{ name: 'cat' }] },
  ] } satisfies DocumentState;
  const labels = ['dog', 'cat'];
  assert.deepEqual(adjudicationTargets(document, labels), [{ label: false, column: 'final' }]);
  assert.equal(adjudicationTarget({ ...document, annotations: [] }, labels, null), null);
  const column = adjudicationColumn({ ...document, annotations: [{ name: 'adjudicated', kind: 'text' }], taxonomy: [{ name: 'cat', definition: 'Purrs.' }] }, labels);
  assert.deepEqual([column.name, column.labels], ['adjudicated_2', [{ name: 'dog' }, { name: 'cat', definition: 'Purrs.' }]]);
});

test('an answer in a column of its own is given where this person has not given it', () => {
  assert.deepEqual(annotationDrafts(item, 'final', 'cat', 'Ada').map(({ row }) => row), [4, 6]);
  assert.deepEqual(annotationDrafts(item, 'final', 'cat', 'Ben')[1], { row: 5, act: 'annotate', column: 'final', to: 'cat', why });
});
