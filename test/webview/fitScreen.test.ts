import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Filter } from '../../src/core/filter.ts';
import { fitScreen } from '../../webview/fitScreen.ts';
import { startingScreen } from '../../webview/store.ts';

const dataset = { columns: ['text', 'label'].map((name, index) => ({ name, index, type: 'text' as const })) };
const filters: readonly Filter[] = [
  { kind: 'values', column: 'label', values: ['a'] }, { kind: 'missing', column: 'gone' }, { kind: 'contains', text: 'x' },
  { kind: 'flagged', check: 'label-variant' }, { kind: 'finding', finding: 3, title: 'Same content' },
];

test('filters, sort and columns that the dataset does not have are dropped', () => {
  const screen = {
    ...startingScreen,
    filters,
    sort: { column: 'gone', descending: true },
    hidden: ['gone', 'text'],
    frozen: 5,
    selectedColumn: 'gone',
    selectedRow: 9,
    viewRows: 4,
  };
  const fitted = fitScreen(screen, dataset, true);
  assert.deepEqual(fitted.filters.map(({ kind }) => kind), ['values', 'contains', 'flagged', 'finding']);
  assert.deepEqual(
    [fitted.sort, fitted.hidden, fitted.frozen, fitted.selectedColumn, fitted.selectedRow, fitted.viewRows],
    [null, ['text'], 2, null, 9, null],
  );
});

test('a filter by finding goes when findings are numbered anew', () => {
  assert.deepEqual(fitScreen({ ...startingScreen, filters }, dataset, false).filters.map(({ kind }) => kind), ['values', 'contains', 'flagged']);
});

test('where a filter goes, the selected row stays, and a place in what it let pass does not', () => {
  const screen = { ...startingScreen, filters, selectedRow: 9, selectedPosition: 2, viewRows: 4 };
  const of = ({ selectedRow, selectedPosition, viewRows }: typeof screen | ReturnType<typeof fitScreen>): unknown => [selectedRow, selectedPosition, viewRows];
  assert.deepEqual(of(fitScreen(screen, dataset, false)), [9, 2, null]);
  assert.deepEqual(of(fitScreen({ ...screen, selectedRow: null }, dataset, false)), [null, 0, null]);
});

test('what fits stays, the selected row too', () => {
  const screen = {
    ...startingScreen,
    filters: filters.slice(0, 1),
    sort: { column: 'label', descending: false },
    selectedRow: 9,
    selectedPosition: 2,
    viewRows: 4,
  };
  assert.deepEqual(fitScreen(screen, dataset, false), screen);
});
