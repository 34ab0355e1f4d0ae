import assert from 'node:assert/strict';
import { test } from 'node:test';
import { indexAnnotations } from '../../src/stats/annotations.ts';
import { cohenKappa, pairAgreements } from '../../src/stats/cohenKappa.ts';
import { fleissKappa } from '../../src/stats/fleissKappa.ts';
import { krippendorffAlpha } from '../../src/stats/krippendorffAlpha.ts';
import { type Triple, indexOf } from '../learn/crowd.ts';
import { assertNear } from './near.ts';

function columns(rows: readonly (readonly (number | undefined)[])[]) {
  return indexOf(
    rows.flatMap((row, annotator) => row.flatMap((label, item): Triple[] => (label === undefined ? [] : [[item, annotator, label]]))),
    { items: rows[0]!.length },
  );
}

// Krippendorff, “Computing Krippendorff's alpha-reliability” (2011), example C: four observers, twelve units, α nominal = 0.743.
test('Krippendorff’s α agrees with his worked example', () => {
  const _ = undefined;
  const alpha = krippendorffAlpha(columns([
    [0, 1, 2, 2, 1, 0, 3, 0, 1, _, _, _],
    [0, 1, 2, 2, 1, 1, 3, 0, 1, 4, _, 2],
    [_, 2, 2, 2, 1, 2, 3, 1, 1, 4, 0, _],
    [0, 1, 2, 2, 1, 3, 3, 0, 1, 4, 0, _],
  ]));
  assert.equal(alpha!.toFixed(3), '0.743');
});

// Fleiss 1971 as tabled by Wikipedia: ten items, fourteen raters, five categories, κ = 0.210.
test('Fleiss’ κ agrees with the worked example', () => {
  const counts = [
    [0, 0, 0, 0, 14],
    [0, 2, 6, 4, 2],
    [0, 0, 3, 5, 6],
    [0, 3, 9, 2, 0],
    [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0],
    [3, 2, 6, 3, 0],
    [2, 5, 3, 2, 2],
    [6, 5, 2, 1, 0],
    [0, 2, 2, 3, 7],
  ];
  const triples = counts.flatMap((row, item) =>
    row
      .flatMap((count, label) => Array.from({ length: count }, () => [item, label] as const))
      .map(([i, label], j): Triple => [i, j, label]),
  );
  assert.equal(fleissKappa(indexOf(triples))!.toFixed(3), '0.210');
});

// 50 proposals, two readers: both yes 20, both no 15, only the first yes 5, only the second 10: κ = 0.4.
test('Cohen’s κ agrees with the worked example', () => {
  const first = [...Array<number>(20).fill(1), ...Array<number>(5).fill(1), ...Array<number>(10).fill(0), ...Array<number>(15).fill(0)];
  const second = [...Array<number>(20).fill(1), ...Array<number>(5).fill(0), ...Array<number>(10).fill(1), ...Array<number>(15).fill(0)];
  assertNear(cohenKappa(first, second)!, 0.4);
  assert.deepEqual(pairAgreements(columns([first, second])).map(({ items, agreement }) => [items, agreement]), [[50, 0.7]]);
});

test('agreement is undefined where there is nothing to compare or one category only', () => {
  const oneCategory = columns([[0, 0], [0, 0]]);
  const alone = columns([[0, 1]]);
  for (const index of [oneCategory, alone]) {
    assert.equal(krippendorffAlpha(index), undefined);
    assert.equal(fleissKappa(index), undefined);
  }
  assert.equal(cohenKappa([0, 0], [0, 0]), undefined);
  assert.equal(cohenKappa([], []), undefined);
  assert.deepEqual(pairAgreements(alone), []);
  assert.equal(fleissKappa(columns([[0, 1], [0, undefined]])), undefined);
});

test('a second label of the same item by the same annotator replaces the first, and is counted', () => {
  const index = indexAnnotations({
    items: 1,
    annotators: 1,
    classes: 2,
    item: Int32Array.of(0, 0),
    annotator: Int32Array.of(0, 0),
    label: Int32Array.of(0, 1),
  });
  assert.deepEqual([Array.from(index.label), index.repeated], [[1], 1]);
});

test('an annotation out of range is an error that names it', () => {
  assert.throws(() => indexOf([[0, 0, 2]], { classes: 2 }), /Annotation 1 \(item 0, annotator 0, label 2\)/);
});
