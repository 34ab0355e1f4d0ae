import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classifyDomain } from '../../../../src/checks/parts/drift/domainClassifier.ts';
import { createRandom } from '../../../../src/learn/random.ts';

const common = ['order', 'parcel', 'late', 'please', 'help', 'with', 'the', 'account', 'today', 'again', 'street', 'money'];

function texts(seed: number, words: readonly string[], length = 300): string[] {
  const random = createRandom(seed);
  return Array.from({ length }, () => Array.from({ length: 8 }, () => words[Math.floor(random() * words.length)]!).join(' '));
}

test('texts of one kind are not told apart', async () => {
  const { auroc, deviation } = await classifyDomain(texts(1, common), texts(2, common), () => undefined);
  assert.ok(Math.abs(auroc - 0.5) < 4 * deviation, `AUROC ${auroc}`);
});

test('texts about something else are told apart, and the words that give them away are named on their side', async () => {
  const { auroc, terms } = await classifyDomain(texts(1, [...common, 'courier', 'invoice']), texts(2, [...common, 'battery', 'bluetooth']), () => undefined);
  assert.ok(auroc > 0.9, `AUROC ${auroc}`);
  const current = terms.filter(({ weight }) => weight > 0).map(({ term }) => term);
  const reference = terms.filter(({ weight }) => weight < 0).map(({ term }) => term);
  assert.ok(current.some((term) => /battery|bluetooth/.test(term)));
  assert.ok(reference.some((term) => /courier|invoice/.test(term)));
  for (const { weight, share } of terms) assert.ok(weight > 0 === share.current > share.reference);
});

test('a text that a side has often counts once, so that repetition is not recognised as drift', async () => {
  const many = texts(3, common, 150);
  const { auroc, deviation, texts: sizes } = await classifyDomain([...many, ...many, ...many], texts(4, common, 150), () => undefined);
  assert.equal(sizes.reference, 150);
  assert.ok(Math.abs(auroc - 0.5) < 4 * deviation, `AUROC ${auroc}`);
});
