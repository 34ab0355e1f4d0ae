import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Listing } from '../../src/checks/listing.ts';
import type { KeptFinding } from '../../src/core/finding.ts';

const finding = (rows: readonly number[], fields: Partial<KeptFinding> = {}): KeptFinding => ({
  check: 'label-error',
  severity: 'warning',
  scope: 'row',
  score: 0.5,
  message: `row ${rows[0]}`,
  column: 'label',
  rows: Int32Array.from(rows),
  evidence: {},
  basis: { kind: 'all', rows: 99 },
  ...fields,
});

function listed(most: number, findings: readonly KeptFinding[]): KeptFinding[] {
  const listing = new Listing(most);
  for (const each of findings) listing.add(each);
  return listing.findings();
}

test('Findings within the bound are listed as they came', () => {
  const findings = [finding([3]), finding([1])];
  assert.deepEqual(listed(2, findings), findings);
});

test('Beyond the bound the worst are listed, and the rows of the others are one finding', () => {
  const scores = Array.from({ length: 20 }, (_, index) => finding([index + 1], { score: (index * 7 % 20) / 20 }));
  const found = listed(3, scores);
  assert.deepEqual(found.slice(0, 3).map(({ score }) => score), [0.95, 0.9, 0.85]);
  const rest = found[3]!;
  assert.equal(found.length, 4);
  assert.equal(rest.rows.length, 17);
  assert.deepEqual([rest.scope, rest.evidence], ['rows', { count: 17, findings: 17 }]);
  assert.match(rest.message, /^17 more findings like this one, in 17 rows: row \d+$/);
  const all = found.flatMap(({ rows }) => [...rows]).sort((a, b) => a - b);
  assert.deepEqual(all, Array.from({ length: 20 }, (_, index) => index + 1));
});

test('What is gathered keeps apart columns, severities and suggestions, so that it can still be acted on', () => {
  const to = (label: string) => ({ suggestion: { act: 'relabel' as const, column: 'label', to: label } });
  const found = listed(1, [
    finding([1], { score: 1 }),
    finding([2], to('a')),
    finding([3], to('b')),
    finding([4], to('a')),
    finding([5], { column: 'text' }),
    finding([6], { severity: 'info' }),
    finding([7, 8], { suggestion: { act: 'exclude', rows: Int32Array.of(8) } }),
    finding([7, 9], { suggestion: { act: 'exclude', rows: Int32Array.of(9) } }),
  ]);
  const gathered = found
    .slice(1)
    .map(({ severity, column, rows, suggestion }) => [
      severity,
      column,
      [...rows],
      suggestion?.act === 'relabel' ? suggestion.to : suggestion?.act === 'exclude' ? [...suggestion.rows] : undefined,
    ]);
  assert.deepEqual(gathered.sort(), [
    ['info', 'label', [6], undefined],
    ['warning', 'label', [2, 4], 'a'],
    ['warning', 'label', [3], 'b'],
    ['warning', 'label', [7, 8, 9], [8, 9]],
    ['warning', 'text', [5], undefined],
  ]);
});
