import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DifferencePart, textDifference } from '../../../webview/panels/textDifference.ts';

const side = (parts: readonly DifferencePart[], without: DifferencePart['kind']): string =>
  parts
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join('');
const written = (parts: readonly DifferencePart[] | null): string =>
  (parts ?? []).map(({ kind, text }) => (kind === 'same' ? text : kind === 'added' ? `+${text}+` : `-${text}-`)).join('');

test('a word that changed is marked, and nothing else', () => {
  assert.equal(written(textDifference('the blue lamp is broken', 'the red lamp is broken')), 'the -blue-+red+ lamp is broken');
});

test('texts that are the same have one part', () => {
  assert.deepEqual(textDifference('same words', 'same words'), [{ kind: 'same', text: 'same words' }]);
  assert.deepEqual(textDifference('', ''), []);
});

test('an empty text against another is all added or all removed', () => {
  assert.deepEqual(textDifference('', 'two words'), [{ kind: 'added', text: 'two words' }]);
  assert.deepEqual(textDifference('two words', ''), [{ kind: 'removed', text: 'two words' }]);
});

test('characters are the words of scripts without spaces', () => {
  assert.equal(written(textDifference('我想退款', '我想换货')), '我想-退款-+换货+');
});

test('both texts can be read from the parts, whatever they are', () => {
  let seed = 7;
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let turn = 0; turn < 300; turn++) {
    const text = (): string => Array.from({ length: random(14) }, () => ['a', 'bb', ' ', '.', 'c', '字'][random(6)]).join('');
    const [from, to] = [text(), text()];
    const parts = textDifference(from, to);
    assert.ok(parts);
    assert.equal(side(parts, 'added'), from);
    assert.equal(side(parts, 'removed'), to);
  }
});

test('texts that are too long or too different are not compared', () => {
  assert.equal(textDifference('a '.repeat(5000), 'a '.repeat(5000)), null);
  assert.equal(textDifference(Array.from({ length: 500 }, (_, i) => `a${i}`).join(' '), Array.from({ length: 500 }, (_, i) => `b${i}`).join('-')), null);
});
