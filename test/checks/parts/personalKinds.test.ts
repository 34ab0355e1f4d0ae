import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPersonal } from '../../../src/checks/parts/personalKinds.ts';
import { isIban, passesLuhn } from '../../../src/checks/parts/personalNumbers.ts';

const kinds = (text: string): string[] => findPersonal(text).filter(({ fails }) => !fails).map(({ kind, masked }) => `${kind} ${masked}`);

test('what names a person is found and shown masked', () => {
  assert.deepEqual(kinds('jane.doe@acme.org'), ['email j•••@a•••.org']);
  assert.deepEqual(kinds('+44 20 7946 0958 or (415) 555-2671'), ['phone +44•••58', 'phone •••71']);
  assert.deepEqual(kinds('Tel.: 030/1234567'), ['phone •••67']);
  assert.deepEqual(kinds('4111-1111-1111-1111'), ['card •••1111']);
  assert.deepEqual(kinds('GB29 NWBK 6016 1331 9268 19'), ['iban GB29•••']);
});

test('numbers that name nobody raise nothing', () => {
  for (const text of [
    'order 1234567890',
    '2026-03-14 10:30:22',
    '192.168.100.200',
    '+12.5 % of 20240102123456',
    'ISBN 978-3-16-148410-0',
    '1,299.00',
    'row 4155552671',
    '3.14159265358979',
    'user@example.com',
    'icon@2x.png',
    'a@b',
    'token: none',
    'api_key = your-api-key-goes-here',
    'v1.2.3-4567-8901',
    '00340434161094021501',
    'from 100-200-3000 to 5',
  ])
    assert.deepEqual(kinds(text), [], text);
});

test('a number like that of a card without its check digit is told, so that ids are not taken for cards', () => {
  assert.deepEqual(findPersonal('4111 1111 1111 1112').map(({ kind, fails }) => [kind, fails]), [['card', true]]);
});

test('check digits of cards and accounts are those of their standards', () => {
  assert.deepEqual(['378282246310005', '6011111111111117', '5555555555554444', '5555555555554445'].map(passesLuhn), [true, true, true, false]);
  assert.deepEqual(['DE89370400440532013000', 'FR1420041010050500013M02606', 'DE89370400440532013001', 'XX00'].map(isIban), [true, true, false, false]);
});

test('long texts without anything in them take no time to speak of', () => {
  for (const unit of ['a', '1', '1 ', 'a.', '+1', '@', 'tel '])
    assert.deepEqual(
      findPersonal(unit.repeat(200_000)).filter(({ kind }) => kind === 'secret'),
      [],
    );
});
