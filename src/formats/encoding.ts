import { isAscii, isUtf8 } from 'node:buffer';
import type { Encoding } from '../core/dataset.ts';
import type { ByteSource } from './format.ts';

export interface DetectedEncoding {
  readonly encoding: Encoding;
  /** Length of the byte order mark at the start of the file. */
  readonly markLength: number;
  /** Why it is neither UTF-8 nor told by a mark, for a notice. */
  readonly guessed?: string;
}

/** The encoding that a byte order mark tells. */
export function encodingByMark(head: Uint8Array): DetectedEncoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: 'utf-8', markLength: 3 };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', markLength: 2 };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', markLength: 2 };
  return null;
}

/**
 * Decides from samples of a file, the first of which is its head: a byte order mark, then where the NUL bytes of
 * UTF-16 lie, then whether the bytes beyond ASCII are UTF-8. A few invalid sequences among valid ones are damage,
 * not another encoding.
 */
export function detectEncoding(samples: readonly Uint8Array[]): DetectedEncoding {
  const head = samples[0] ?? new Uint8Array();
  const marked = encodingByMark(head);
  if (marked) return marked;
  const wide = detectUtf16(head);
  if (wide) return { encoding: wide, markLength: 0, guessed: 'Read as UTF-16 by the pattern of its bytes: it has no byte order mark.' };
  return isLatin1(samples) ? { encoding: 'latin1', markLength: 0, guessed: latin1Notice } : { encoding: 'utf-8', markLength: 0 };
}

export const latin1Notice = 'Read as Latin-1 (Windows-1252): its bytes are not UTF-8.';

/** Whether the bytes beyond ASCII are Latin-1 rather than UTF-8 with some damage. Samples may begin and end within a character. */
export function isLatin1(samples: readonly Uint8Array[]): boolean {
  // What is UTF-8 as it stands, which takes no time to see, has nothing to be counted.
  if (samples.every((sample) => isUtf8(sample.subarray(0, sample.length - incompleteTail(sample))))) return false;
  const counts = { valid: 0, invalid: 0, plausible: 0 };
  for (const sample of samples) countSequences(sample, counts);
  // Letters of Windows-1252 seldom form valid UTF-8 by chance, so valid sequences outweigh as many invalid bytes.
  return counts.invalid > counts.valid && counts.plausible >= 0.9 * counts.invalid;
}

/** Western text in UTF-16 has a NUL in every other byte, always on the same side. */
function detectUtf16(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  const pairs = Math.min(head.length, 65_536) >> 1;
  if (pairs < 2 || !Buffer.from(head.buffer, head.byteOffset, pairs * 2).includes(0)) return null;
  let first = 0;
  let second = 0;
  for (let pair = 0; pair < pairs; pair++) {
    if (head[pair * 2] === 0) first++;
    if (head[pair * 2 + 1] === 0) second++;
  }
  if (second > 0.2 * pairs && first < 0.05 * pairs) return 'utf-16le';
  if (first > 0.2 * pairs && second < 0.05 * pairs) return 'utf-16be';
  return null;
}

/** `plausible`: invalid bytes that are a character of Windows-1252 other than the rare ÿ and þ. */
function countSequences(sample: Uint8Array, counts: { valid: number; invalid: number; plausible: number }): void {
  if (isAscii(sample)) return;
  let at = 0;
  while (at < 3 && (sample[at]! & 0xc0) === 0x80) at++;
  while (at < sample.length) {
    const byte = sample[at]!;
    if (byte < 0x80) {
      at++;
      continue;
    }
    const length = sequenceLength(sample, at);
    if (length > 0) {
      counts.valid++;
      at += length;
    } else if (sample.length - at < 4 && isCutOff(sample, at)) {
      return;
    } else {
      counts.invalid++;
      if (byte < 0xfe && ![0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)) counts.plausible++;
      at++;
    }
  }
}

/** Length of the valid UTF-8 sequence at `at` (RFC 3629), 0 when it is not valid. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return 1;
  const second = bytes[at + 1] ?? 0;
  const isTail = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80;
  if (lead >= 0xc2 && lead <= 0xdf) return isTail(second) ? 2 : 0;
  if (lead >= 0xe0 && lead <= 0xef) {
    if (!isTail(second) || !isTail(bytes[at + 2])) return 0;
    // Neither overlong forms nor surrogates.
    return (lead === 0xe0 && second < 0xa0) || (lead === 0xed && second > 0x9f) ? 0 : 3;
  }
  if (lead >= 0xf0 && lead <= 0xf4) {
    if (!isTail(second) || !isTail(bytes[at + 2]) || !isTail(bytes[at + 3])) return 0;
    return (lead === 0xf0 && second < 0x90) || (lead === 0xf4 && second > 0x8f) ? 0 : 4;
  }
  return 0;
}

/** Whether the bytes from `at` to the end could be the start of a sequence that the sample cuts. */
function isCutOff(sample: Uint8Array, at: number): boolean {
  const lead = sample[at]!;
  const wanted = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || sample.length - at >= wanted) return false;
  return sample.subarray(at + 1).every((byte) => (byte & 0xc0) === 0x80);
}

/** Offset of the first byte that is not UTF-8; -1 when all are. */
export function firstInvalidByte(bytes: Uint8Array): number {
  if (isUtf8(bytes)) return -1;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length === 0) return at;
    at += length;
  }
  return -1;
}

/** Bytes at the end of a block that begin a UTF-8 sequence whose rest is in the next block (0 to 3). */
export function incompleteTail(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    return isCutOff(bytes, bytes.length - back) ? back : 0;
  }
  return 0;
}

/** What Windows-1252 has at 0x80 to 0x9F; its five unassigned bytes stay control characters, as browsers have it. */
export const windows1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/**
 * Turns blocks of a file into UTF-8, one after the other. The byte order mark is not part of what is passed in.
 * Half a character at the end of a block is kept for the next; a lone surrogate becomes U+FFFD.
 */
export class Transcoder {
  readonly #encoding: Encoding;
  #rest: Uint8Array = new Uint8Array();

  constructor(encoding: Encoding) {
    this.#encoding = encoding;
  }

  push(block: Uint8Array, last: boolean): Buffer {
    if (this.#encoding === 'utf-8') return Buffer.from(block.buffer, block.byteOffset, block.byteLength);
    if (this.#encoding === 'latin1') return Buffer.from(decodeLatin1(block), 'utf8');
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, block]) : Buffer.from(block);
    let whole = bytes.length & ~1;
    if (!last && whole >= 2 && endsWithHighSurrogate(bytes, whole, this.#encoding)) whole -= 2;
    this.#rest = bytes.subarray(whole);
    const units = bytes.subarray(0, whole);
    if (this.#encoding === 'utf-16be') units.swap16();
    const text = units.toString('utf16le');
    return Buffer.from(last && this.#rest.length > 0 ? text + '\ufffd' : text, 'utf8');
  }
}

/** Text of bytes in Windows-1252, which is what Latin-1 stands for here. */
export function decodeLatin1(block: Uint8Array): string {
  const text = Buffer.from(block.buffer, block.byteOffset, block.byteLength).toString('latin1');
  // Bytes 0x80 to 0x9F become control characters, which are what differs from Windows-1252.
  return text.replace(/[\u0080-\u009f]/g, (character) => windows1252[character.charCodeAt(0) - 0x80]!);
}

function endsWithHighSurrogate(bytes: Uint8Array, end: number, encoding: Encoding): boolean {
  const high = encoding === 'utf-16le' ? bytes[end - 1]! : bytes[end - 2]!;
  return high >= 0xd8 && high <= 0xdb;
}

const blockLength = 1 << 20;

/** A file's text as UTF-8 in blocks of about a megabyte, without its byte order mark; `fraction` is how far it has been read. */
export async function* utf8Blocks(source: ByteSource, encoding: Encoding, markLength: number): AsyncGenerator<{ bytes: Buffer; fraction: number }> {
  const transcoder = new Transcoder(encoding);
  for (let at = markLength; at < source.size; at += blockLength) {
    const last = at + blockLength >= source.size;
    const block = await source.read(at, blockLength);
    yield { bytes: transcoder.push(block, last), fraction: Math.min(1, (at + blockLength) / source.size) };
  }
}
