import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRandom } from '../../../src/learn/random.ts';
import { temporaryFolder } from '../../temporaryFolder.ts';
import { never, open, quiet, reviews } from './openLabels.ts';

test('the eight most probable labels are shown, and the given one among them wherever it stands', async (context) => {
  const names = 'abcdefghijkl'.split('');
  // In the order of the alphabet the labels are ever less likely; the given label is another one in each row.
  const shares = names.map((_, place) => (12 - place) / 78);
  const lines = Array.from({ length: 120 }, (_, row) => [row + 1, names[row % 12], ...shares.map((share) => share.toFixed(6))].join(','));
  const session = await open(context, `id,label,${names.map((name) => `p_${name}`).join(',')}\n${lines.join('\n')}\n`, 'data.csv', {
    roles: { label: 'label', probabilities: names.map((name) => `p_${name}`) },
  });
  await session.found.check(['label-error'], never, quiet);
  const shown = async (row: number): Promise<string> => (await session.labelEvidence(row, never)).probabilities.map(({ label }) => label).join('');
  assert.equal(await shown(3), 'abcdefgh');
  assert.equal(await shown(8), 'abcdefgh');
  assert.equal(await shown(11), 'abcdefgk');
});

/** Parcels of which the weight alone decides the label; rows 40 and 81 are under the other one. */
function parcels(count = 200): string {
  const random = createRandom(5);
  const lines = Array.from({ length: count }, (_, index) => {
    const row = index + 1;
    const isHeavy = row % 2 === 0;
    const weight = (isHeavy ? 20 : 2) + random() * 8;
    const label = isHeavy === (row === 40 || row === 81) ? 'letter' : 'freight';
    return [row, weight.toFixed(2), (random() * 30).toFixed(1), random() < 0.2 ? '' : ['north', 'south', 'east'][Math.floor(random() * 3)], label].join(',');
  });
  return `id,weight,distance,region,label\n${lines.join('\n')}\n`;
}

test('The column that decides the label is named first of those that spoke against a wrong one, with its value', async (context) => {
  const session = await open(context, parcels(), 'data.csv', { roles: { label: 'label' } });
  await session.found.check(['label-error'], never, quiet);
  for (const [row, given, rival] of [[40, 'letter', 'freight'], [81, 'freight', 'letter']] as const) {
    const { columns, terms, ...evidence } = await session.labelEvidence(row, never);
    assert.deepEqual([evidence.given, evidence.rival, evidence.suggested], [given, rival, rival]);
    assert.deepEqual(terms, []);
    const [first, ...others] = columns!.weights;
    assert.equal(first!.column, 'weight');
    assert.equal(first!.value, parcels().split('\n')[row]!.split(',')[1]);
    assert.ok(first!.weight > 0 && others.every(({ weight }) => Math.abs(weight) < first!.weight / 4), JSON.stringify(columns));
    assert.match(columns!.by, /extra-trees|logistic regression/);
    assert.deepEqual((await session.labelEvidence(row, never)).columns, columns);
  }
});

test('What was learnt is explained in the same way when it comes from the cache', async (context) => {
  const cacheFolder = await temporaryFolder(context);
  const explained = async (): Promise<unknown> => {
    const session = await open(context, parcels(), 'data.csv', { roles: { label: 'label' } }, cacheFolder);
    await session.found.check(['label-error'], never, quiet);
    return (await session.labelEvidence(40, never)).columns;
  };
  const first = await explained();
  assert.ok(first);
  assert.deepEqual(await explained(), first);
});

test('A column that is the label in other words, which was not learnt from, is not named', async (context) => {
  const [head, ...lines] = parcels().trim().split('\n');
  const coded = [`code,${head}`, ...lines.map((line) => `${line.endsWith('letter') ? 'L' : 'F'},${line}`)].join('\n');
  const session = await open(context, `${coded}\n`, 'data.csv', { roles: { label: 'label' } });
  await session.found.check(['label-error'], never, quiet);
  const { columns } = await session.labelEvidence(40, never);
  assert.equal(columns!.weights[0]!.column, 'weight');
  assert.ok(columns!.weights.every(({ column }) => column !== 'code'));
});

test('What a file says of its labels is explained by its columns, without those that are the label in other words', async (context) => {
  const [head, ...lines] = parcels().trim().split('\n');
  const given = [
    `code,${head},p_letter,p_freight`,
    ...lines.map((line, index) => `${line.endsWith('letter') ? 'L' : 'F'},${line},${index % 2 === 0 ? '0.9,0.1' : '0.1,0.9'}`),
  ].join('\n');
  const session = await open(context, `${given}\n`, 'data.csv', { roles: { label: 'label', probabilities: ['p_letter', 'p_freight'] } });
  await session.found.check(['label-error'], never, quiet);
  const { columns, rival } = await session.labelEvidence(81, never);
  assert.equal(rival, 'letter');
  assert.equal(columns!.weights[0]!.column, 'weight');
  assert.ok(columns!.weights.every(({ column }) => column !== 'code'));
});

test('Texts are explained by their terms, and columns beside them only where they were learnt from', async (context) => {
  const session = await open(context, reviews());
  await session.found.check(['label-error'], never, quiet);
  const { terms, columns } = await session.labelEvidence(10, never);
  assert.ok(terms.length > 0);
  assert.equal(columns, undefined);
});

/** The same parcels, each with a note beside its cells. */
function withNotes(noteOf: (index: number) => string): string {
  const [head, ...lines] = parcels().trim().split('\n');
  return `${[`note,${head}`, ...lines.map((line, index) => `"${noteOf(index)}, stop ${index}",${line}`)].join('\n')}\n`;
}

const notes = ['please leave it at the door', 'ring twice and wait for me', 'hand it to a neighbour of mine', 'call before you come to us'];

test('Texts that say nothing of the labels are one column of the table that is learnt from', async (context) => {
  const random = createRandom(3);
  const session = await open(context, withNotes(() => notes[Math.floor(random() * 4)]!), 'data.csv', { roles: { label: 'label' } });
  await session.found.check(['label-error'], never, quiet);
  const { terms, columns } = await session.labelEvidence(40, never);
  assert.deepEqual(terms, []);
  assert.equal(columns!.weights[0]!.column, 'weight');
});

test('Texts and the columns that were learnt from beside them are explained each on their own', async (context) => {
  const session = await open(context, withNotes((index) => notes[(index * 7 + Math.floor(index / 3)) % 4]!), 'data.csv', { roles: { label: 'label' } });
  await session.found.check(['label-error'], never, quiet);
  const { terms, columns } = await session.labelEvidence(40, never);
  assert.ok(terms.length > 0);
  assert.equal(columns!.weights[0]!.column, 'weight');
  assert.ok(columns!.weights.every(({ column }) => column !== 'note'));
});
