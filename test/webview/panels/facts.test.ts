import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dataset } from '../../../src/core/dataset.ts';
import type { ColumnProfile } from '../../../src/core/profile.ts';
import type { SkippedCheck } from '../../../src/protocol/findingMethods.ts';
import { startingState } from '../../../src/protocol/methods.ts';
import { checkedWords, factsOf, partialWords } from '../../../webview/panels/facts.ts';

const dataset: Dataset = {
  path: '/a.csv',
  name: 'a.csv',
  format: 'csv',
  bytes: 1,
  columns: ['id', 'label', 'split'].map((name, index) => ({ name, index, type: 'text' as const })),
  records: 12_483,
  rows: 12_480,
  unreadable: 3,
  hasLines: true,
  roles: { label: 'label', split: 'split', content: [], segments: [], probabilities: [], annotators: [] },
  inference: [],
  key: [],
  notices: [],
};

function profile(column: string, values: readonly string[], sampled?: number): ColumnProfile {
  return {
    column, type: 'text', rows: 10, nulls: 0, blanks: 0, distinct: values.length, distinctIsExact: true,
    top: values.map((value) => ({ value, count: 1 })), histogram: [], ...(sampled === undefined ? {} : { sampled }),
  };
}

test('what is not known yet is an ellipsis, and the figures are partial', () => {
  assert.deepEqual(factsOf(startingState), { rows: '… rows', columns: '… columns', label: null, split: null, basis: 'partial: still reading', unreadable: 0 });
});

test('rows are those that row numbers count, and how many of them are unreadable is told', () => {
  const facts = factsOf({ ...startingState, phase: 'ready', dataset, profiles: [profile('split', ['test', 'train'])] });
  assert.deepEqual(facts, { rows: '12,483 rows', columns: '3 columns', label: 'label', split: 'train / test', basis: 'exact', unreadable: 3 });
});

test('many splits are cut, unknown names after known ones', () => {
  const facts = factsOf({ ...startingState, phase: 'ready', dataset, profiles: [profile('split', ['x', 'Test', 'dev', 'train', 'y', 'z'])] });
  assert.equal(facts.split, 'train / dev / Test / x +2');
});

test('figures from a sample are said to be', () => {
  const facts = factsOf({ ...startingState, phase: 'ready', dataset, profiles: [profile('id', [], 10_000), profile('split', [])] });
  assert.equal(facts.basis, 'figures of 1 column from a sample of 10,000 rows');
});

test('a dataset whose loading was stopped says how much of the file it is', () => {
  const partial = { ...dataset, bytes: 1000, partial: { bytes: 349 } };
  const facts = factsOf({ ...startingState, phase: 'ready', dataset: partial });
  assert.deepEqual([facts.rows, facts.basis], ['partial: the first 12,483 rows (34 % of the file)', 'of these rows alone']);
  assert.equal(partialWords({ ...partial, partial: { bytes: 2 } }), 'partial: the first 12,483 rows (less than 1 % of the file)');
  assert.equal(partialWords({ ...partial, partial: { bytes: 1000 } }), 'partial: 12,483 rows, not all columns read');
  assert.equal(partialWords(dataset), null);
});

test('what was checked is told apart from what is under way, has not run, and was found before', () => {
  const found = { groups: [], open: { error: 0, warning: 0, info: 0 }, openRows: 0, seconds: 1.23 };
  const off = { check: 'weak-slice', why: 'switched off', untried: true } as const;
  const toCome = { check: 'label-error', why: 'it waits', untried: true, toCome: true } as const;
  const words = (skipped: readonly SkippedCheck[], running: boolean): string | undefined =>
    checkedWords({ findings: { ...found, skipped }, work: running ? [{ id: '1', kind: 'check', words: 'Learning', cancellable: true }] : [] })?.words;
  assert.deepEqual([words([off], false), words([off, toCome], true), words([off, toCome], false), words([off], true)],
    ['checked in 1.2 s', 'checked in 1.2 s · 1 check under way', 'checked in 1.2 s · 1 check not run yet', 'being checked again']);
  assert.equal(checkedWords({ findings: null, work: [] }), null);
});
