import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uniqueColumnNames } from '../../src/core/schema.ts';

test('an empty header is named by its place and a repeated one by its turn', () => {
  assert.deepEqual(uniqueColumnNames(['id', '', 'id']), ['id', 'column 2', 'id (2)']);
});

test('a made-up name never takes that of a column that is there', () => {
  assert.deepEqual(uniqueColumnNames(['id', 'id', 'id (2)', '', 'column 4']), ['id', 'id (3)', 'id (2)', 'column 4 (2)', 'column 4']);
});

test('headers of white space alone are empty, and spaces around a name are kept', () => {
  assert.deepEqual(uniqueColumnNames(['  ', ' id', 'id']), ['column 1', ' id', 'id']);
});
