import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crossValidate } from '../../src/learn/crossValidate.ts';
import { TermCounter } from '../../src/learn/termCounts.ts';
import { createTextLearner } from '../../src/learn/textLearner.ts';
import { lightRecipe } from '../../src/learn/textRecipe.ts';
import { makeDatasets } from '../bench/labels/datasets.ts';
import { flipLabels } from '../bench/labels/flipLabels.ts';

test('texts of which most words say nothing are learnt more firmly, and better for it', async () => {
  const { truth, classCount, content } = makeDatasets()[0]!;
  assert.ok(content.kind === 'text');
  const given = flipLabels(truth, classCount, 0.1, 1);
  const counter = new TermCounter();
  for (const text of content.texts) counter.add(text);
  const counts = counter.finish();
  const light = await crossValidate(createTextLearner(counts, classCount, { recipe: lightRecipe }), given, classCount);
  const chosen = await crossValidate(createTextLearner(counts, classCount), given, classCount);
  assert.ok(chosen.accuracy > light.accuracy + 0.02, `${chosen.accuracy} against ${light.accuracy}`);
});

test('few texts are learnt by the recipe that says most of held-out thirds of them', async () => {
  const { truth, classCount, content } = makeDatasets()[0]!;
  assert.ok(content.kind === 'text');
  const rows = 300;
  const given = flipLabels(truth.slice(0, rows), classCount, 0.1, 1);
  const counter = new TermCounter();
  for (const text of content.texts.slice(0, rows)) counter.add(text);
  const counts = counter.finish();
  const light = await crossValidate(createTextLearner(counts, classCount, { recipe: lightRecipe }), given, classCount);
  const chosen = await crossValidate(createTextLearner(counts, classCount), given, classCount);
  assert.ok(chosen.logLoss < 0.8 * light.logLoss, `${chosen.logLoss} against ${light.logLoss}`);
});
