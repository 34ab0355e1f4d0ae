import assert from 'node:assert/strict';
import { test } from 'node:test';
import { annotatorConfusion, disagreeingItems, sparseAnnotation, weakAnnotators } from '../../src/learn/annotatorReport.ts';
import { majorityVote } from '../../src/learn/majorityVote.ts';
import { createRandom } from '../../src/learn/random.ts';
import { type Triple, indexOf } from './crowd.ts';

test('items with unequal labels are found, in order', () => {
  const index = indexOf([[0, 0, 1], [0, 1, 1], [1, 0, 0], [1, 1, 1], [2, 0, 2], [2, 1, 2], [2, 2, 0], [3, 0, 0]], { items: 5 });
  assert.deepEqual(Array.from(disagreeingItems(index)), [1, 2]);
});

test('an annotator’s confusion counts consensus by given label', () => {
  const index = indexOf([[0, 0, 1], [1, 0, 0], [2, 0, 1], [0, 1, 0]], { classes: 2 });
  assert.deepEqual(Array.from(annotatorConfusion(index, Int32Array.of(1, 1, -1), 0)), [0, 0, 1, 1]);
});

test('an annotator who guesses is weak, the careful ones are not, and one with few labels is not judged', () => {
  const seed = 31;
  const random = createRandom(seed);
  const triples: Triple[] = [];
  for (let item = 0; item < 200; item++) {
    const truth = item % 2;
    for (let j = 0; j < 5; j++) triples.push([item, j, random() < 0.93 ? truth : 1 - truth]);
    triples.push([item, 5, random() < 0.5 ? 0 : 1]);
  }
  triples.push([0, 6, 1]);
  const index = indexOf(triples);
  const { labels } = majorityVote(index);
  const quality = new Float64Array(7).map((_, j) => {
    const counts = annotatorConfusion(index, labels, j);
    return (counts[0]! + counts[3]!) / counts.reduce((a, b) => a + b, 0);
  });
  const weak = weakAnnotators(index, labels, quality);
  assert.deepEqual(weak.map(({ annotator, reason }) => [annotator, reason]), [[5, 'below-the-others']], `seed ${seed}`);
});

test('an annotator worse than chance is weak even among two', () => {
  const triples = Array.from({ length: 20 }, (_, item): Triple[] => [[item, 0, item % 2], [item, 1, 1 - (item % 2)]]).flat();
  const weak = weakAnnotators(indexOf(triples), Int32Array.from({ length: 20 }, (_, item) => item % 2), Float64Array.of(1, 0));
  assert.deepEqual(weak.map(({ annotator, reason, chance }) => [annotator, reason, chance]), [[1, 'below-chance', 0.5]]);
});

test('annotation is too sparse where majority and Dawid–Skene part on items of few labels', () => {
  const index = indexOf(Array.from({ length: 20 }, (_, item): Triple[] => [[item, 0, 0], [item, 1, 1]]).flat());
  const majority = new Int32Array(20);
  assert.equal(sparseAnnotation(index, majority, majority).tooSparse, false);
  assert.deepEqual(sparseAnnotation(index, majority, majority.map((_, i) => Number(i < 2))), { items: 20, differing: 2, tooSparse: true });
});
