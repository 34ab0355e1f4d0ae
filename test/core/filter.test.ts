import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeFilter } from '../../src/core/filter.ts';

test('a chip says what it lets through', () => {
  assert.equal(describeFilter({ kind: 'values', column: 'country', values: ['DE'] }), 'country is DE');
  assert.equal(
    describeFilter({ kind: 'values', column: 'country', values: ['DE', null, '', 'FR', 'PL', 'IT'], exclude: true }),
    'country is not DE, (missing), (empty), FR +2',
  );
  assert.equal(describeFilter({ kind: 'contains', text: 'late' }), 'any column contains “late”');
  assert.equal(describeFilter({ kind: 'range', column: 'age', min: 10, max: 20 }), 'age from 10 below 20');
  assert.equal(describeFilter({ kind: 'range', column: 'age', max: 20, closed: true }), 'age to 20');
  assert.equal(describeFilter({ kind: 'missing', column: 'age' }), 'age is missing');
  assert.equal(describeFilter({ kind: 'flagged', check: 'outlier-value', column: 'age' }), 'flagged: outlier-value in age');
  assert.equal(describeFilter({ kind: 'flagged' }), 'flagged: any check');
  assert.equal(describeFilter({ kind: 'finding', finding: 3, title: 'The same text twice' }), 'The same text twice');
  assert.equal(describeFilter({ kind: 'decided', decided: false }), 'not decided');
});
