import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Decision } from '../../../src/core/decision.ts';
import type { Finding, Suggestion } from '../../../src/core/finding.ts';
import type { RowDetail } from '../../../src/protocol/engineMethods.ts';
import { acceptDrafts, presentText, relabelDrafts, setDrafts, standingDrafts, suggestedDrafts, suggestedLabel } from '../../../webview/panels/drafts.ts';

function finding(check: string, fields: Partial<Finding> = {}): Finding {
  return { check, severity: 'error', scope: 'row', score: 1, message: check, rows: [{ row: 7 }], evidence: {}, basis: { kind: 'all', rows: 10 }, ...fields };
}

function detail({
  findings = [],
  decisions = [],
  closed = [],
}: { findings?: readonly Finding[]; closed?: readonly Finding[]; decisions?: readonly Partial<Decision>[] } = {}): RowDetail {
  const listed = [...findings.map((entry) => ({ entry, open: true })), ...closed.map((entry) => ({ entry, open: false }))];
  return {
    row: 7,
    key: { id: '7' },
    cells: [
      { column: 'text', text: 'hello' },
      { column: 'label', text: 'refund' },
      { column: 'price', text: null },
    ],
    findings: listed.map(({ entry, open }, index) => ({ index, finding: entry, title: entry.check, open })),
    decisions: decisions.map((decision, index) => ({
      id: `d${index}`,
      row: { id: '7' },
      act: 'relabel',
      at: '2026-01-01T00:00:00Z',
      ...decision,
    })),
  };
}

const relabel = (to: string): Suggestion => ({ act: 'relabel', column: 'label', to });

test('a new label is a relabel that names the check which led there', () => {
  const row = detail({ findings: [finding('label-variant', { column: 'label' })] });
  assert.deepEqual(relabelDrafts(row, 'label', 'delivery'), [{ row: 7, act: 'relabel', column: 'label', to: 'delivery', why: 'label-variant' }]);
  assert.deepEqual(relabelDrafts(detail(), 'label', 'delivery'), [{ row: 7, act: 'relabel', column: 'label', to: 'delivery' }]);
});

test('the label that the file has accepts what questions the label, and nothing else', () => {
  const row = detail({ findings: [finding('conflicting-label', { column: 'label' }), finding('missing-value', { column: 'price' })] });
  assert.deepEqual(relabelDrafts(row, 'label', 'refund'), [{ row: 7, act: 'accept', why: 'conflicting-label', column: 'label' }]);
  const other = detail({ findings: [finding('missing-value', { column: 'price' })] });
  assert.deepEqual(relabelDrafts(other, 'label', 'refund'), [{ row: 7, act: 'accept', column: 'label' }]);
});

test('the label that the file has takes back what was decided against it', () => {
  const row = detail({ decisions: [{ column: 'label', from: 'refund', to: 'other' }] });
  assert.deepEqual(relabelDrafts(row, 'label', 'refund')[0], { row: 7, act: 'retract', retracts: 'd0' });
  assert.equal(presentText(row, 'label'), 'other');
});

test('accept prefers what questions the label, then all that is open, then the row itself', () => {
  const about = finding('label-error', { suggestion: relabel('delivery') });
  const missing = finding('missing-value', { column: 'price' });
  assert.deepEqual(acceptDrafts(detail({ findings: [missing, about] }), 'label'), [{ row: 7, act: 'accept', why: 'label-error' }]);
  assert.deepEqual(acceptDrafts(detail({ findings: [missing, finding('exact-duplicate')] }), 'label'),
    [{ row: 7, act: 'accept', why: 'missing-value', column: 'price' }, { row: 7, act: 'accept', why: 'exact-duplicate' }]);
  assert.deepEqual(acceptDrafts(detail({ closed: [about] }), 'label'), [{ row: 7, act: 'accept', column: 'label' }]);
  assert.deepEqual(acceptDrafts(detail(), undefined), [{ row: 7, act: 'accept' }]);
});

test('one accept stands for several findings of a check on a column', () => {
  const twice = [finding('unusual-text', { column: 'text' }), finding('unusual-text', { column: 'text' })];
  assert.equal(acceptDrafts(detail({ findings: twice }), 'label').length, 1);
});

test('the suggestion of the first open finding that would change something is taken', () => {
  const row = detail({
    findings: [
      finding('a', { suggestion: { act: 'review' } }),
      finding('b', { suggestion: relabel('refund') }),
      finding('c', { suggestion: relabel('delivery') }),
    ],
    closed: [finding('d', { suggestion: { act: 'exclude', rows: [7] } })],
  });
  assert.deepEqual(suggestedDrafts(row)?.drafts, [{ row: 7, act: 'relabel', column: 'label', to: 'delivery', why: 'c' }]);
  assert.equal(suggestedLabel(row, 'label'), 'delivery');
  assert.equal(suggestedDrafts(detail()), null);
});

test('a row that has the suggested label already is said to be right', () => {
  const row = detail({ findings: [finding('conflicting-label', { column: 'label', suggestion: relabel('refund') })] });
  assert.deepEqual(suggestedDrafts(row)?.drafts, [{ row: 7, act: 'accept', why: 'conflicting-label', column: 'label' }]);
  assert.equal(suggestedLabel(row, 'label'), 'refund');
});

test('an exclude is suggested only for the rows that it names', () => {
  const leak = (rows: readonly number[]): Finding => finding('split-leakage', { suggestion: { act: 'exclude', rows } });
  assert.deepEqual(suggestedDrafts(detail({ findings: [leak([7])] }))?.drafts, [{ row: 7, act: 'exclude', why: 'split-leakage' }]);
  assert.equal(suggestedDrafts(detail({ findings: [leak([8])] })), null);
});

test('a cell set to the text of the file takes back what was decided, and twice the same is nothing', () => {
  assert.deepEqual(setDrafts(detail(), 'price', '3'), [{ row: 7, act: 'set', column: 'price', to: '3' }]);
  assert.deepEqual(setDrafts(detail(), 'price', null), []);
  const decided = detail({ decisions: [{ act: 'set', column: 'price', from: null, to: '3' }] });
  assert.deepEqual(setDrafts(decided, 'price', '3'), []);
  assert.deepEqual(setDrafts(decided, 'price', null), [{ row: 7, act: 'retract', retracts: 'd0' }]);
  assert.deepEqual(setDrafts(decided, 'price', ''), [{ row: 7, act: 'set', column: 'price', to: '' }]);
});

test('ambiguous and exclude are taken back when asked for again', () => {
  assert.deepEqual(standingDrafts(detail(), 'exclude'), [{ row: 7, act: 'exclude' }]);
  assert.deepEqual(standingDrafts(detail({ decisions: [{ act: 'exclude' }] }), 'exclude'), [{ row: 7, act: 'retract', retracts: 'd0' }]);
});
