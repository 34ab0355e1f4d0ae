import assert from 'node:assert/strict';
import test from 'node:test';
import type { Encoding } from '../../src/core/dataset.ts';
import { detectEncoding, firstInvalidByte, incompleteTail, isLatin1, Transcoder } from '../../src/formats/encoding.ts';
import { seededRandom } from './randomCsv.ts';

const text = 'id,text\n1,café €\n2,日本 😀\n';

function encode(encoding: Encoding, value: string): Buffer {
  if (encoding === 'utf-16be') return Buffer.from(value, 'utf16le').swap16();
  return Buffer.from(value, encoding === 'utf-16le' ? 'utf16le' : encoding === 'latin1' ? 'latin1' : 'utf8');
}

test('text is the same wherever the blocks end that it comes in', () => {
  const random = seededRandom(3);
  for (const encoding of ['utf-8', 'utf-16le', 'utf-16be', 'latin1'] as const) {
    const value = encoding === 'latin1' ? 'café ÿ þ' : text;
    const bytes = encode(encoding, value);
    for (let round = 0; round < 50; round++) {
      const transcoder = new Transcoder(encoding);
      const blocks: Buffer[] = [];
      for (let at = 0; at < bytes.length; ) {
        const length = Math.min(1 + random(5), bytes.length - at);
        blocks.push(Buffer.from(transcoder.push(bytes.subarray(at, at + length), at + length === bytes.length)));
        at += length;
      }
      assert.equal(Buffer.concat(blocks).toString('utf8'), value);
    }
  }
});

test('half a character at the end of UTF-16, and half a pair, become U+FFFD', () => {
  assert.equal(new Transcoder('utf-16le').push(Buffer.from([0x61, 0, 0x62]), true).toString(), 'a\ufffd');
  assert.equal(new Transcoder('utf-16le').push(Buffer.from([0x3d, 0xd8]), true).toString(), '\ufffd');
});

test('Latin-1 has the characters of Windows-1252', () => {
  assert.equal(new Transcoder('latin1').push(Buffer.from([0x80, 0x93, 0xe9, 0xff, 0x41]), true).toString(), '€“éÿA');
});

test('the first byte that is not UTF-8 is where a strict decoder stops', () => {
  const random = seededRandom(9);
  const strict = new TextDecoder('utf-8', { fatal: true });
  const isValid = (bytes: Buffer): boolean => {
    try {
      strict.decode(bytes);
      return true;
    } catch {
      return false;
    }
  };
  const pieces = [
    [0x61],
    [0xc3, 0xa9],
    [0xe2, 0x82, 0xac],
    [0xf0, 0x9f, 0x98, 0x80],
    [0xff],
    [0xc0, 0x80],
    [0xed, 0xa0, 0x80],
    [0xe0, 0x80, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xc3],
    [0xf0, 0x9f],
  ];
  for (let round = 0; round < 500; round++) {
    const bytes = Buffer.from(Array.from({ length: random(6) }, () => pieces[random(pieces.length)]!).flat());
    const at = firstInvalidByte(bytes);
    if (isValid(bytes)) assert.equal(at, -1);
    else {
      assert(at >= 0 && isValid(bytes.subarray(0, at)));
      assert(!isValid(Buffer.concat([bytes.subarray(0, at + 1), Buffer.from('a')])) || !isValid(bytes.subarray(0, at + 4)));
    }
  }
});

test('a character that a block cuts is held back', () => {
  assert.equal(incompleteTail(Buffer.from('aé')), 0);
  assert.equal(incompleteTail(Buffer.from('é').subarray(0, 1)), 1);
  assert.equal(incompleteTail(Buffer.from('a😀').subarray(0, 4)), 3);
  assert.equal(incompleteTail(Buffer.from([0x61, 0xff])), 0);
  assert.equal(incompleteTail(Buffer.alloc(0)), 0);
});

test('the encoding is told by its mark, its NUL bytes, or its letters', () => {
  const cases: [Buffer, Encoding][] = [
    [Buffer.from('plain'), 'utf-8'],
    [Buffer.from(`\ufeff${text}`), 'utf-8'],
    [Buffer.from(`\ufeff${text}`, 'utf16le'), 'utf-16le'],
    [encode('utf-16be', `\ufeff${text}`), 'utf-16be'],
    [encode('utf-16le', text), 'utf-16le'],
    [encode('utf-16be', text), 'utf-16be'],
    [encode('latin1', 'café, naïve'), 'latin1'],
    [Buffer.from(text), 'utf-8'],
  ];
  for (const [bytes, encoding] of cases) assert.equal(detectEncoding([bytes]).encoding, encoding, bytes.toString('latin1'));
});

test('a few invalid bytes among valid characters are damage, not Latin-1', () => {
  assert.equal(isLatin1([Buffer.concat([Buffer.from('é ü ñ '), Buffer.from([0xe9, 0x20])])]), false);
  assert.equal(isLatin1([Buffer.from([0x61, 0xff, 0x20])]), false);
  assert.equal(isLatin1([Buffer.from([0x61, 0xe9, 0x20])]), true);
});

test('a sample that begins and ends within a character says nothing against UTF-8', () => {
  const bytes = Buffer.from('日本');
  assert.equal(isLatin1([bytes.subarray(1, 5)]), false);
  assert.equal(isLatin1([Buffer.concat([bytes.subarray(1, 3), Buffer.from(' plain text '), bytes.subarray(0, 2)])]), false);
});
