import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchingLabels } from '../../../webview/panels/labelPicker.ts';

const labels = ['card_arrival', 'lost_or_stolen_card', 'lost_or_stolen_phone', 'card_linking'].map((value) => ({ value, count: 1 }));
const meanings: Readonly<Record<string, string>> = { card_linking: 'A card that was found again is put back into the app.' };
const found = (text: string): string[] =>
  matchingLabels(labels, text, (label) => meanings[label]).map(({ value, count }) => (count < 0 ? `new: ${value}` : value));

test('labels are found by the beginning of their names, then by any part of them', () => {
  assert.deepEqual(found('card'), ['card_arrival', 'card_linking', 'lost_or_stolen_card', 'new: card']);
  assert.deepEqual(found('card_arrival'), ['card_arrival']);
  assert.deepEqual(found(''), ['card_arrival', 'lost_or_stolen_card', 'lost_or_stolen_phone', 'card_linking']);
});

test('words of a name are found in any order, whatever joins them', () => {
  assert.deepEqual(found('stolen phone'), ['lost_or_stolen_phone', 'new: stolen phone']);
  assert.deepEqual(found('Card Lost'), ['lost_or_stolen_card', 'new: Card Lost']);
});

test('labels are found by what they mean, behind those that are called so', () => {
  assert.deepEqual(found('app'), ['card_linking', 'new: app']);
  assert.deepEqual(found('nothing of it'), ['new: nothing of it']);
});
