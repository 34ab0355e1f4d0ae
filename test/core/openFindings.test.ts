import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Decision } from '../../src/core/decision.ts';
import type { KeptFinding } from '../../src/core/finding.ts';
import { type DecisionLookup, standingOf } from '../../src/core/openFindings.ts';

const finding = (fields: Partial<KeptFinding>, ...rows: number[]): KeptFinding => ({
  check: 'outlier-value',
  severity: 'warning',
  scope: 'row',
  score: 0.5,
  message: '',
  evidence: {},
  basis: { kind: 'all', rows: 9 },
  ...fields,
  rows: Int32Array.from(rows),
});

let made = 0;
const decision = (fields: Partial<Decision>): Decision => ({ id: `D${made++}`, row: { id: '1' }, act: 'accept', at: '2026-01-01T00:00:00Z', ...fields });

const lookup = (byRow: Record<number, Decision[]>, more: Partial<DecisionLookup> = {}): DecisionLookup => ({
  ofRow: (row) => byRow[row] ?? [], whole: [], label: 'label', split: 'split', content: ['text'], ...more,
});

const openOf = (found: KeptFinding, decisions: DecisionLookup): number[] | 'closed' => {
  const { closed, closedRows } = standingOf(found, decisions);
  return closed ? 'closed' : [...found.rows].filter((row) => !closedRows.has(row));
};

test('without decisions all rows of a finding are open', () => {
  assert.deepEqual(openOf(finding({}, 1, 2), lookup({})), [1, 2]);
});

test('rows that are said to be undecided are not looked at', () => {
  const { closed, closedRows } = standingOf(finding({}, 1, 2, 3), lookup({ 2: [decision({ act: 'exclude' })] }), [2]);
  assert.deepEqual([closed, [...closedRows]], [false, [2]]);
});

test('a new value in the finding’s column closes its row, in another column it does not', () => {
  const found = finding({ column: 'age' }, 1);
  assert.equal(openOf(found, lookup({ 1: [decision({ act: 'set', column: 'age', to: '40' })] })), 'closed');
  assert.deepEqual(openOf(found, lookup({ 1: [decision({ act: 'set', column: 'height', to: '1.7' })] })), [1]);
});

test('accept closes its own check and column, or every check when it names none', () => {
  const found = finding({ column: 'age' }, 1);
  assert.equal(openOf(found, lookup({ 1: [decision({})] })), 'closed');
  assert.equal(openOf(found, lookup({ 1: [decision({ why: 'outlier-value', column: 'age' })] })), 'closed');
  assert.deepEqual(openOf(found, lookup({ 1: [decision({ why: 'missing-value' })] })), [1]);
  assert.deepEqual(openOf(found, lookup({ 1: [decision({ why: 'outlier-value', column: 'height' })] })), [1]);
});

test('exclude closes everything of the row, a comment nothing', () => {
  assert.deepEqual(openOf(finding({}, 1, 2), lookup({ 1: [decision({ act: 'exclude' })], 2: [decision({ act: 'comment' })] })), [2]);
});

test('ambiguous closes what is about the label and leaves the rest', () => {
  const ambiguous = lookup({ 1: [decision({ act: 'ambiguous' })] });
  assert.equal(openOf(finding({ check: 'label-variant', column: 'label' }, 1), ambiguous), 'closed');
  assert.deepEqual(openOf(finding({ check: 'unusual-text', column: 'text' }, 1), ambiguous), [1]);
});

test('a group of duplicates closes when one row is left', () => {
  const group = finding({ check: 'exact-duplicate', scope: 'rows' }, 1, 2, 3);
  const excluded = (...rows: number[]): DecisionLookup => lookup(Object.fromEntries(rows.map((row) => [row, [decision({ act: 'exclude' })]])));
  assert.deepEqual(openOf(group, excluded(2)), [1, 3]);
  assert.equal(openOf(group, excluded(2, 3)), 'closed');
});

test('a new label does not make a duplicate any less of one, unless that is why it was given', () => {
  const group = finding({ check: 'exact-duplicate', scope: 'rows' }, 1, 2);
  assert.deepEqual(openOf(group, lookup({ 1: [decision({ act: 'relabel', to: 'a' })] })), [1, 2]);
  assert.equal(openOf(group, lookup({ 1: [decision({ act: 'relabel', to: 'a', why: 'exact-duplicate' })] })), 'closed');
  assert.equal(openOf(group, lookup({ 1: [decision({ act: 'set', column: 'text', to: 'something else' })] })), 'closed');
});

test('labels that agree again are no conflict, whatever number of rows is left', () => {
  const labels: Record<number, string> = { 1: 'a', 2: 'b', 3: 'a' };
  const group = finding({ check: 'conflicting-label', scope: 'rows' }, 1, 2, 3);
  const cell = (row: number): string | undefined => labels[row];
  assert.equal(openOf(group, lookup({ 2: [decision({ act: 'relabel', column: 'label', to: 'a' })] }, { cell })), 'closed');
  assert.deepEqual(openOf(group, lookup({ 2: [decision({ act: 'relabel', column: 'label', to: 'c' })] }, { cell })), [1, 3]);
  assert.equal(openOf(group, lookup({ 2: [decision({ act: 'exclude' })] }, { cell })), 'closed');
  assert.deepEqual(openOf(group, lookup({ 2: [decision({ act: 'exclude' })] })), [1, 3], 'labels not at hand: nothing is assumed');
});

test('a leak is closed by moving its rows to one split', () => {
  const splits: Record<number, string> = { 1: 'train', 2: 'train', 3: 'test' };
  const group = finding({ check: 'split-leakage', scope: 'rows' }, 1, 2, 3);
  const moved = lookup({ 3: [decision({ act: 'set', column: 'split', to: 'train' })] }, { cell: (row) => splits[row] });
  assert.equal(openOf(group, moved), 'closed');
});

test('a column, a segment and the dataset are accepted as a whole and by name', () => {
  const whole = (...decisions: Decision[]): DecisionLookup => lookup({}, { whole: decisions });
  const column = finding({ check: 'missing-value', scope: 'column', column: 'age' }, 1, 2);
  const segment = finding({ check: 'missing-value', scope: 'segment', column: 'age', segment: { column: 'country', value: 'DE' } }, 1);
  assert.equal(openOf(column, whole(decision({ row: {}, column: 'age', why: 'missing-value' }))), 'closed');
  assert.deepEqual(openOf(segment, whole(decision({ row: {}, column: 'age', why: 'missing-value' }))), [1]);
  assert.equal(openOf(segment, whole(decision({ row: {}, column: 'age', segment: { column: 'country', value: 'DE' } }))), 'closed');
  assert.deepEqual(openOf(column, whole(decision({ row: {}, column: 'height' }))), [1, 2]);
  assert.deepEqual(openOf(finding({ column: 'age' }, 1), whole(decision({ row: {}, column: 'age' }))), [1], 'rows are not accepted by their column');
  assert.equal(openOf(finding({ check: 'constant-column', scope: 'column', column: 'source' }), whole(decision({ row: {}, column: 'source' }))), 'closed');
});

test('a finding without rows stays open until it is accepted', () => {
  assert.deepEqual(openOf(finding({ scope: 'column', column: 'source' }), lookup({})), []);
});
