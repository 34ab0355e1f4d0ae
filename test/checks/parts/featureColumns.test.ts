import assert from 'node:assert/strict';
import { test } from 'node:test';
import { featureColumns } from '../../../src/checks/parts/featureColumns.ts';
import type { ColumnProfile } from '../../../src/core/profile.ts';
import { noRoles } from '../../../src/core/roles.ts';
import type { ColumnType } from '../../../src/core/schema.ts';

/** Columns by their type and how many different values they have. */
const known: Readonly<Record<string, readonly [ColumnType, number]>> = {
  id: ['text', 900], label: ['text', 3], country: ['text', 8], age: ['integer', 70], comment: ['text', 880], source: ['text', 1],
  model: ['text', 3], sure: ['number', 400], vector: ['list', 900], house: ['integer', 300],
};
const profiles = new Map(Object.entries(known).map(([column, [type, distinct]]): [string, ColumnProfile] => [
  column,
  { column, type, rows: 900, nulls: 0, blanks: 0, distinct, distinctIsExact: true, top: [], histogram: [] },
]));
const columns = Object.entries(known).map(([name, [type]], index) => ({ name, type, index }));

test('features are numbers and categories that vary, and are neither the label nor about how the row was handled', () => {
  const roles = { ...noRoles, label: 'label', id: 'id', predicted: 'model', confidence: 'sure', embedding: 'vector', group: 'house' };
  assert.deepEqual(featureColumns({ columns, roles }, profiles), ['country', 'age']);
  assert.deepEqual(featureColumns({ columns, roles: { ...roles, confidence: undefined, group: undefined } }, profiles), ['country', 'age', 'sure', 'house']);
});
