import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crossValidateTable } from '../../src/learn/crossValidateTable.ts';
import { createRandom } from '../../src/learn/random.ts';
import { buildTableFeatures } from '../../src/learn/tableFeatures.ts';
import { TermCounter } from '../../src/learn/termCounts.ts';

const rowCount = 240;
const random = createRandom(4);
const xs = Float64Array.from({ length: rowCount }, () => random() * 2 - 1);
const ys = Float64Array.from({ length: rowCount }, () => random() * 2 - 1);

test('A straight border is best learnt by the linear model, a chequered one by trees', async () => {
  const features = buildTableFeatures([{ kind: 'number', values: xs }, { kind: 'number', values: ys }], rowCount);
  const straight = await crossValidateTable(features, Int32Array.from(xs, (x, row) => (x + ys[row]! > 0 ? 1 : 0)), 2);
  assert.match(straight.learner, /^logistic regression/);
  assert.ok(straight.accuracy > 0.95, `${straight.accuracy}`);
  const chequered = await crossValidateTable(features, Int32Array.from(xs, (x, row) => (x * ys[row]! > 0 ? 1 : 0)), 2);
  assert.equal(chequered.learner, 'extra-trees');
  assert.ok(chequered.accuracy > 0.9, `${chequered.accuracy}`);
  assert.equal(chequered.tried.length, 2);
});

test('Numbers, categories and texts are learnt from together, with values missing', async () => {
  const labels = Int32Array.from(xs, (_x, row) => row % 3);
  const counter = new TermCounter();
  labels.forEach((label) => counter.add(label === 2 ? 'refund please' : 'hello there'));
  const features = buildTableFeatures([
    { kind: 'number', values: xs.map((x, row) => (row % 7 === 0 ? NaN : x)) },
    { kind: 'number', values: new Float64Array(rowCount).fill(3) },
    { kind: 'category', codes: labels.map((label, row) => (row % 11 === 0 ? -1 : label === 0 ? 0 : 1)), categoryCount: 2 },
    { kind: 'text', counts: counter.finish() },
  ], rowCount);
  assert.equal(features.dense.length, 5, 'a number and its gaps, two categories and their gaps; a constant says nothing');
  const result = await crossValidateTable(features, labels, 3);
  assert.ok(result.accuracy > 0.93, `${result.accuracy}`);
  assert.deepEqual(result.probabilities, (await crossValidateTable(features, labels, 3)).probabilities);
});

test('A learner that is far behind in the first fold is not asked for the others', async () => {
  const rows = 2000;
  const draw = createRandom(9);
  const columns = Array.from({ length: 30 }, () => Float64Array.from({ length: rows }, () => draw() * 2 - 1));
  const features = buildTableFeatures(columns.map((values) => ({ kind: 'number', values })), rows);
  const labels = Int32Array.from({ length: rows }, (_, row) => (columns.reduce((sum, values) => sum + values[row]!, 0) > 0 ? 1 : 0));
  const told = new Set<string>();
  const result = await crossValidateTable(features, labels, 2, { checkpoint: (_fraction, words) => void told.add(words.replace(/: .*/, '')) });
  assert.equal(result.learner, 'logistic regression');
  assert.deepEqual([...told].filter((words) => words.startsWith('extra-trees')), ['extra-trees, Fold 1 of 5']);
  assert.equal([...told].filter((words) => words.startsWith('logistic')).length, 5);
  assert.ok(result.probabilities.every((probability) => probability > 0), 'every row has probabilities');
});
