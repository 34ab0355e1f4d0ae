import assert from 'node:assert/strict';
import { test } from 'node:test';
import { alignTable, fit, nameWidth } from '../../../src/cli/reporters/table.ts';

test('a name that is too long is cut in the middle, where names that begin alike do not differ', () => {
  assert.equal(fit('card_payment_not_recognised', 40), 'card_payment_not_recognised');
  assert.equal(fit('card_payment_not_recognised', 15), 'card_pa…ognised');
  assert.equal(fit('배송 문제가 있습니다', 9), '배송…니다');
  assert.equal(fit(' spaces ', 20), '“ spaces ”');
});

test('columns are aligned by the places that characters take on a screen', () => {
  assert.deepEqual(alignTable([['label', 'rows'], ['退款', '7'], ['e\u0301te\u0301', '12']], [1]), ['label  rows', '退款      7', 'e\u0301te\u0301      12']);
});

test('names share what a line has left, and stand whole where there is no screen', () => {
  assert.equal(nameWidth(80, 36, 2), 22);
  assert.equal(nameWidth(30, 36, 2), 12);
  assert.equal(nameWidth(undefined, 36, 2), 60);
});
