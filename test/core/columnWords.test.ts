import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnWords } from '../../src/core/columnWords.ts';

test('a name falls into its words however it is written', () => {
  for (const name of ['createdAt', 'created_at', 'Created At', 'created-at', 'created.at']) assert.deepEqual(columnWords(name), ['created', 'at'], name);
  assert.deepEqual(columnWords('HTMLText'), ['html', 'text']);
  assert.deepEqual(columnWords('sentence1'), ['sentence1']);
  assert.deepEqual(columnWords('Größe'), ['größe']);
  assert.deepEqual(columnWords('  '), []);
});
