import assert from 'node:assert/strict';
import test from 'node:test';
import { shingles } from '../../src/core/shingles.ts';
import { shingleHashes } from '../../src/learn/shingles.ts';

test('each shingle has one hash, and shingles that differ differ in it, however long the text is', () => {
  const words = Array.from({ length: 1000 }, (_, i) => `word${i % 300}é`);
  for (const text of [words.join(' '), words.slice(0, 6).join(', '), 'Two Words', 'ab', '', '銀行カードを使えません']) {
    const [spelled, hashes] = [shingles(text), [...shingleHashes(text)]];
    assert.equal(hashes.length, spelled.length);
    const hashOf = new Map(spelled.map((shingle, i) => [shingle, hashes[i]!]));
    assert.deepEqual(hashes, spelled.map((shingle) => hashOf.get(shingle)));
    assert.equal(new Set(hashes).size, new Set(spelled).size);
  }
});

test('the form of letters and what stands between words do not change the hashes', () => {
  assert.deepEqual(shingleHashes('Where IS my new  card, please?'), shingleHashes('where is my new card please'));
  assert.deepEqual(shingleHashes('ｗhere is my new card'), shingleHashes('where is my new card'));
});
