import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contentColumns, mergeRoles, noRoles, strayRoles } from '../../src/core/roles.ts';

const columns = new Set(['text', 'label', 'country', 'note']);

test('a correction replaces the inferred role and null removes it', () => {
  const inferred = { ...noRoles, label: 'country', content: ['text'], segments: ['country'] };
  assert.deepEqual(mergeRoles(inferred, { label: 'label', segments: null }, columns), { ...noRoles, label: 'label', content: ['text'] });
});

test('columns that are not in the file are dropped', () => {
  assert.deepEqual(mergeRoles(noRoles, { label: 'gone', content: ['text', 'gone'] }, columns), { ...noRoles, content: ['text'] });
});

test('columns that are not in the file are named with the role that they were given', () => {
  assert.deepEqual(strayRoles({ label: 'gone', id: null, split: 'note', content: ['text', 'lost'] }, columns), [
    { role: 'label', column: 'gone' },
    { role: 'content', column: 'lost' },
  ]);
  assert.deepEqual(strayRoles(undefined, columns), []);
});

test('without content every column that is not about handling the row is content', () => {
  assert.deepEqual(contentColumns([...columns], { ...noRoles, label: 'label' }), ['text', 'country', 'note']);
  assert.deepEqual(contentColumns([...columns], { ...noRoles, label: 'label', content: ['text'] }), ['text']);
});
