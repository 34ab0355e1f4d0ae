import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dawidSkene } from '../../src/learn/dawidSkene.ts';
import { majorityVote } from '../../src/learn/majorityVote.ts';
import { krippendorffAlpha } from '../../src/stats/krippendorffAlpha.ts';
import { votesOf } from '../../src/stats/annotations.ts';
import { createRandom } from '../../src/learn/random.ts';
import { type Triple, indexOf, readCrowd } from './crowd.ts';

/** Majority accuracy where a tie counts by chance, Dawid–Skene's, and α where known: the figures of the sets' README and of crowd-kit. */
const sets = [
  { name: 'bluebird', majority: 0.759, dawidSkene: 0.889 },
  { name: 'rte', majority: 0.897, dawidSkene: 0.9275, alpha: 0.2415 },
  { name: 'web', majority: 0.731, dawidSkene: 0.829 },
  { name: 'd_sentiment', majority: 0.9335, dawidSkene: 0.96 },
  { name: 'dog', majority: 0.8222, dawidSkene: 0.8426, alpha: 0.5194 },
];

for (const set of sets) {
  const crowd = readCrowd(set.name);
  test(`majority, Dawid–Skene and α on ${set.name} are as published`, { skip: crowd ? false : `crowd/${set.name} is not beside the project` }, async () => {
    const { index, truth } = crowd!;
    const byChance = truth.reduce((sum, [item, label]) => {
      const votes = votesOf(index, item);
      const most = Math.max(...votes);
      return sum + (votes[label] === most ? 1 / votes.filter((count) => count === most).length : 0);
    }, 0);
    const accuracy = (labels: Int32Array): number => truth.filter(([item, label]) => labels[item] === label).length / truth.length;
    assert.ok(Math.abs(byChance / truth.length - set.majority) < 0.0005, `majority ${byChance / truth.length}`);
    const skene = accuracy((await dawidSkene(index)).labels);
    assert.ok(Math.abs(skene - set.dawidSkene) < 0.0005, `Dawid–Skene ${skene}`);
    const untied = truth.filter(([item]) => {
      const votes = votesOf(index, item);
      return votes.filter((count) => count === Math.max(...votes)).length === 1;
    });
    const majority = majorityVote(index);
    assert.ok(untied.every(([item]) => votesOf(index, item)[majority.labels[item]!] === Math.max(...votesOf(index, item))));
    if (set.alpha !== undefined) assert.ok(Math.abs(krippendorffAlpha(index)! - set.alpha) < 0.00005);
  });
}

test('Dawid–Skene finds confusions that were planted, and beats the majority among bad annotators', async () => {
  const seed = 21;
  const random = createRandom(seed);
  const skill = [0.95, 0.9, 0.5, 0.45, 0.4];
  const truth = Array.from({ length: 600 }, () => Math.floor(random() * 3));
  const triples = truth.flatMap((label, item) => skill.map((right, j): Triple => [item, j, random() < right ? label : (label + 1) % 3]));
  const index = indexOf(triples);
  const result = await dawidSkene(index);
  const accuracy = (labels: Int32Array): number => truth.filter((label, item) => labels[item] === label).length / truth.length;
  assert.ok(accuracy(result.labels) > accuracy(majorityVote(index).labels), `seed ${seed}`);
  for (let k = 0; k < 3; k++) assert.ok(Math.abs(result.confusion[k * 3 + k]! - skill[0]!) < 0.05, `seed ${seed}: ${result.confusion[k * 3 + k]}`);
});

test('items without labels, one annotator and one class are no errors', async () => {
  const holes = await dawidSkene(indexOf([[0, 0, 0], [2, 0, 1]], { items: 4 }));
  assert.deepEqual(Array.from(holes.labels), [0, -1, 1, -1]);
  assert.ok(Number.isNaN(holes.posterior[2]));
  assert.deepEqual(Array.from((await dawidSkene(indexOf([[0, 0, 0], [1, 1, 0]]))).labels), [0, 0]);
  assert.deepEqual(Array.from((await dawidSkene(indexOf([], { items: 1, annotators: 1, classes: 2 }))).labels), [-1]);
});

test('majority ties go to the probable class, then to the rare one, then to the better annotator, then to a seeded draw', () => {
  const tie: Triple[] = [[0, 0, 0], [0, 1, 1]];
  assert.equal(majorityVote(indexOf(tie), Float64Array.of(0.4, 0.6)).labels[0], 1);
  assert.equal(majorityVote(indexOf([...tie, [1, 2, 1]])).labels[0], 0);
  const better: Triple[] = [[1, 0, 0], [1, 2, 0], [1, 3, 0], [2, 0, 1], [2, 2, 1], [2, 3, 1], [3, 1, 0], [3, 2, 1], [3, 3, 1], [4, 1, 1], [4, 2, 0], [4, 3, 0]];
  assert.equal(majorityVote(indexOf([...tie, ...better])).labels[0], 0);
  const drawn = majorityVote(indexOf(tie));
  assert.deepEqual([drawn.tied, drawn.drawn], [1, 1]);
  assert.deepEqual(drawn.labels, majorityVote(indexOf(tie)).labels);
});
