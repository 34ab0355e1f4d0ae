import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ProbabilitySource } from '../../../src/protocol/labelMethods.ts';
import {
  accuracyWords,
  changeWords,
  doubtWords,
  leftOutWords,
  noiseWords,
  positionWords,
  rangeWords,
  recallWords,
  sourceFigures,
  suspectWords,
} from '../../../webview/panels/labelHealthWords.ts';

const source: ProbabilitySource = {
  kind: 'text',
  words: 'a model',
  rows: 1000,
  leftOut: [],
  accuracy: 0.869,
  logLoss: 0.42,
  folds: 5,
  suspects: false,
  guessing: false,
  notes: [],
};

test('the noise is said with its interval and in rows', () => {
  assert.equal(
    noiseWords({ noise: { estimate: 0.061, low: 0.052, high: 0.07 }, source }),
    'of the labels look wrong (95 % interval 5.2 % – 7.0 %): some 61 of 1,000 rows.',
  );
  assert.equal(noiseWords({ source }), null);
});

test('a change is said in points, and only where the figures shown differ', () => {
  const noise = { estimate: 0.061, low: 0, high: 1 };
  assert.equal(changeWords({ noise: { ...noise, before: 0.098 } }), 'It was 9.8 % before the decisions: less by 3.7 points.');
  assert.equal(changeWords({ noise: { ...noise, before: 0.051 } }), 'It was 5.1 % before the decisions: more by 1 point.');
  assert.equal(changeWords({ noise: { ...noise, before: 0.0611 } }), null);
  assert.equal(changeWords({ noise }), null);
});

test('a model that was trained is held to rows that it had not seen, columns of the file are not', () => {
  assert.equal(sourceFigures(source), 'right on 86.9 % of held-out rows, log loss 0.42, over 1,000 rows');
  const { folds: _, ...found } = source;
  assert.equal(sourceFigures({ ...found, kind: 'columns' }), 'agrees with the labels on 86.9 % of the rows, log loss 0.42, over 1,000 rows');
  assert.equal(accuracyWords(0.9999), '> 99.9 %');
});

test('below 80 % what is flagged is called suspect', () => {
  assert.equal(suspectWords(source), null);
  assert.match(suspectWords({ ...source, accuracy: 0.71, suspects: true }) ?? '', /right on 71\.0 % only.*suspects rather than errors/);
  assert.equal(doubtWords(source), '');
  assert.equal(doubtWords({ accuracy: 0.333, suspects: true }), ', by a model that is right on 33.3 % only');
  assert.equal(suspectWords({ ...source, suspects: true }), null);
  assert.equal(doubtWords({ accuracy: 0.869, suspects: true }), ', by a model of labels that few rows have');
});

test('rows that are left out are counted by reason', () => {
  assert.equal(leftOutWords(source), null);
  assert.equal(
    leftOutWords({
      ...source,
      leftOut: [
        { why: 'they have no label', rows: 1 },
        { why: 'of no account', rows: 0 },
      ],
    }),
    '1 row left out, because they have no label.',
  );
  assert.equal(
    leftOutWords({
      ...source,
      leftOut: [
        { why: 'they have no label', rows: 100 },
        { why: 'their label has one row', rows: 12 },
      ],
    }),
    '112 rows left out: 100 because they have no label; 12 because their label has one row.',
  );
});

test('a position of the slider is read as rows and how many of them are wrong', () => {
  const positions = [{ rows: 0, expected: 0, least: 0 }, { rows: 412, expected: 387.6, least: 371 }, { rows: 500, expected: 412, least: 60 }];
  assert.equal(positionWords({ positions }, 0), 'no rows');
  assert.equal(positionWords({ positions }, 1), '412 rows, about 388 of them wrong');
  assert.equal(positionWords({ positions }, 2), '500 rows, 60 to 412 of them wrong');
});

test('how much of what is wrong is found is said without false precision', () => {
  assert.equal(recallWords(0.62), 'finds about 62 % of all wrong labels');
  assert.equal(recallWords(0.9999), 'finds nearly all wrong labels');
});

test('two estimates that are apart are both given, with what each of them counts', () => {
  assert.match(
    rangeWords({
      positions: [
        { rows: 50, expected: 20, least: 1 },
        { rows: 70, expected: 40, least: 2 },
      ],
    }) ?? '',
    /The lower number .* the upper one/,
  );
  assert.equal(rangeWords({ positions: [{ rows: 50, expected: 40, least: 38 }] }), null);
  assert.equal(rangeWords({ positions: [] }), null);
});
