import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../../src/core/finding.ts';
import { gatherFindings } from '../../../webview/panels/bulkGather.ts';
import type { Host } from '../../../webview/host.ts';

const rowsOf = (from: number, to: number): Finding['rows'] => Array.from({ length: to - from }, (_, index) => ({ row: from + index + 1 }));
const finding = (rows: Finding['rows'], fields: Partial<Finding> = {}): Finding => ({
  check: 'missing-value',
  severity: 'info',
  scope: 'column',
  score: 1,
  message: '',
  evidence: {},
  basis: { kind: 'all', rows: 9 },
  rows,
  ...fields,
});

/** Answers as the engine does: 50,000 rows of a finding at once. */
function hostOf(counts: readonly number[], fields: Partial<Finding> = {}): Pick<Host, 'call'> {
  const answer = (name: string, params: { finding?: number; offset: number; limit: number }): unknown => {
    if (name === 'findings')
      return {
        total: counts.length,
        findings: counts
          .map((rowCount, index) => ({ index, title: '', rowCount, finding: finding(rowsOf(0, Math.min(rowCount, 50_000)), fields) }))
          .slice(params.offset, params.offset + 1),
      };
    const total = counts[params.finding!]!;
    return { total, rows: rowsOf(params.offset, Math.min(total, params.offset + Math.min(params.limit, 50_000))) };
  };
  return { call: ((name: string, params: { offset: number; limit: number }) => Promise.resolve(answer(name, params))) as Host['call'] };
}

test('a finding of more rows than a page has is gathered whole', async () => {
  const told: number[] = [];
  const { findings, left } = await gatherFindings(hostOf([120_000, 3]), 'missing-value', new AbortController().signal, (rows) => told.push(rows));
  assert.deepEqual(findings.map(({ rows }) => rows.length), [120_000, 3]);
  assert.equal(findings[0]?.rows.at(-1)?.row, 120_000);
  assert.equal(new Set(findings[0].rows.map(({ row }) => row)).size, 120_000);
  assert.deepEqual([left, told], [0, [120_000, 120_003]]);
});

test('rows beyond what one step takes are counted, not forgotten', async () => {
  const { findings, left } = await gatherFindings(hostOf([450_000, 200_000, 7]), 'missing-value', new AbortController().signal, () => undefined);
  assert.deepEqual(findings.map(({ rows }) => rows.length), [450_000, 50_000]);
  assert.equal(left, 150_007);
});

test('rows to exclude that were not sent are said to be left', async () => {
  const { left } = await gatherFindings(
    hostOf([60_000], { suggestion: { act: 'exclude', rows: [2, 3], keep: 1, more: 9_999 } }),
    'exact-duplicate',
    new AbortController().signal,
    () => undefined,
  );
  assert.equal(left, 9_999);
});
