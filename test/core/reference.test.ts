import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anchorReference, parseReference } from '../../src/core/reference.ts';

test('a reference is a file, a revision, a split or a window of time', () => {
  assert.deepEqual(parseReference('data/last year.csv'), { kind: 'file', path: 'data/last year.csv' });
  assert.deepEqual(parseReference('C:\\data\\a.csv'), { kind: 'file', path: 'C:\\data\\a.csv' });
  assert.deepEqual(parseReference('HEAD~3:data/a.csv'), { kind: 'revision', revision: 'HEAD~3', path: 'data/a.csv' });
  assert.deepEqual(parseReference('HEAD:'), { kind: 'revision', revision: 'HEAD', path: '' });
  assert.deepEqual(parseReference(':data/a.csv'), { kind: 'revision', revision: 'index', path: 'data/a.csv' });
  assert.deepEqual(parseReference('split: train'), { kind: 'split', value: 'train' });
  assert.deepEqual(parseReference('time:created at<=2024-01-31'), { kind: 'time', column: 'created at', before: true, inclusive: true, moment: '2024-01-31' });
  assert.deepEqual(parseReference('time:day>2024-01-31T12:00Z'), { kind: 'time', column: 'day', before: false, inclusive: false, moment: '2024-01-31T12:00Z' });
});

test('what cannot be meant says what can', () => {
  assert.throws(() => parseReference(' '), /a file, a profile that was saved, REVISION:PATH/);
  assert.throws(() => parseReference('split:'), /split:train/);
  assert.throws(() => parseReference('time:day'), /time:COLUMN<DATE/);
  assert.throws(() => parseReference('time:day<31.01.2024x'), /year-month-day/);
});

test('paths are made absolute, and what is no path from here stays', () => {
  const from = (path: string): string => `/data/${path}`;
  assert.equal(anchorReference('a.csv', from), '/data/a.csv');
  assert.equal(anchorReference('HEAD:./a.csv', from), 'HEAD:/data/./a.csv');
  for (const text of ['HEAD:a.csv', 'HEAD:', 'split:train', 'time:day<2024-01-31', 'time:day', '']) assert.equal(anchorReference(text, from), text);
});
