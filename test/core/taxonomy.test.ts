import assert from 'node:assert/strict';
import { test } from 'node:test';
import { annotationProblem, confusionCost } from '../../src/core/taxonomy.ts';

test('a confusion costs what is said of it, else the default, else 1; a right label costs nothing', () => {
  const costs = { default: 2, confusions: { spam: { ham: 10 } } };
  assert.equal(confusionCost(costs, 'spam', 'ham'), 10);
  assert.equal(confusionCost(costs, 'ham', 'spam'), 2);
  assert.equal(confusionCost(costs, 'ham', 'ham'), 0);
  assert.equal(confusionCost(undefined, 'ham', 'spam'), 1);
  assert.equal(confusionCost(costs, 'constructor', 'toString'), 2);
});

test('an annotation that its column does not take is refused in words', () => {
  const tone = { name: 'tone', kind: 'label', labels: [{ name: 'kind' }, { name: 'rude' }] } as const;
  assert.equal(annotationProblem(tone, 'kind'), null);
  assert.equal(annotationProblem(tone, 'odd'), '“odd” is no label of “tone”: there are kind, rude.');
  assert.equal(annotationProblem({ ...tone, kind: 'labels' }, '["kind","rude"]'), null);
  assert.equal(annotationProblem({ ...tone, kind: 'labels' }, 'kind'), '“kind” is no list of labels.');
  assert.equal(annotationProblem({ name: 'stars', kind: 'number', min: 1, max: 5 }, '6'), '6 is above 5, the most for “stars”.');
  assert.equal(annotationProblem({ name: 'stars', kind: 'number' }, ''), null);
});
