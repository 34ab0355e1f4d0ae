import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeConfigs } from '../../src/sidecar/config.ts';
import { parseConfig } from '../../src/sidecar/configShape.ts';

const said = (text: string): string[] => parseConfig(text, 'winnow.json').problems.map(({ message }) => message);

test('a taxonomy has names, or names with what they mean', () => {
  const { general, problems } = parseConfig(
    '{ "taxonomy": ["spam", { "name": "ham", "definition": "Wanted mail", "examples": ["See you at 5"], "colour": "#1f77B4" }] }',
    'winnow.json',
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(general.taxonomy, [{ name: 'spam' }, { name: 'ham', definition: 'Wanted mail', examples: ['See you at 5'], colour: '#1f77B4' }]);
});

test('costs and weights of the nearer file are laid over those of the farther', () => {
  const far = parseConfig('{ "costs": { "default": 2, "confusions": { "spam": { "ham": 10, "news": 3 } } } }', 'a').general;
  const near = parseConfig('{ "costs": { "confusions": { "spam": { "ham": 20 } }, "segments": { "country": { "DE": 1.5 } } } }', 'b').general;
  assert.deepEqual(mergeConfigs(far, near).costs, { default: 2, confusions: { spam: { ham: 20, news: 3 } }, segments: { country: { DE: 1.5 } } });
});

test('annotation columns have a name and a kind', () => {
  const { general, problems } = parseConfig(
    '{ "annotations": [{ "name": "tone", "kind": "label", "labels": ["kind", "rude"] }, { "name": "stars", "kind": "number", "min": 1, "max": 5 }] }',
    'winnow.json',
  );
  assert.deepEqual(problems, []);
  assert.deepEqual(general.annotations, [
    { name: 'tone', kind: 'label', labels: [{ name: 'kind' }, { name: 'rude' }] },
    { name: 'stars', kind: 'number', min: 1, max: 5 },
  ]);
});

test('what is wrong in them is said at its place, and the rest is used', () => {
  const text = `{ "taxonomy": ["a", "a", { "definition": "no name" }, 3, { "name": "b", "colour": "red" }],
  "costs": { "default": -1, "confusions": { "a": { "b": "dear" } } },
  "annotations": [{ "name": "x" }, { "kind": "text" }, { "name": "y", "kind": "number", "min": "low" }] }`;
  assert.deepEqual(said(text), [
    'winnow.json:1:21: “a” is in “taxonomy” twice',
    'winnow.json:1:26: a label of “taxonomy” wants a “name”',
    'winnow.json:1:55: a label of “taxonomy” wants a name, or an object with a name, not 3',
    'winnow.json:1:83: “colour” wants six hexadecimal digits after a #, as #1f77b4, not “red”',
    'winnow.json:2:25: “default” wants a number that is not negative, not -1',
    'winnow.json:2:57: “b” wants a number that is not negative, not “dear”',
    'winnow.json:3:19: an annotation column wants a “kind”: one of label, labels, text, number',
    'winnow.json:3:36: an annotation column wants a “name”',
    'winnow.json:3:96: “min” wants a number, not “low”',
  ]);
  const { general } = parseConfig(text, 'winnow.json');
  assert.deepEqual(general, {
    taxonomy: [{ name: 'a' }, { name: 'b' }], costs: { confusions: { a: {} } }, annotations: [{ name: 'y', kind: 'number' }],
  });
});
