import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findMojibake } from '../../../src/checks/parts/mojibake.ts';

/** What UTF-8 becomes when it is read as Windows-1252. */
const misread = (text: string): string => new TextDecoder('windows-1252').decode(new TextEncoder().encode(text));

test('UTF-8 that was read as Windows-1252 is recognised and put right', () => {
  for (const text of ['café', 'don’t', 'naïve – “quoted”', '10 €', 'Žižek', 'привет', 'Ελλάδα', 'smile 😀', '価格']) {
    assert.equal(findMojibake(misread(text))?.repaired, text);
  }
  assert.deepEqual(findMojibake('schÃ¶n, donâ€™t'), { found: 'Ã¶', meant: 'ö', repaired: 'schön, don’t' });
});

test('UTF-8 that was read as Latin-1 is put right too, with its C1 controls', () => {
  assert.equal(findMojibake('don\u00E2\u0080\u0099t')?.repaired, 'don’t');
});

test('What was right stays, beside what was not', () => {
  assert.equal(findMojibake('“é” was written Ã©')?.repaired, '“é” was written é');
});

test('Capitals before closing quotes, and letters of every language, are no mojibake', () => {
  for (const text of ['« RÉSUMÉ»', '„JÄ“', '”KÄRLEK PÅ”', '“CAFÃ”', 'Ä', 'São Paulo', 'ÄÖÜ äöü ß', 'Ñandú', 'naïve', 'Việt Nam', 'ŁÓDŹ', 'привет', '日本語', '']) {
    assert.equal(findMojibake(text), null, text);
  }
});
