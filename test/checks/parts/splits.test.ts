import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindsOf, splitKind } from '../../../src/checks/parts/splits.ts';

test('The usual names of splits are read in any case', () => {
  for (const name of ['train', 'Training', ' TRAIN ']) assert.equal(splitKind(name), 'train');
  for (const name of ['dev', 'val', 'Valid', 'validation', 'eval']) assert.equal(splitKind(name), 'validation');
  for (const name of ['test', 'Testing', 'holdout', 'hold-out']) assert.equal(splitKind(name), 'test');
});

test('Folds and other names say nothing', () => {
  for (const name of ['1', 'a', '', 'trainee', null]) assert.equal(splitKind(name), null);
});

test('Many values are read as each of them is', () => {
  assert.deepEqual(kindsOf(['Train', null, 'fold 3', 'Train', 'dev', null]), ['train', null, null, 'train', 'validation', null]);
});
