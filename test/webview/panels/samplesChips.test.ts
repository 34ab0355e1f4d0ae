import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Filter } from '../../../src/core/filter.ts';
import { startingState, type DocumentState } from '../../../src/protocol/methods.ts';
import { joinValues, setFilter, toggleFilter } from '../../../webview/grid/filters.ts';
import { filterWords, rowCountWords } from '../../../webview/panels/samplesChips.ts';
import { generatedState, type GeneratedTable } from '../harness/generatedHost.ts';

const table: GeneratedTable = {
  rows: 12_480, cell: () => '',
  columns: [{ name: 'text', index: 0, type: 'text' }, { name: 'confidence', index: 1, type: 'number' }, { name: 'opened', index: 2, type: 'date' }],
};
const state: DocumentState = generatedState(table);
const words = (filter: Filter): string => filterWords(filter, state);

test('a chip says what it filters by in the words of the column', () => {
  assert.equal(words({ kind: 'values', column: 'country', values: ['DE', 'FR'] }), 'country is DE, FR');
  assert.equal(words({ kind: 'range', column: 'confidence', min: 0.43000000000000005, max: 0.5 }), 'confidence from 0.43 below 0.5');
  assert.equal(words({ kind: 'range', column: 'confidence', min: 7, max: 7, closed: true }), 'confidence is 7');
  assert.equal(
    words({ kind: 'range', column: 'opened', min: Date.UTC(2025, 0, 1), max: Date.UTC(2025, 1, 1), closed: true }),
    'opened from 2025-01-01 to 2025-02-01',
  );
  assert.equal(words({ kind: 'range', column: 'text', min: 10, max: 20 }), 'text has from 10 below 20 characters');
  assert.equal(words({ kind: 'values', column: 'text', values: ['a\nb'] }), 'text is a⏎b');
});

test('a check is named by its title where it is known', () => {
  assert.equal(words({ kind: 'flagged', check: 'missing-value' }), 'flagged: missing-value');
  const group = {
    check: 'missing-value',
    title: 'Missing value',
    description: '',
    severity: 'warning',
    findings: 1,
    rows: 1,
    closed: 0,
    maxScore: 1,
    suggested: 0,
  } as const;
  const known = { ...state, findings: { groups: [group], open: { error: 0, warning: 1, info: 0 }, openRows: 1, skipped: [], seconds: 0 } };
  assert.equal(filterWords({ kind: 'flagged', check: 'missing-value', column: 'text' }, known), 'flagged: Missing value in text');
});

const all = { filters: [], sort: null };
const some = { filters: [{ kind: 'missing', column: 'a' }], sort: null } as const;

test('the count says how many of how many, and … while it is not known', () => {
  assert.equal(rowCountWords(state, 12_480, all), '12,480 rows');
  assert.equal(rowCountWords(state, 128, some), '128 of 12,480 rows');
  assert.equal(rowCountWords(state, null, some), '… of 12,480 rows');
  assert.equal(rowCountWords(startingState, null, all), '… rows');
  const loading = { ...startingState, phase: 'loading', loadedRows: 1_204_000 } as const;
  assert.equal(rowCountWords(loading, null, all), '1,204,000 rows so far');
  assert.equal(rowCountWords(loading, null, some), '1,204,000 rows so far; filtered and sorted when loading is done');
});

const de: Filter = { kind: 'values', column: 'country', values: ['DE'] };
const fr: Filter = { kind: 'values', column: 'country', values: ['FR'] };
const missing: Filter = { kind: 'missing', column: 'text' };

test('a filter takes the place of one about the same thing, and the same one again goes', () => {
  assert.deepEqual(setFilter([missing, de], fr), [missing, fr]);
  assert.deepEqual(toggleFilter([missing], de), [missing, de]);
  assert.deepEqual(toggleFilter([missing, de], de), [missing]);
  assert.deepEqual(toggleFilter([missing, de], fr), [missing, fr]);
});

test('values join those chosen before, and leave when chosen again', () => {
  const both = joinValues([de], fr);
  assert.deepEqual(both, [{ kind: 'values', column: 'country', values: ['DE', 'FR'] }]);
  assert.deepEqual(joinValues(both, de), [fr]);
  assert.deepEqual(joinValues([fr], fr), []);
});

test('texts that are looked for stand beside each other', () => {
  const one: Filter = { kind: 'contains', column: 'text', text: 'one' };
  const two: Filter = { kind: 'contains', column: 'text', text: 'two' };
  assert.deepEqual(setFilter([one], two), [one, two]);
});
