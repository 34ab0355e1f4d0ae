import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ColumnDrift, DriftReport } from '../../src/core/drift.ts';
import { verdictOf } from '../../src/core/verdict.ts';

const column = (more: Partial<ColumnDrift>): ColumnDrift => ({
  column: 'c',
  role: 'feature',
  kind: 'number',
  values: { reference: 100, current: 100 },
  drifted: false,
  unseen: [],
  unseenValues: 0,
  message: 'a column',
  ...more,
});
const report = (more: Partial<DriftReport>): Omit<DriftReport, 'verdict'> => ({
  reference: { name: 'old.csv', rows: 100 },
  current: { name: 'new.csv', rows: 100 },
  schema: [],
  missing: [],
  columns: [],
  tested: 4,
  drifted: 0,
  datasetDrift: false,
  notes: [],
  ...more,
});
const of = (more: Partial<DriftReport>): string => verdictOf(report(more)).verdict;

test('a drifted label, a new label and a drifted dataset call for learning anew', () => {
  assert.equal(of({ columns: [column({ role: 'label', drifted: true })] }), 'retrain');
  assert.equal(of({ columns: [column({ role: 'label', unseen: [{ value: 'new', count: 9 }], unseenValues: 1 })] }), 'retrain');
  assert.deepEqual(verdictOf(report({ datasetDrift: true, drifted: 2 })), {
    verdict: 'retrain',
    reasons: ['2 of 4 columns drifted, which is half of them or more.'],
  });
});

test('one drifted column, another spelling, missing values and a changed schema are for a person', () => {
  assert.equal(of({ columns: [column({ drifted: true })] }), 'look');
  assert.equal(of({ columns: [column({ spelling: 'letter case' })] }), 'look');
  assert.equal(of({ columns: [column({ role: 'label', spelling: 'letter case' })] }), 'look');
  assert.equal(of({ columns: [column({ unseen: [{ value: 'new', count: 1 }], unseenValues: 1 })] }), 'look');
  assert.equal(
    of({
      missing: [
        { column: 'c', missing: { reference: 0, current: 9 }, share: { reference: 0, current: 0.09 }, p: 0.001, message: 'missing' },
      ],
    }),
    'look',
  );
  assert.equal(of({ schema: [{ kind: 'removed', column: 'c', grave: true, message: 'gone' }] }), 'look');
  assert.equal(of({ tooFew: 'too few' }), 'look');
  assert.deepEqual(verdictOf(report({ tested: 0 })), { verdict: 'look', reasons: ['No column could be compared with old.csv.'] });
});

test('an added column and steady ones are fine, and the verdict says what was compared', () => {
  assert.deepEqual(verdictOf(report({ schema: [{ kind: 'added', column: 'c', grave: false, message: 'added' }], columns: [column({})] })), {
    verdict: 'fine',
    reasons: ['None of 4 columns drifted against old.csv.'],
  });
});
