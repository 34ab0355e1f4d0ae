import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findLabelVariants, hasConflict } from '../../../src/checks/parts/labelVariants.ts';

const find = (counts: Readonly<Record<string, number>>): Record<string, string> => {
  const variants = findLabelVariants(Object.entries(counts).map(([value, count]) => ({ value, count })));
  return Object.fromEntries([...variants.values()].map(({ value, to }) => [value, to]));
};

test('Case, white space and punctuation make variants of the most frequent form', () => {
  assert.deepEqual(find({ sport: 10, Sport: 12, 'sport ': 1, ' SPORT!': 1 }), { sport: 'Sport', 'sport ': 'Sport', ' SPORT!': 'Sport' });
  assert.deepEqual(find({ 'card arrival': 5, card_arrival: 5, 'card-arrival': 1 }), { card_arrival: 'card arrival', 'card-arrival': 'card arrival' });
  assert.deepEqual(find({ ｓport: 1, sport: 9 }), { ｓport: 'sport' }, 'full-width letters are letters');
});

test('One letter makes a variant of a label ten times as frequent', () => {
  assert.deepEqual(find({ sport: 20, sprot: 2, sports: 1, spor: 2, 'Spört': 2 }), { sprot: 'sport', sports: 'sport', spor: 'sport', 'Spört': 'sport' });
  assert.deepEqual(find({ sport: 20, sprot: 3 }), {}, 'not where it is too frequent');
  assert.deepEqual(find({ news: 100, newt: 1 }), {}, 'not where the label is short');
  assert.deepEqual(find({ 'level 1': 100, 'level 2': 1, 'level 11': 1 }), {}, 'not where digits differ');
});

test('A variant of a misspelling is a variant of the right spelling', () => {
  assert.deepEqual(find({ delivery: 100, delivry: 3, 'Delivry ': 1 }), { delivry: 'delivery', 'Delivry ': 'delivery' });
});

test('Names made of signs and digits, and single letters, are labels of their own', () => {
  assert.deepEqual(find({ 'C#': 10, 'C++': 10, C: 10 }), {});
  assert.deepEqual(find({ '-1': 10, '1': 10, '1-5': 10, '15': 10, '1.5': 3 }), {});
  assert.deepEqual(find({ '1-5 years': 10, '15 years': 10 }), {});
  assert.deepEqual(find({ a: 10, A: 9, b: 30, B: 1 }), { B: 'b' });
});

test('Variants and missing labels conflict with nothing', () => {
  const variants = findLabelVariants([{ value: 'refund', count: 9 }, { value: 'refund ', count: 1 }, { value: 'billing', count: 4 }]);
  assert.equal(hasConflict(['refund', 'refund ', null], variants), false);
  assert.equal(hasConflict(['refund ', 'billing'], variants), true);
  assert.equal(hasConflict([], variants), false);
});

test('Labels known to be right are variants of nothing, however alike, and take the others to them', () => {
  const labels = Object.entries({ sport: 20, Sport: 3, SPORT: 2, sports: 1 }).map(([value, count]) => ({ value, count }));
  const variants = findLabelVariants(labels, undefined, new Set(['Sport', 'sports']));
  assert.deepEqual([...variants.values()].map(({ value, to }) => [value, to]), [['sport', 'Sport'], ['SPORT', 'Sport']]);
});
