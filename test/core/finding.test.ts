import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compareFindings, type KeptFinding } from '../../src/core/finding.ts';

const finding = (message: string, fields: Partial<KeptFinding>): KeptFinding => ({
  check: 'b', severity: 'warning', scope: 'row', score: 0.5, message, rows: Int32Array.of(5), evidence: {}, basis: { kind: 'all', rows: 9 }, ...fields,
});

test('findings are ordered by severity, check, score, column, first row and message', () => {
  const ordered = [
    finding('error', { severity: 'error', check: 'z' }),
    finding('check', { check: 'a', score: 0.1 }),
    finding('score', { score: 0.9 }),
    finding('no column', {}),
    finding('row 1', { column: 'x', rows: Int32Array.of(1) }),
    finding('row 2 a', { column: 'x', rows: Int32Array.of(2) }),
    finding('row 2 b', { column: 'x', rows: Int32Array.of(2) }),
    finding('info', { severity: 'info', check: 'a' }),
  ];
  assert.deepEqual([...ordered].reverse().sort(compareFindings), ordered);
});
