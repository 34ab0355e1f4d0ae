import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crossValidate } from '../../src/learn/crossValidate.ts';
import { createEmbeddingLearner } from '../../src/learn/embeddingLearner.ts';
import { manyClasses } from '../../src/learn/fitLinear.ts';
import { createRandom } from '../../src/learn/random.ts';
import { TermCounter } from '../../src/learn/termCounts.ts';
import { createTextLearner } from '../../src/learn/textLearner.ts';

const classes = manyClasses + 50;
const rows = classes * 8;
const labels = Int32Array.from({ length: rows }, (_, row) => row % classes);

test('the words of many labels are learnt out of fold from noisy labels, and are the same to the bit again', async () => {
  const random = createRandom(3);
  const counter = new TermCounter();
  for (const label of labels)
    counter.add(
      Array.from({ length: 8 }, (_, place) =>
        place < 3 ? `own${label}x${Math.floor(3 * random())}` : `common${Math.floor(60 * random())}`,
      ).join(' '),
    );
  const counts = counter.finish();
  const given = labels.map((label, row) => (row % 11 === 0 ? (label + 7) % classes : label));
  const first = await crossValidate(createTextLearner(counts, classes), given, classes);
  const second = await crossValidate(createTextLearner(counts, classes), given, classes);
  assert.ok(first.accuracy > 0.85, `${first.accuracy}`);
  assert.deepEqual(first.probabilities, second.probabilities);
  const found = [...labels].filter(
    (label, row) => row % 11 === 0 && first.probabilities[row * classes + label]! > first.probabilities[row * classes + given[row]!]!,
  );
  assert.ok(found.length > 0.9 * (rows / 11));
});

test('many clusters of embeddings are told apart by the nearest of them', async () => {
  const random = createRandom(4);
  const dimensions = 24;
  const centres = Array.from({ length: classes }, () => Array.from({ length: dimensions }, () => random() - 0.5));
  const values = new Float32Array(rows * dimensions);
  labels.forEach((label, row) => centres[label]!.forEach((value, place) => { values[row * dimensions + place] = value + 0.2 * (random() - 0.5); }));
  const { accuracy, probabilities } = await crossValidate(createEmbeddingLearner(values, dimensions), labels, classes);
  assert.ok(accuracy > 0.95, `${accuracy}`);
  assert.ok(probabilities.every((p) => p >= 0 && p <= 1));
});
