import assert from 'node:assert/strict';
import test from 'node:test';
import type { Measurement } from './measurement.ts';
import { quantity, renderTable } from './renderTable.ts';
import { resultOf } from './result.ts';

const load: Measurement = {
  group: 'Load',
  name: 'CSV',
  unit: 'ms',
  values: [1500, 1300, 9000],
  yardstick: { name: 'DuckDB', values: [1000, 1100, 900] },
  target: { of: 'ratio', atMost: 1.3 },
};

test('medians are compared with the yardstick, and with the target', () => {
  assert.deepEqual(resultOf(load), { median: 1500, yardstickMedian: 1000, ratio: 1.5, reached: false });
  assert.equal(resultOf({ ...load, target: { of: 'median', atMost: 1500 } }).reached, true);
  assert.equal(resultOf({ ...load, target: { of: 'ratio', atLeast: 2 } }).reached, false);
});

test('what was not measured reaches no target and misses none', () => {
  assert.deepEqual(resultOf({ ...load, values: [] }), { median: undefined, yardstickMedian: 1000, ratio: undefined, reached: undefined });
  assert.equal(resultOf({ ...load, yardstick: { name: 'DuckDB', values: [] } }).reached, undefined);
});

test('the table groups its rows and lines its columns up', () => {
  const table = renderTable([
    load,
    { group: 'Grid', name: 'frames over 25 ms', unit: 'share', values: [0.012], target: { of: 'median', atMost: 0.02 }, note: '600 frames' },
    { group: 'Load', name: 'JSONL', unit: 'ms', values: [], yardstick: { name: 'DuckDB', values: [42] } },
  ]);
  assert.equal(table, [
    '                     Winnow  yardstick           ratio  target',
    '',
    'Load',
    '  CSV                1.50 s     1.00 s  DuckDB  1.50 ×  ≤ 1.30 × ✗',
    '  JSONL                   –    42.0 ms  DuckDB',
    '',
    'Grid',
    '  frames over 25 ms  1.20 %                             ≤ 2.00 % ✓  600 frames',
  ].join('\n'));
});

test('quantities have three digits and a unit', () => {
  assert.deepEqual([0.1234, 12.34, 123.4, 1234].map((value) => quantity(value, 'ms')), ['0.12 ms', '12.3 ms', '123 ms', '1.23 s']);
  assert.deepEqual([quantity(4096, 'MB'), quantity(0.5, 'share'), quantity(3, 'count'), quantity(undefined, 'ms')], ['4,096 MB', '50.0 %', '3.00', '–']);
});
