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
  assert.deepEqual(parseReference('time:created at<=2024-01-31'), {
    kind: 'time',
    column: 'created at',
    to: Date.UTC(2024, 1, 1),
    words: 'created at <= 2024-01-31',
  });
  assert.deepEqual(parseReference('time:day>2024-01-31T12:00Z'), {
    kind: 'time',
    column: 'day',
    from: Date.UTC(2024, 0, 31, 12) + 1,
    words: 'day > 2024-01-31T12:00Z',
  });
});

test('a window of time has two ends, both of which are in it, as long as they are written', () => {
  const window = (text: string) => parseReference(`time:day=${text}`);
  assert.deepEqual(window('2024-01-05..2024-01-31'), {
    kind: 'time',
    column: 'day',
    from: Date.UTC(2024, 0, 5),
    to: Date.UTC(2024, 1, 1),
    words: 'day from 2024-01-05 to 2024-01-31',
  });
  assert.deepEqual(window('2024-02'), { kind: 'time', column: 'day', from: Date.UTC(2024, 1, 1), to: Date.UTC(2024, 2, 1), words: 'day in 2024-02' });
  assert.deepEqual(window('2023 .. 2024-06'), {
    kind: 'time',
    column: 'day',
    from: Date.UTC(2023, 0, 1),
    to: Date.UTC(2024, 6, 1),
    words: 'day from 2023 to 2024-06',
  });
  assert.deepEqual(window('2024-01-01 08:00..2024-01-01T09:00+01:00'), {
    kind: 'time',
    column: 'day',
    from: Date.UTC(2024, 0, 1, 8),
    to: Date.UTC(2024, 0, 1, 8) + 1,
    words: 'day from 2024-01-01 08:00 to 2024-01-01T09:00+01:00',
  });
  assert.throws(() => window('2024-02..2024-01'), /ends before it begins/);
  for (const wrong of ['2024-02-31', '2024-13', '..2024', '2024..', '1..2..3', '1/2/2024']) assert.throws(() => window(wrong), /is no window of time/, wrong);
  assert.throws(() => parseReference('time:day<2024-01..2024-02'), /is no window of time/);
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
  for (const text of ['HEAD:a.csv', 'HEAD:', 'split:train', 'time:day<2024-01-31', 'time:day=2024..2025', 'time:day', ''])
    assert.equal(anchorReference(text, from), text);
});
