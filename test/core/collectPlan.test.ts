import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CellCount, type CollectPlan, mixProblem, parseTarget } from '../../src/core/collect.ts';
import { collectPlan, type CollectQuestion } from '../../src/core/collectPlan.ts';
import { collectCsv, collectMarkdown, collectSentence } from '../../src/core/collectText.ts';

const cell = (label: string, country: string, rows: number): CellCount => ({ label, segment: [country], rows });
const counts = [cell('yes', 'AT', 60), cell('no', 'AT', 20), cell('yes', 'DE', 20)];
const question = (more: Partial<CollectQuestion>): CollectQuestion => ({
  label: 'label',
  by: ['country'],
  target: { kind: 'parity' },
  mix: {},
  limit: 100,
  ...more,
});

function planned(cells: readonly CellCount[], more: Partial<CollectQuestion>): CollectPlan {
  const plan = collectPlan(cells, question(more));
  assert.ok('cells' in plan);
  return plan;
}

const whyNot = (more: Partial<CollectQuestion>): unknown => collectPlan(counts, question({ target: { kind: 'mix' }, ...more }));
const missing = (more: Partial<CollectQuestion>): (string | number)[][] =>
  planned(counts, more).cells.map((each) => [each.label, ...each.segment, each.rows, each.target, each.missing]);

test('a floor asks for so many rows of each label in each segment, those that do not occur among them', () => {
  assert.deepEqual(missing({ target: { kind: 'floor', rows: 30 } }), [['no', 'DE', 0, 30, 30], ['no', 'AT', 20, 30, 10], ['yes', 'DE', 20, 30, 10]]);
});

test('parity asks for as many as the label that a segment has most of', () => {
  assert.deepEqual(missing({}), [['no', 'AT', 20, 60, 40], ['no', 'DE', 0, 20, 20]]);
});

test('a label of the taxonomy that no row has is missing everywhere', () => {
  const plan = planned(counts, { labels: ['yes', 'no', 'unsure'] });
  assert.deepEqual(plan.labels, [{ name: ['yes'], rows: 80, missing: 0 }, { name: ['no'], rows: 20, missing: 60 }, { name: ['unsure'], rows: 0, missing: 80 }]);
  assert.equal(plan.cellsAll, 6);
});

test('a mix of segments keeps the labels’ shares, and says what it does not name', () => {
  const plan = planned(counts, { target: { kind: 'mix', total: 200 }, mix: { country: { DE: 0.5, FR: 0.5 } } });
  assert.deepEqual(
    plan.cells.map((each) => [each.label, each.segment[0], each.target, each.missing]),
    [
      ['yes', 'FR', 80, 80],
      ['yes', 'DE', 100, 80],
      ['no', 'FR', 20, 20],
    ],
  );
  assert.deepEqual(plan.notes, [
    'The mix is held against 200 rows.',
    '“label” keeps the shares of the file.',
    'The mix does not name “AT” of “country” (80 rows): no more of them are asked for.',
    '2 cells have more rows than the mix asks for, 80 in all: with a larger total fewer are too many.',
  ]);
});

test('a mix of labels and segments is that of both, independent of each other', () => {
  const mix = { label: { yes: 0.5, no: 0.5 }, country: { AT: 0.4, DE: 0.6 } };
  assert.deepEqual(missing({ target: { kind: 'mix' }, mix }), [['no', 'DE', 0, 30, 30], ['yes', 'DE', 20, 30, 10]]);
});

test('a mix that does not sum to 1, or is about other columns, is told', () => {
  assert.deepEqual(whyNot({ mix: { country: { AT: 0.5, DE: 0.3 } } }), { why: 'the mix of “country” sums to 0.8, and shares sum to 1' });
  assert.deepEqual(whyNot({ mix: { country: { AT: 1.5, DE: -0.5 } } }), { why: 'the mix of “country” has 1.5 for “AT”, and shares are from 0 to 1' });
  assert.deepEqual(whyNot({ mix: { channel: { phone: 1 } } }), { why: 'the production mix names “channel”, and nothing of it is the label or a segment here' });
  assert.deepEqual(whyNot({}), { why: 'no production mix is written down: winnow.json names it under “collect”' });
  assert.equal(mixProblem('country', { a: 0.333, b: 0.333, c: 0.333 }), null);
});

test('without segments the labels themselves are the cells', () => {
  const plan = planned([{ label: 'a', segment: [], rows: 3 }, { label: 'b', segment: [], rows: 9 }], { by: [] });
  assert.deepEqual([plan.missing, plan.cells.length, plan.segments], [6, 1, []]);
});

test('a target is read as it is written on the command line', () => {
  const targets = ['floor=50', 'parity', 'mix', 'mix=20000'].map(parseTarget);
  assert.deepEqual(targets, [{ kind: 'floor', rows: 50 }, { kind: 'parity' }, { kind: 'mix' }, { kind: 'mix', total: 20000 }]);
  for (const text of ['floor', 'floor=0', 'floor=-1', 'parity=2', 'mix=0', 'more', ''])
    assert.throws(() => parseTarget(text), /there are floor=ROWS, parity, mix, or mix=ROWS in all/);
});

test('the sentence says in words what the target is', () => {
  const said = (more: Partial<CollectQuestion>): string =>
    /, of which each should have (.*); counts are exact, from 100 rows\.$/.exec(collectSentence(planned(counts, more)))![1]!;
  const mix = { country: { AT: 0.5, DE: 0.5 } };
  assert.equal(said({ target: { kind: 'floor', rows: 2000 } }), 'at least 2,000 rows');
  assert.equal(said({ target: { kind: 'floor', rows: 1 } }), 'at least 1 row');
  assert.equal(said({}), 'as many rows as the label that its segment has most of');
  assert.equal(said({ target: { kind: 'mix' }, mix }), 'its share in production');
  assert.equal(said({ target: { kind: 'mix', total: 20000 }, mix }), 'its share in production of 20,000 rows in all');
  const labelsAlone = [{ label: 'a', segment: [], rows: 3 }, { label: 'b', segment: [], rows: 9 }];
  assert.match(
    collectSentence(planned(labelsAlone, { by: [] })),
    /^6 rows are missing in 1 of 2 cells of “label”, of which each should have as many rows as the label that there is most of;/,
  );
  const enough = planned(labelsAlone, { target: { kind: 'floor', rows: 1 }, by: [] });
  assert.match(collectSentence(enough), /^No row is missing in the cells of “label”, of which each should have at least 1 row;/);
});

test('no value becomes a formula in a spreadsheet, or Markdown', () => {
  const plan = planned([cell('=1+1', 'a|b', 2), cell('*x*', 'a|b', 9)], {});
  assert.equal(collectCsv(plan), 'label,country,rows,target,missing\r\n\'=1+1,a|b,2,9,7\r\n');
  assert.match(collectCsv(planned([cell('\u001b[31m', 'x', 1), cell('b', 'x', 3)], {})), /^\uFFFD\[31m,x,1,3,2\r$/m);
  assert.match(collectMarkdown('a.csv', plan), /\| \\=1\+1 \| a\\\|b \| 2 \| 9 \| 7 \|/);
});
