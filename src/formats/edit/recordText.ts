import { isUtf8 } from 'node:buffer';
import type { Encoding } from '../../core/dataset.ts';
import { decodeLatin1, windows1252 } from '../encoding.ts';
import { EditError } from './editError.ts';

/** Bytes of the characters that Windows-1252 has where Latin-1 has control characters. */
const latin1Bytes = new Map(Array.from(windows1252, (character, index) => [character, 0x80 + index]));

/**
 * Text of a record in the file's own encoding, of which `encodeText` makes the same bytes again.
 * Throws an `EditError` where no text stands for the bytes.
 */
export function decodeRecord(record: Uint8Array, encoding: Encoding): string {
  if (encoding === 'latin1') return decodeLatin1(record);
  const bytes = Buffer.from(record.buffer, record.byteOffset, record.byteLength);
  if (encoding === 'utf-8') {
    if (!isUtf8(bytes)) throw new EditError('the record has bytes that are not UTF-8, so it cannot be read');
    return bytes.toString('utf8');
  }
  if (bytes.length % 2 !== 0) throw new EditError('the record ends within a character of UTF-16, so it cannot be read');
  return (encoding === 'utf-16le' ? bytes : Buffer.from(bytes).swap16()).toString('utf16le');
}

/** Whether the encoding has the character. */
export function canEncode(character: string, encoding: Encoding): boolean {
  if (encoding !== 'latin1') return true;
  const code = character.codePointAt(0)!;
  return code < 0x80 || (code >= 0xa0 && code <= 0xff) || latin1Bytes.has(character);
}

/** Throws an `EditError` for a text that is none: half of a surrogate pair stands alone in it. */
export function requireWhole(text: string): void {
  if (/[\ud800-\udfff]/u.test(text)) throw new EditError('the value holds half of a surrogate pair, which is no character');
}

/** Throws an `EditError` for a text that the encoding has not every character of. */
export function requireEncodable(text: string, encoding: Encoding): void {
  requireWhole(text);
  if (encoding !== 'latin1') return;
  for (const character of text) {
    if (canEncode(character, encoding)) continue;
    const code = character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    throw new EditError(
      `the file is in Latin-1 (Windows-1252), which has no “${character}” (U+${code}). Convert the file to UTF-8 first, or choose a value without it`,
    );
  }
}

/** The bytes of a text; `requireEncodable` tells beforehand whether there are any for all of it. */
export function encodeText(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text, 'utf8');
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  return Buffer.from(text.replace(/[^\0-\x7f\xa0-\xff]/g, (character) => String.fromCharCode(latin1Bytes.get(character)!)), 'latin1');
}
