import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ColumnsExplained, explainColumns } from '../../src/learn/explainColumns.ts';
import { createRandom } from '../../src/learn/random.ts';
import type { TableColumn } from '../../src/learn/tableFeatures.ts';
import { TermCounter } from '../../src/learn/termCounts.ts';

const seed = Number(process.env['WINNOW_SEED'] ?? Date.now() % 1_000_000);
console.log(`seed ${seed} (repeat with WINNOW_SEED=${seed})`);

const rowCount = 300;
const both = [{ learner: 'extra-trees', power: 0.7 }, { learner: 'logistic regression', power: 0.4 }];
const random = createRandom(seed);
const numbers = (count: number): Extract<TableColumn, { kind: 'number' }>[] =>
  Array.from({ length: count }, () => ({ kind: 'number', values: Float64Array.from({ length: rowCount }, () => random() * 2 - 1) }));
const explain = (columns: readonly TableColumn[], labels: Int32Array, row: number, heard = both): Promise<ColumnsExplained> =>
  explainColumns(columns, labels, row, heard, 1, () => undefined);
const sumOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

for (const heard of [both, [both[0]!], [both[1]!]]) {
  const names = heard.map(({ learner }) => learner).join(' and ');

  test(`The column that alone decides the label is what spoke, for either label: ${names}`, async () => {
    const columns = numbers(6);
    const labels = Int32Array.from(columns[4]!.values, (value) => (value > 0 ? 1 : 0));
    for (const row of [0, 1, 2, 3]) {
      const { contributions, learners } = await explain(columns, labels, row, heard);
      const own = contributions[4]!;
      const others = contributions.filter((_, column) => column !== 4);
      if (Math.abs(columns[4]!.values[row]!) > 0.3) assert.equal(own > 0, labels[row] === 1);
      if (Math.abs(columns[4]!.values[row]!) > 0.3) assert.ok(others.every((share) => Math.abs(share) < Math.abs(own) / 2), `${[...contributions].join(' ')}`);
      assert.equal(learners.length, heard.length);
    }
  });

  test(`Numbers with gaps, categories and texts make up the whole difference to the rows held against: ${names}`, async () => {
    const labels = Int32Array.from({ length: rowCount }, () => (random() < 0.5 ? 0 : 1));
    const counter = new TermCounter();
    labels.forEach((label) => counter.add(random() < 0.7 === (label === 1) ? 'refund please' : 'hello there'));
    const columns: TableColumn[] = [
      { kind: 'number', values: numbers(1)[0]!.values.map((value, row) => (random() < 0.2 ? NaN : value + labels[row]!)) },
      { kind: 'text', counts: counter.finish() },
      { kind: 'category', codes: labels.map((label) => (random() < 0.1 ? -1 : random() < 0.6 ? label : 2)), categoryCount: 3 },
      { kind: 'number', values: new Float64Array(rowCount).fill(7) },
    ];
    for (const row of [0, 100, 299]) {
      const { contributions, score, usual } = await explain(columns, labels, row, heard);
      assert.ok(Math.abs(sumOf(contributions) - (score - usual)) < 1e-9, `row ${row}: ${sumOf(contributions)}, not ${score - usual}`);
      assert.equal(contributions[3], 0, 'a constant says nothing');
      if (heard.length === 1 && heard[0]!.learner === 'extra-trees') assert.equal(contributions[1], 0, 'trees see no texts');
    }
  });
}

test('Two columns that decide together are both named, though neither says anything alone', async () => {
  const columns = numbers(5);
  const [xs, ys] = [columns[1]!.values, columns[3]!.values];
  const row = 11;
  [xs[row], ys[row]] = [0.6, 0.6];
  const labels = Int32Array.from(xs, (x, at) => (x * ys[at]! > 0 ? 1 : 0));
  labels[row] = 0;
  const { contributions } = await explain(columns, labels, row, [both[0]!]);
  const [first, second] = [...contributions.keys()].sort((a, b) => contributions[b]! - contributions[a]!);
  assert.deepEqual([first, second].sort(), [1, 3], `${[...contributions].join(' ')}`);
});

test('A row is explained without its own label, and the same whenever it is asked', async () => {
  const columns = numbers(3);
  const labels = Int32Array.from(columns[0]!.values, (value) => (value > 0 ? 1 : 0));
  const under = (label: number): Promise<ColumnsExplained> => explain(columns, labels.with(20, label), 20);
  const first = await under(0);
  assert.deepEqual(await under(0), first);
  assert.deepEqual(await under(1), first);
  assert.deepEqual(await under(-1), first);
});
