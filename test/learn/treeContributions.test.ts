import assert from 'node:assert/strict';
import { test } from 'node:test';
import { binFeatures } from '../../src/learn/binnedFeatures.ts';
import { type Forest, growForest, predictForest } from '../../src/learn/extraTrees.ts';
import { createRandom } from '../../src/learn/random.ts';
import { TreeContributions } from '../../src/learn/treeContributions.ts';

const seed = Number(process.env['WINNOW_SEED'] ?? Date.now() % 1_000_000);
console.log(`seed ${seed} (repeat with WINNOW_SEED=${seed})`);

const rowCount = 150;
const featureCount = 6;
/** The second and the fourth column are two features each. */
const columnOf = Int32Array.from([0, 1, 1, 2, 3, 3]);
const columnCount = 4;

async function forestOf(random: () => number): Promise<Forest> {
  const columns = Array.from({ length: featureCount }, (_, feature) =>
    Float32Array.from({ length: rowCount }, () => (feature % 2 === 0 ? random() : Math.floor(random() * 2))),
  );
  const labels = Int32Array.from({ length: rowCount }, (_, row) =>
    random() < 0.15 ? Math.floor(random() * 3) : columns[0]![row]! * columns[1]![row]! > 0.4 ? 1 : columns[4]![row]! > 0.5 ? 2 : 0,
  );
  return growForest(binFeatures(columns), labels, Uint32Array.from(labels.keys()), 3, seed, () => undefined);
}

/** By definition: the mean, over all orders of the columns, of what changes when a column comes to be the row's own. */
function byAllOrders(forest: Forest, label: number, row: number, other: number): number[] {
  const { features } = forest;
  const cells = (of: number, feature: number): number => features.byRow[of * featureCount + feature]!;
  const probabilityOf = (own: ReadonlySet<number>): number => {
    const byRow = Uint8Array.from({ length: featureCount }, (_, feature) => cells(own.has(columnOf[feature]!) ? row : other, feature));
    const into = new Float32Array(3);
    predictForest({ ...forest, features: { ...features, byRow } }).predict(0, into);
    return into[label]!;
  };
  const sums = new Array<number>(columnCount).fill(0);
  const orders = ordersOf([...sums.keys()]);
  for (const order of orders) {
    const own = new Set<number>();
    for (const column of order) {
      const before = probabilityOf(own);
      sums[column]! += (probabilityOf(own.add(column)) - before) / orders.length;
    }
  }
  return sums;
}

const ordersOf = (all: readonly number[]): number[][] =>
  all.length === 0 ? [[]] : all.flatMap((first) => ordersOf(all.filter((each) => each !== first)).map((rest) => [first, ...rest]));

test('What columns do in a forest is what they do on average over all orders in which they could be put in', async () => {
  const random = createRandom(seed);
  const forest = await forestOf(random);
  for (let pair = 0; pair < 12; pair++) {
    const [row, other, label] = [rowCount, rowCount, 3].map((most) => Math.floor(random() * most)) as [number, number, number];
    const shapley = new TreeContributions(forest, columnOf, columnCount, label);
    const expected = byAllOrders(forest, label, row, other);
    shapley.between(row, other).forEach((share, column) => {
      assert.ok(Math.abs(share - expected[column]!) < 1e-5, `rows ${row} and ${other}, label ${label}, column ${column}: ${share}, not ${expected[column]}`);
    });
  }
});

test('They sum to the difference of the probabilities, and nothing is said between a row and itself', async () => {
  const forest = await forestOf(createRandom(seed));
  const shapley = new TreeContributions(forest, columnOf, columnCount, 1);
  for (let row = 0; row < rowCount - 1; row++) {
    const sum = shapley.between(row, row + 1).reduce((all, share) => all + share, 0);
    assert.ok(Math.abs(sum - (shapley.probability(row) - shapley.probability(row + 1))) < 1e-12, `row ${row}`);
  }
  assert.deepEqual([...shapley.between(7, 7)], [0, 0, 0, 0]);
});
