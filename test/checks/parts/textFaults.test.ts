import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findTextFaults, type TextColumn } from '../../../src/checks/parts/textFaults.ts';

const column: TextColumn = { isProse: true, medianLength: 60, fewest: 10, most: 400, htmlIsForeign: true, foreignScripts: ['Cyrillic', 'Greek'] };
const kinds = (text: string | null, more: Partial<TextColumn> = {}): string[] => findTextFaults(text, 60, { ...column, ...more }).map(({ kind }) => kind);

test('Texts without content are empty, or next to it', () => {
  assert.deepEqual(kinds(null), ['empty']);
  assert.deepEqual(kinds(' \n'), ['empty']);
  assert.deepEqual(kinds('x'), ['near-empty']);
  assert.deepEqual(kinds('?! …'), ['near-empty']);
  assert.deepEqual(kinds('x', { isProse: false }), []);
});

test('An emoji, two letters and a character that is a word are content', () => {
  for (const text of ['👍', 'ok', '4 2', '好']) assert.deepEqual(kinds(text), [], text);
});

test('Lost characters and control characters are named; line breaks and tabs are none', () => {
  assert.deepEqual(kinds('caf\uFFFD is closed'), ['replacement']);
  assert.match(findTextFaults('bell\u0007', 60, column)[0]!.words, /U\+0007/);
  assert.deepEqual(kinds('one\r\ntwo\tthree'), []);
});

test('Tags and entities are leftover HTML; placeholders and comparisons are none', () => {
  for (const text of ['Thank you<br>', '<P class="a">Hi', 'fish &amp; chips', 'a&#8217;s', '</div>']) assert.deepEqual(kinds(text), ['html'], text);
  for (const text of ['Dear <name>', '1 < 2 and 3 > 2', 'R&D; and so on', 'x <3 you', '<unk> said']) assert.deepEqual(kinds(text), [], text);
  assert.deepEqual(kinds('Thank you<br>', { htmlIsForeign: false }), []);
});

test('A word five times in a row, or most of the words, is repeated', () => {
  assert.match(findTextFaults('so Very very very very very good', 60, column)[0]!.words, /repeats “very” 5 times/);
  assert.match(findTextFaults('buy buy now buy buy buy buy buy buy buy buy', 60, column)[0]!.words, /repeats “buy” 10 times/);
  for (const text of ['very very very very good', 'no no no', '0 0 0 0 0 0', '- - - - - - and so on', 'the cat and the dog and the bird'])
    assert.deepEqual(kinds(text), [], text);
});

test('A text in a foreign script is named, a formula or a name in it is not', () => {
  assert.deepEqual(kinds('Посылка не пришла'), ['script']);
  assert.deepEqual(kinds('The sum of α and β is π'), []);
  assert.deepEqual(kinds('They met in Санкт in the long winter of that year'), []);
});

test('Lengths are compared with what is usual', () => {
  assert.match(findTextFaults('Too long', 401, column)[0]!.words, /far longer than the rest \(401 characters, where the median is 60\)/);
  assert.match(findTextFaults('Too short', 9, column)[0]!.words, /far shorter/);
});
