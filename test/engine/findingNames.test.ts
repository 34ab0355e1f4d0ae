import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KeptFinding } from '../../src/core/finding.ts';
import { FindingNames } from '../../src/engine/findingNames.ts';

function finding(check: string, ...rows: number[]): KeptFinding {
  return { check, severity: 'warning', scope: 'row', score: 1, message: check, rows: Int32Array.from(rows), evidence: {}, basis: { kind: 'all', rows: 9 } };
}

test('a finding keeps its name when others come before it, and when it is found again', () => {
  const names = new FindingNames();
  const [copy, variant] = [finding('copy', 1, 2), finding('variant', 3)];
  names.take([copy, variant]);
  const named = [names.of(0), names.of(1)];
  names.take([finding('error', 4), copy, variant]);
  assert.deepEqual([names.of(1), names.of(2)], named);
  names.take([finding('variant', 3), finding('copy', 1, 2)]);
  assert.deepEqual([names.of(1), names.of(0)], named);
  assert.deepEqual(named.map((name) => names.placeOf(name)), [1, 0]);
});

test('the name of a finding that is gone leads nowhere, and to no other one later', () => {
  const names = new FindingNames();
  names.take([finding('copy', 1, 2)]);
  const gone = names.of(0);
  names.take([finding('copy', 1, 3)]);
  assert.equal(names.placeOf(gone), -1);
  names.take([finding('variant', 7), finding('copy', 5)]);
  assert.equal(names.placeOf(gone), -1);
});

test('findings that are alike have names of their own', () => {
  const names = new FindingNames();
  names.take([finding('type', 1), finding('type', 1)]);
  names.take([finding('type', 1), finding('type', 1)]);
  assert.deepEqual([names.of(0), names.of(1)], [0, 1]);
});
