import assert from 'node:assert/strict';
import test from 'node:test';
import type { Decision } from '../../src/core/decision.ts';
import type { KeptFinding } from '../../src/core/finding.ts';
import { FindingIndex } from '../../src/engine/findingIndex.ts';
import { FindingStore } from '../../src/engine/findingStore.ts';

const finding = (check: string, rows: readonly number[], more: Partial<KeptFinding> = {}): KeptFinding => ({
  check,
  severity: 'warning',
  scope: rows.length > 1 ? 'rows' : 'row',
  score: 0.5,
  message: check,
  rows: Int32Array.from(rows),
  evidence: {},
  basis: { kind: 'all', rows: 9 },
  ...more,
});

function storeOf(...findings: KeptFinding[]): FindingStore {
  const store = new FindingStore(9);
  store.replace({ findings, skipped: [], warnings: [], seconds: 1 });
  return store;
}

const exclude = (row: number): [number, Decision[]] => [row, [{ id: `x${row}`, row: { id: String(row) }, act: 'exclude', at: '2026-01-01T00:00:00Z' }]];

test('the index names the findings of a row, large row numbers included', () => {
  const index = new FindingIndex([finding('a', [1, 5, 2_000_000_000]), finding('b', [5]), finding('c', [])]);
  assert.deepEqual([index.of(1), index.of(5), index.of(2_000_000_000), index.of(4)], [[0], [0, 1], [0], []]);
});

test('the index finds a row in findings of many rows and of few', () => {
  const many = Array.from({ length: 5000 }, (_, index) => 2 * index + 1);
  const index = new FindingIndex([finding('few', [5]), finding('many', many), finding('few', [5, 6]), finding('many too', many)]);
  assert.deepEqual([index.of(5), index.of(6), index.of(9999), index.of(10_000)], [[0, 1, 2, 3], [2], [1, 3], []]);
});

test('a row is flagged by the worst open finding of each column', () => {
  const store = storeOf(
    finding('unusual-text', [2], { column: 'text', severity: 'info' }),
    finding('missing-value', [2, 3], { column: 'text', severity: 'error' }),
    finding('exact-duplicate', [2]),
    finding('type-mismatch', [2], { column: '__proto__' }),
  );
  assert.deepEqual(Object.entries(store.flagsOf(2)).sort(), [['', 'warning'], ['__proto__', 'warning'], ['text', 'error']]);
  assert.deepEqual(store.flagsOf(4), {});
  assert.deepEqual([...store.rowsOf({ kind: 'flagged' })], [2, 3]);
  assert.deepEqual([...store.rowsOf({ kind: 'flagged', severity: 'error' })], [2, 3]);
  assert.deepEqual([...store.rowsOf({ kind: 'flagged', check: 'unusual-text', column: 'text' })], [2]);
  assert.deepEqual([...store.rowsOf({ kind: 'flagged', column: 'nobody' })], []);
});

test('findings of many rows stay open for the rows that are left, and count them', () => {
  const store = storeOf(
    finding('missing-value', [1, 2, 3], { suggestion: { act: 'set', column: 'a', to: 'x' } }),
    finding('outlier-value', [1], { severity: 'error' }),
  );
  const before = store.revision;
  const decided = new Map([exclude(1)]);
  store.decide(decided.keys(), { ofRow: (row) => decided.get(row) ?? [], whole: [] });
  assert.ok(store.revision > before);
  const summary = store.summary()!;
  assert.deepEqual(
    summary.groups.map(({ check, findings, rows, closed, suggested }) => [check, findings, rows, closed, suggested]),
    [
      ['outlier-value', 0, 0, 1, 0],
      ['missing-value', 1, 2, 0, 1],
    ],
  );
  assert.deepEqual([summary.open, summary.openRows], [{ error: 0, warning: 1, info: 0 }, 2]);
  assert.deepEqual(store.listed(), [1]);
  assert.deepEqual([...store.openRowsOf(1)], [2, 3]);
  assert.deepEqual(store.ofRow(1), [{ index: 0, open: false }, { index: 1, open: false }]);
  store.decide([], { ofRow: () => [], whole: [] });
  assert.deepEqual(store.listed(), [0, 1]);
});

test('running some checks again replaces their findings alone', () => {
  const store = storeOf(finding('missing-value', [1]), finding('outlier-value', [2]));
  store.replace(
    { findings: [finding('outlier-value', [3])], skipped: [{ check: 'split-leakage', why: 'no split' }], warnings: [], seconds: 1 },
    ['outlier-value', 'split-leakage'],
  );
  assert.deepEqual(store.findings.map(({ check, rows }) => [check, rows[0]]), [['missing-value', 1], ['outlier-value', 3]]);
  assert.deepEqual(store.summary()!.skipped.map(({ check }) => check), ['split-leakage']);
  assert.equal(new FindingStore(9).summary(), null);
});
