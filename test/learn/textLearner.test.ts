import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crossValidate } from '../../src/learn/crossValidate.ts';
import { NothingToLearn } from '../../src/learn/folds.ts';
import { createRandom } from '../../src/learn/random.ts';
import { TermCounter, visitTerms } from '../../src/learn/termCounts.ts';
import { createTextLearner } from '../../src/learn/textLearner.ts';
import { visitTokens } from '../../src/learn/tokenize.ts';

const topics = [['kitten', 'purrs', 'whiskers', 'meow'], ['engine', 'wheels', 'gearbox', 'diesel'], ['carrot', 'soup', 'onion', 'stew']];
const filler = ['the', 'a', 'with', 'my', 'and', 'today', 'very', 'old'];

function plant(rows: number, classes: number): { texts: string[]; labels: Int32Array } {
  const random = createRandom(5);
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)]!;
  const labels = Int32Array.from({ length: rows }, (_, row) => row % classes);
  const texts = Array.from(labels, (label) => [pick(filler), pick(topics[label]!), pick(filler), pick(filler), pick(topics[label]!)].join(' '));
  return { texts, labels };
}

function count(texts: readonly string[]) {
  const counter = new TermCounter();
  for (const text of texts) counter.add(text);
  return counter.finish();
}

function tokens(text: string): string[] {
  const found: string[] = [];
  visitTokens(text, (start, end) => found.push(text.slice(start, end)));
  return found;
}

test('Words are letters, digits and apostrophes; scripts without spaces give n-grams of characters', () => {
  assert.deepEqual(tokens("i haven't 2 naïve_cats!"), ['i', "haven't", '2', 'naïve_cats']);
  assert.deepEqual(tokens('買う ok'), ['買', '買う', 'う', 'ok']);
  assert.deepEqual(tokens(''), []);
});

test('A text gives its words and its pairs of words', () => {
  const terms: string[] = [];
  visitTerms('a red car', (_bucket, start, end) => terms.push('a red car'.slice(start, end)));
  assert.deepEqual(terms, ['a', 'red', 'a red', 'car', 'red car']);
});

for (const classes of [2, 3]) {
  test(`Planted topics are found out of fold with ${classes} classes, and are the same to the bit again`, async () => {
    const { texts, labels } = plant(300, classes);
    const counts = count(texts);
    const first = await crossValidate(createTextLearner(counts, classes), labels, classes);
    const second = await crossValidate(createTextLearner(counts, classes), labels, classes);
    assert.ok(first.accuracy > 0.99, `${first.accuracy}`);
    assert.deepEqual(first.probabilities, second.probabilities);
    for (let row = 0; row < labels.length; row++) {
      const sum = first.probabilities.subarray(row * classes, (row + 1) * classes).reduce((total, p) => total + p, 0);
      assert.ok(Math.abs(sum - 1) < 1e-5);
    }
  });
}

test('A row is not predicted from its own label: with random texts the labels are guessed no better than by chance', async () => {
  const random = createRandom(9);
  const labels = Int32Array.from({ length: 400 }, () => (random() < 0.5 ? 0 : 1));
  const texts = Array.from(labels, () => Array.from({ length: 6 }, () => `w${Math.floor(random() * 200)}`).join(' '));
  const { accuracy } = await crossValidate(createTextLearner(count(texts), 2), labels, 2);
  assert.ok(accuracy < 0.6, `${accuracy}`);
});

test('Missing labels and labels of one row are predicted, not learnt from, and said', async () => {
  const { texts, labels } = plant(60, 3);
  labels[0] = -1;
  labels[1] = 3;
  texts[5] = '';
  const result = await crossValidate(createTextLearner(count(texts), 4), labels, 4);
  assert.equal(result.missingRows, 1);
  assert.deepEqual(result.singleClasses, [3]);
  assert.equal(result.learnt[0], 0);
  assert.equal(result.learnt[1], 0);
  assert.match(result.notes.join(' '), /1 row without a label.*1 label with one row/);
  assert.ok(result.probabilities.every((p) => p >= 0 && p <= 1));
  assert.ok(result.probabilities[0]! > 0.5, 'the row without a label is predicted');
});

test('Few rows of a class make three folds', async () => {
  const { texts, labels } = plant(40, 2);
  for (let row = 4; row < 40; row++) labels[row] = 0;
  const result = await crossValidate(createTextLearner(count(texts), 2), labels, 2);
  assert.equal(result.foldCount, 3);
});

test('Labels from which nothing can be learnt are refused with the reason', async () => {
  const refused = (labels: number[]) => crossValidate(createTextLearner(count(labels.map(() => 'x')), 2), Int32Array.from(labels), 2);
  await assert.rejects(refused([-1, -1]), NothingToLearn);
  await assert.rejects(refused([0, 0, 1]), /Only one label has two rows/);
  await assert.rejects(refused([0, 1]), /No label has two rows/);
  await assert.rejects(refused([]), /no rows/);
});

test('A small budget leaves out rare terms and says so', () => {
  const { texts } = plant(300, 3);
  const learner = createTextLearner(count(texts), 3, { budgetBytes: 3 * 12 * 20 });
  assert.match(learner.notes.join(), /Terms that fewer than \d+ rows have were left out/);
});

test('A checkpoint that throws ends the work', async () => {
  const { texts, labels } = plant(60, 3);
  const cancelled = new Error('cancelled');
  let calls = 0;
  await assert.rejects(crossValidate(createTextLearner(count(texts), 3), labels, 3, { checkpoint: () => { if (++calls === 3) throw cancelled; } }), cancelled);
});
