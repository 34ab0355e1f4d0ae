import assert from 'node:assert/strict';
import { it } from 'node:test';
import { crossValidate } from '../../src/learn/crossValidate.ts';
import { amongPresent } from '../../src/learn/presentClasses.ts';
import { TermCounter } from '../../src/learn/termCounts.ts';
import { createTextLearner } from '../../src/learn/textLearner.ts';
import type { Learner } from '../../src/learn/learner.ts';

/** Gives the classes that it is told of .1, .2 and so on, and remembers what it was told. */
function recorder(told: { labels: number[]; classCount: number }[]): Learner {
  return {
    name: 'recorder', notes: [],
    fit: (labels, _rows, classCount) => {
      told.push({ labels: [...labels], classCount });
      return Promise.resolve({ work: 1, predict: (_row, into) => { into.forEach((_, place) => { into[place] = (place + 1) / 10; }); } });
    },
  };
}

it('tells a learner of the classes that its rows have, and gives the others nothing', async () => {
  const told: { labels: number[]; classCount: number }[] = [];
  const labels = Int32Array.of(4, 1, 4, 3, -1, 1);
  const model = await amongPresent(recorder(told)).fit(labels, Uint32Array.of(0, 1, 2, 5), 5, () => undefined);
  assert.deepEqual(told, [{ labels: [1, 0, 1, -1, -1, 0], classCount: 2 }]);
  const into = new Float32Array(5).fill(9);
  model.predict(0, into);
  assert.deepEqual([...into], [...Float32Array.of(0, 0.1, 0, 0, 0.2)]);
});

it('says the same of rows whether labels with one row stand beside theirs or not', async () => {
  const words = [['red', 'apple', 'pear', 'plum'], ['wolf', 'bear', 'lynx', 'stag']];
  const texts = Array.from({ length: 60 }, (_, row) => `${words[row % 2]![row % 3]!} ${words[row % 2]![(row + 1) % 4]!} thing ${row % 7}`);
  const counter = new TermCounter();
  for (const text of [...texts, 'one alone', 'one more', 'and one']) counter.add(text);
  const counts = counter.finish();
  const some = Int32Array.from({ length: 63 }, (_, row) => (row < 60 ? row % 2 : -1));
  const singles = some.map((label, row) => (row < 60 ? label : row - 58));
  const without = await crossValidate(createTextLearner(counts, 2), some, 2);
  const beside = await crossValidate(createTextLearner(counts, 5), singles, 5);
  assert.deepEqual([...beside.singleClasses], [2, 3, 4]);
  for (let row = 0; row < 60; row++) {
    if (without.foldOf[row] !== beside.foldOf[row]) assert.fail('the folds differ');
    assert.deepEqual([...beside.probabilities.subarray(row * 5, row * 5 + 5)], [...without.probabilities.subarray(row * 2, row * 2 + 2), 0, 0, 0]);
  }
});
