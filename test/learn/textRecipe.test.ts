import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crossValidate } from '../../src/learn/crossValidate.ts';
import { TermCounter } from '../../src/learn/termCounts.ts';
import { createTextLearner } from '../../src/learn/textLearner.ts';
import { createRandom } from '../../src/learn/random.ts';
import { chooseRecipe, firmRecipe, lightRecipe } from '../../src/learn/textRecipe.ts';
import { inverseDocumentFrequency, tfIdf } from '../../src/learn/tfIdf.ts';
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

test('of many texts some are drawn, and all but a fifth of these are taught before recipes are held against each other', async () => {
  const random = createRandom(1);
  const counter = new TermCounter();
  const labels = Int32Array.from({ length: 130_000 }, (_, row) => {
    const words = Array.from({ length: 4 }, () => `c${Math.floor(3000 * random() ** 2)}`);
    if (random() < 0.4) words.push(`own${row % 2}x${Math.floor(random() * 30)}`);
    counter.add(words.join(' '));
    return random() < 0.2 ? 1 - (row % 2) : row % 2;
  });
  const counts = counter.finish();
  const terms = tfIdf(counts, inverseDocumentFrequency(counts));
  const rows = Uint32Array.from(labels.keys());
  assert.deepEqual(await chooseRecipe(terms, labels, rows, 2, 1, () => undefined), firmRecipe(rows.length));
});

test('the fold in which a recipe is chosen has as much more of the progress as it takes longer', async () => {
  const { truth, classCount, content } = makeDatasets()[0]!;
  assert.ok(content.kind === 'text');
  const counter = new TermCounter();
  for (const text of content.texts) counter.add(text);
  const counts = counter.finish();
  const firstFold = async (recipe?: typeof lightRecipe): Promise<number> => {
    let [end, last] = [0, 0];
    await crossValidate(createTextLearner(counts, classCount, recipe && { recipe }), truth, classCount, {
      checkpoint: (fraction, words) => {
        assert.ok(fraction >= last, 'progress does not fall');
        last = fraction;
        if (words.startsWith('Fold 1 of 5')) end = fraction;
      },
    });
    assert.ok(last > 0.999);
    return end;
  };
  assert.ok(Math.abs((await firstFold(lightRecipe)) - 0.2) < 0.01);
  const chosen = await firstFold();
  assert.ok(chosen > 0.4 && chosen < 0.55, `${chosen}`);
});
