import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainTerms } from '../../src/learn/explainTerms.ts';
import { findNeighbours, indexNeighbours } from '../../src/learn/neighbours.ts';
import { TermCounter } from '../../src/learn/termCounts.ts';
import { createTextLearner } from '../../src/learn/textLearner.ts';

const texts = ['my kitten purrs', 'the kitten sleeps', 'a kitten purrs', 'my engine roars', 'the engine stops', 'an engine roars', ''];
const labels = Int32Array.from([0, 0, 0, 1, 1, 1, -1]);

async function fit(classCount: number) {
  const counter = new TermCounter();
  for (const text of texts) counter.add(text);
  return createTextLearner(counter.finish(), classCount).fit(labels, Uint32Array.from([0, 1, 2, 3, 4, 5]), classCount, () => undefined);
}

for (const classes of [2, 3]) {
  test(`The terms that speak for each label are named by the row's own words, with ${classes} classes`, async () => {
    const { forSuggested, forGiven } = explainTerms(await fit(classes), 'The Engine roars at my kitten', 0, 1);
    assert.equal(forSuggested[0]!.term, 'engine');
    assert.equal(forGiven[0]!.term, 'kitten');
    assert.ok(forSuggested.every(({ weight }) => weight > 0) && forGiven.every(({ weight }) => weight < 0));
  });
}

test('Nearest rows come first, and an empty row has none', async () => {
  const { terms } = await fit(2);
  const index = indexNeighbours(terms);
  assert.equal(findNeighbours(index, 0, 3)[0]!.row, 2);
  assert.equal(findNeighbours(index, 3, 1)[0]!.row, 5);
  assert.deepEqual(findNeighbours(index, 6, 3), []);
});
