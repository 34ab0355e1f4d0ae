import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Severity } from '../../src/core/finding.ts';
import { severities } from '../../src/core/finding.ts';
import { anySeverity, type FindingMarks, KnownFindings, newFindings } from '../../src/core/findingMarks.ts';

type Marked = readonly [subject: string, severity: Severity, rows: readonly number[]];

function marksOf(...findings: readonly Marked[]): FindingMarks {
  const subjects = [...new Set(findings.map(([subject]) => subject))];
  let end = 0;
  return {
    key: ['id'], columns: [], subjects,
    indexes: Int32Array.from(findings, (_, at) => at * 10),
    subjectOf: Int32Array.from(findings, ([subject]) => subjects.indexOf(subject)),
    severityOf: Uint8Array.from(findings, ([, severity]) => severities.indexOf(severity)),
    ends: Float64Array.from(findings, ([, , rows]) => (end += rows.length)),
    rows: BigUint64Array.from(findings.flatMap(([, , rows]) => rows.map(BigInt))),
  };
}

function knownOf(...findings: readonly Marked[]): KnownFindings {
  const known = new KnownFindings();
  known.add(marksOf(...findings));
  return known;
}

test('findings on rows that were flagged for the same before are not new, in whatever groups they are', () => {
  const known = knownOf(['duplicate', 'warning', [1, 2, 3]], ['duplicate', 'warning', [4]]);
  assert.deepEqual(newFindings(marksOf(['duplicate', 'warning', [2, 1]], ['duplicate', 'warning', [3, 4]]), [known]), []);
});

test('one row more makes a finding new, and it is said which', () => {
  const known = knownOf(['conflict', 'error', [1, 2]]);
  assert.deepEqual(newFindings(marksOf(['conflict', 'error', [1, 9, 2, 8]], ['other', 'error', [1]]), [known]), [
    { index: 0, places: [1, 3] },
    { index: 10, places: [0] },
  ]);
});

test('a finding that has become worse is new, and one that has become better is not', () => {
  const known = knownOf(['leak', 'warning', [1]], ['rare', 'warning', []]);
  assert.deepEqual(
    newFindings(marksOf(['leak', 'error', [1]], ['leak', 'info', [1]], ['rare', 'error', []], ['rare', 'info', []]), [known]).map(
      ({ index }) => index,
    ),
    [0, 20],
  );
});

test('findings of a column are compared as wholes, and several known lists answer together', () => {
  assert.deepEqual(newFindings(marksOf(['rare', 'warning', []], ['constant', 'info', []]), [knownOf(['rare', 'warning', []])]), [{ index: 10, places: [] }]);
  assert.deepEqual(newFindings(marksOf(['a', 'info', [1, 2]]), [knownOf(['a', 'info', [1]]), knownOf(['a', 'info', [2]])]), []);
});

test('what is known without a severity answers to all', () => {
  const known = new KnownFindings();
  known.addRow('a', 1n, anySeverity);
  known.addWhole('b', anySeverity);
  assert.deepEqual(newFindings(marksOf(['a', 'error', [1]], ['b', 'error', []]), [known]), []);
});
