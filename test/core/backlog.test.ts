import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rankBacklog, type BacklogOptions } from '../../src/core/backlog.ts';
import type { KeptFinding } from '../../src/core/finding.ts';

const options: BacklogOptions = { records: 100, label: 'label', titleOf: (check) => `Title of ${check}` };
const finding = (given: Partial<KeptFinding> & { rows: Int32Array }): KeptFinding => ({
  check: 'label-error', severity: 'warning', scope: 'row', score: 0.9, message: '', evidence: {}, basis: { kind: 'all', rows: 100 }, ...given,
});
const swapped = (row: number, from: string, to: string, wrong: number): KeptFinding =>
  finding({ rows: Int32Array.of(row), column: 'label', suggestion: { act: 'relabel', column: 'label', to, share: 0.9 }, evidence: { given: from, wrong } });
const allOpen = (findings: readonly KeptFinding[]): { finding: KeptFinding; open: Int32Array }[] =>
  findings.map((each) => ({ finding: each, open: each.rows }));

test('rows of one label that are probably another are one act, which costs what their confusion costs', () => {
  const costs = { default: 1, confusions: { ham: { spam: 10 } } };
  const { items, cost } = rankBacklog(
    allOpen([swapped(1, 'spam', 'ham', 0.9), swapped(2, 'ham', 'spam', 0.5), swapped(3, 'spam', 'ham', 0.8)]),
    { ...options, costs },
  );
  assert.deepEqual(items.map(({ title, rows }) => [title, rows]), [['“ham” that is probably “spam”', 1], ['“spam” that is probably “ham”', 2]]);
  assert.deepEqual(items.map((item) => Number(item.cost.toFixed(6))), [5, 1.7]);
  assert.equal(Number(cost.toFixed(6)), 6.7);
  assert.deepEqual(items[1]?.filters, [{ kind: 'values', column: 'label', values: ['spam'] }, { kind: 'flagged', check: 'label-error', suggested: 'ham' }]);
});

test('a decided row costs nothing any more, and what it cost is known', () => {
  const findings = [swapped(1, 'a', 'b', 0.5), swapped(2, 'a', 'b', 0.5)];
  const { items, settledCost } = rankBacklog([{ finding: findings[0]!, open: findings[0]!.rows }, { finding: findings[1]!, open: new Int32Array() }], options);
  assert.deepEqual(items.map(({ rows, decided, cost }) => ({ rows, decided, cost })), [{ rows: 1, decided: 1, cost: 0.5 }]);
  assert.equal(settledCost, 0.5);
});

test('of copies only those that are too many count, and of a conflict the minority', () => {
  const copies = finding({
    check: 'exact-duplicate',
    scope: 'rows',
    score: 2 / 3,
    rows: Int32Array.of(1, 2, 3),
    suggestion: { act: 'exclude', rows: Int32Array.of(2, 3), keep: 1 },
  });
  const conflict = finding({
    check: 'conflicting-label',
    severity: 'error',
    scope: 'rows',
    score: 0.5,
    rows: Int32Array.of(4, 5, 6, 7),
    column: 'label',
    suggestion: { act: 'relabel', column: 'label', to: 'a', share: 0.75 },
  });
  const { items } = rankBacklog(allOpen([copies, conflict]), options);
  assert.deepEqual(
    items.map(({ checks: [check], rows, cost, act }) => [check, rows, Number(cost.toFixed(6)), act]),
    [
      ['conflicting-label', 4, 1, 'relabel'],
      ['exact-duplicate', 2, 0.4, 'exclude'],
    ],
  );
});

test('a variant of a label is renamed everywhere in one act', () => {
  const variant = finding({
    check: 'label-variant',
    scope: 'rows',
    score: 0.9,
    rows: Int32Array.of(1, 2),
    column: 'label',
    suggestion: { act: 'relabel', column: 'label', to: 'billing' },
    evidence: { label: 'biling' },
  });
  assert.equal(rankBacklog(allOpen([variant]), options).items[0]?.title, 'Rename “biling” to “billing”');
});

test('rows of segments that matter weigh more', () => {
  const weights = Float32Array.of(0, 1, 4);
  const { items } = rankBacklog(allOpen([swapped(1, 'a', 'b', 1), swapped(2, 'c', 'd', 1)]), { ...options, weights });
  assert.deepEqual(items.map(({ given, cost }) => [given, cost]), [['c', 4], ['a', 1]]);
});

test('a finding of a whole column counts as one row, by its severity', () => {
  const constant = finding({ check: 'constant-column', severity: 'info', scope: 'column', score: 0.5, column: 'x', rows: new Int32Array() });
  const [item] = rankBacklog(allOpen([constant]), options).items;
  assert.deepEqual([item?.title, item?.rows, item?.cost], ['Title of constant-column · x', 0, 0.025]);
});

test('a row that two findings of one act concern counts once', () => {
  const gap = (rows: number[], score: number): KeptFinding =>
    finding({ check: 'missing-value', scope: 'column', column: 'x', score, rows: Int32Array.from(rows) });
  const [item] = rankBacklog(allOpen([gap([1, 2, 3], 0.5), gap([2, 3, 4], 0.1)]), options).items;
  assert.deepEqual([item?.rows, item?.findings, Number(item?.cost.toFixed(6))], [4, 2, 0.48]);
});

test('what several checks suggest for a row is one act, and leads to all of its rows', () => {
  const disagreed = finding({
    check: 'annotator-disagreement',
    score: 0.5,
    rows: Int32Array.of(1),
    column: 'label',
    suggestion: { act: 'relabel', column: 'label', to: 'b', share: 0.9 },
    evidence: { given: 'a' },
  });
  const { items } = rankBacklog(allOpen([swapped(1, 'a', 'b', 0.9), swapped(2, 'a', 'b', 0.8), disagreed]), options);
  assert.deepEqual(
    items.map(({ title, checks, rows, cost }) => ({ title, checks, rows, cost: Number(cost.toFixed(6)) })),
    [{ title: '“a” that is probably “b”', checks: ['label-error', 'annotator-disagreement'], rows: 2, cost: 1.7 }],
  );
  assert.deepEqual(items[0]?.filters, [{ kind: 'values', column: 'label', values: ['a'] }, { kind: 'flagged', suggested: 'b' }]);
});

test('a finding of a segment is no fault of each of its rows: it counts as one', () => {
  const weak = finding({ check: 'weak-slice', scope: 'segment', score: 0.5, rows: Int32Array.of(1, 2, 3), evidence: { wrong: 65 } });
  const gaps = [
    finding({ check: 'missing-value', scope: 'segment', column: 'x', score: 0.5, rows: Int32Array.of(1, 2) }),
    finding({ check: 'missing-value', scope: 'column', column: 'x', score: 0.1, rows: Int32Array.of(1, 2, 3) }),
  ];
  const { items } = rankBacklog(allOpen([weak, ...gaps]), options);
  assert.deepEqual(items.map(({ checks, rows, cost }) => [checks[0], rows, Number(cost.toFixed(6))]), [['missing-value', 3, 0.24], ['weak-slice', 3, 0.15]]);
});
