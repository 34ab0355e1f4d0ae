import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeRoles, noRoles, type RoleInference, type Roles } from '../../../src/core/roles.ts';
import { assignRole, inferredRoles, roleCorrections, roleOf, sameRoles } from '../../../webview/panels/roleTable.ts';

const columns = new Set(['id', 'text', 'category', 'product', 'country', 'split']);
const inference: RoleInference = [
  { column: 'id', role: 'id', why: '' }, { column: 'text', role: 'content', why: '' }, { column: 'category', role: 'label', why: '' },
  { column: 'country', role: 'segments', why: '' }, { column: 'split', role: 'split', why: '' },
];
const inferred = inferredRoles(inference);

function assertRoundTrip(wanted: Roles): void {
  assert.deepEqual(mergeRoles(inferred, roleCorrections(inferred, wanted), columns), wanted);
}

test('reasons give back the roles that inference gave', () => {
  assert.deepEqual(inferred, { ...noRoles, id: 'id', content: ['text'], label: 'category', segments: ['country'], split: 'split' });
  assert.deepEqual([...columns].map((column) => roleOf(inferred, column)), ['id', 'content', 'label', null, 'segments', 'split']);
});

test('a role of one column is taken from the column that had it', () => {
  const roles = assignRole(inferred, 'product', 'label');
  assert.equal(roleOf(roles, 'product'), 'label');
  assert.equal(roleOf(roles, 'category'), null);
  assertRoundTrip(roles);
});

test('a role of many columns is shared, and a column has one role', () => {
  const roles = assignRole(assignRole(inferred, 'product', 'segments'), 'split', 'segments');
  assert.deepEqual(roles.segments, ['country', 'product', 'split']);
  assert.equal(roles.split, undefined);
  assertRoundTrip(roles);
});

test('a role that is taken away is written as null, or as an empty list', () => {
  const roles = assignRole(assignRole(inferred, 'category', null), 'country', null);
  assert.deepEqual(roleCorrections(inferred, roles), { label: null, segments: [] });
  assertRoundTrip(roles);
});

test('roles as inferred need no corrections', () => {
  assert.deepEqual(roleCorrections(inferred, assignRole(assignRole(inferred, 'id', null), 'id', 'id')), {});
  assert.ok(sameRoles(inferred, { ...inferred }));
});
