import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barChart } from '../../../src/cli/report/charts/barChart.ts';
import { binChart } from '../../../src/cli/report/charts/binChart.ts';
import { heatTable } from '../../../src/cli/report/charts/heatTable.ts';
import { lineChart } from '../../../src/cli/report/charts/lineChart.ts';
import { reliabilityChart } from '../../../src/cli/report/charts/reliabilityChart.ts';

const hostile = '"><script>alert(1)</script>';
const numbersOf = (text: string): number[] => [...text.matchAll(/ (?:x|y|width|height|cx|cy)="([^"]*)"/g)].map(([, value]) => Number(value));

const charts = {
  'a bar chart': barChart({
    title: hostile,
    most: 0,
    end: hostile,
    unit: 'rows',
    bars: [{ name: hostile, amount: 0, words: '0', note: hostile, tick: 0, low: 0, high: 0 }],
  }),
  'a bar chart without bars': barChart({ title: 'none', most: 1, end: '1', unit: 'rows', bars: [] }),
  'a histogram of nothing': binChart({
    title: hostile,
    edges: [1, 1],
    amounts: [0],
    line: [0],
    top: String,
    edge: () => hostile,
    note: () => hostile,
    unit: 'value',
  }),
  'a line with gaps': lineChart({
    title: hostile,
    values: [null, 1, null],
    most: 0,
    top: '0',
    from: hostile,
    to: hostile,
    unit: 'day',
    note: () => hostile,
    level: 0,
  }),
  'a line of one point': lineChart({ title: 'one', values: [0.5], most: 1, top: '1', from: 'a', to: 'a', unit: 'day', note: () => '' }),
  'a reliability diagram without rows': reliabilityChart(hostile, [
    { from: 0, to: 1, rows: 0, confidence: null, accuracy: { value: null, low: 0, high: 1 } },
  ]),
};

for (const [name, chart] of Object.entries(charts)) {
  test(`${name} has finite places alone, and no markup of the data`, () => {
    assert.doesNotMatch(chart.text, /<script|NaN|Infinity|undefined/);
    assert.ok(numbersOf(chart.text).every(Number.isFinite));
    assert.match(chart.text, /^<svg role="img" aria-label="/);
  });
}

test('a heat table tints by steps that the page has classes for', () => {
  const cell = (heat: number) => ({ words: '1', heat, note: hostile });
  const { text } = heatTable({
    title: 'x',
    down: 'a',
    across: 'b',
    columns: [hostile],
    rows: [{ name: hostile, cells: [cell(-1), cell(0), cell(0.01), cell(1), cell(7)] }],
  });
  assert.deepEqual([...text.matchAll(/heat(\d+)"/g)].map(([, step]) => step), ['0', '0', '1', '8', '8']);
  assert.doesNotMatch(text, /<script/);
});
