import assert from 'node:assert/strict';
import { it } from 'node:test';
import { digitKeys, labelOfKey } from '../../../webview/panels/digitKeys.ts';

const written = (labels: readonly string[]): string => digitKeys(labels).map(({ key, label }) => `${key}=${label}`).join(' ');

it('gives digits to labels in their order, and none to the tenth', () => {
  assert.equal(written(['delivery', 'billing', 'refund']), '1=delivery 2=billing 3=refund');
  const twelve = Array.from({ length: 12 }, (_, place) => `label ${place}`);
  assert.equal(digitKeys(twelve).length, 9);
  assert.equal(labelOfKey(digitKeys(twelve), '9'), 'label 8');
});

it('gives a label that is a digit that digit, whatever is more frequent', () => {
  assert.equal(written(['1', '0', '2']), '0=0 1=1 2=2');
  assert.equal(written(['2.0', '1.0']), '1=1.0 2=2.0');
  assert.equal(written(['9', '3', '0', '1', '2', '4', '5', '6', '7', '8']), '0=0 1=1 2=2 3=3 4=4 5=5 6=6 7=7 8=8 9=9');
});

it('gives the digits that are left to labels that are none', () => {
  assert.equal(written(['1', 'N/A', '3', '10']), '1=1 2=N/A 3=3 4=10');
  assert.equal(written(['1', '1.0', '2']), '1=1 2=2 3=1.0');
});

it('says nothing of a key that has no label', () => {
  assert.equal(labelOfKey(digitKeys(['1', '2']), '0'), undefined);
  assert.equal(labelOfKey(digitKeys([]), 'a'), undefined);
});
