import assert from 'node:assert/strict';
import { test } from 'node:test';
import { crossValidate } from '../../src/learn/crossValidate.ts';
import { createEmbeddingLearner } from '../../src/learn/embeddingLearner.ts';
import { createRandom } from '../../src/learn/random.ts';

test('Planted clusters are found from embeddings, and a row without direction is predicted too', async () => {
  const random = createRandom(2);
  const labels = Int32Array.from({ length: 120 }, (_, row) => row % 3);
  const values = new Float32Array(120 * 8);
  labels.forEach((label, row) => {
    for (let column = 0; column < 8; column++) values[row * 8 + column] = (column === label ? 2 : 0) + random() - 0.5;
  });
  values.fill(0, 0, 8);
  values[8] = NaN;
  const result = await crossValidate(createEmbeddingLearner(values, 8), labels, 3);
  assert.ok(result.accuracy > 0.97, `${result.accuracy}`);
  assert.ok(result.probabilities.every((p) => p >= 0 && p <= 1));
  assert.deepEqual(result.probabilities, (await crossValidate(createEmbeddingLearner(values, 8), labels, 3)).probabilities);
});
