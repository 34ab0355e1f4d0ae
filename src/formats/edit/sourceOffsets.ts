import type { Encoding } from '../../core/dataset.ts';
import { windows1252 } from '../encoding.ts';
import type { ByteSource } from '../format.ts';

const blockLength = 1 << 20;
/** Bytes of UTF-8 that each byte of Windows-1252 becomes. */
const latin1Lengths = Uint8Array.from({ length: 256 }, (_, byte) => (byte < 0x80 ? 1 : byte < 0xa0 ? Buffer.byteLength(windows1252[byte - 0x80]!) : 2));

/**
 * Finds where offsets of a file's text in UTF-8 (without byte order mark), which is what is indexed of a file in another
 * encoding, are in the file itself. It goes through the file once, so offsets are asked for in ascending order.
 */
export class SourceOffsets {
  readonly #source: ByteSource;
  readonly #encoding: Encoding;
  /** Offsets of the same place in the text and in the file. */
  #textAt = 0;
  #fileAt: number;
  #block: Uint8Array = new Uint8Array();
  #blockStart = 0;

  constructor(source: ByteSource, encoding: Encoding, markLength: number) {
    this.#source = source;
    this.#encoding = encoding;
    this.#fileAt = markLength;
  }

  /** Offset in the file of the character that begins at `offset` of the text. */
  async find(offset: number): Promise<number> {
    if (this.#encoding === 'utf-8') return this.#fileAt + offset;
    if (offset < this.#textAt) throw new RangeError(`Offset ${offset} of the text lies before ${this.#textAt}, where it was read to.`);
    while (this.#textAt < offset && this.#fileAt < this.#source.size) {
      await this.#load();
      if (this.#encoding === 'latin1') this.#passLatin1(offset);
      else this.#passUtf16(offset);
    }
    return this.#fileAt;
  }

  /** Makes sure that the block holds the place and, of UTF-16, a whole character after it. */
  async #load(): Promise<void> {
    const end = this.#blockStart + this.#block.length;
    if (this.#fileAt >= this.#blockStart && (this.#fileAt + 4 <= end || end === this.#source.size)) return;
    this.#blockStart = this.#fileAt;
    this.#block = await this.#source.read(this.#fileAt, blockLength);
  }

  #passLatin1(offset: number): void {
    let at = this.#fileAt - this.#blockStart;
    while (this.#textAt < offset && at < this.#block.length) this.#textAt += latin1Lengths[this.#block[at++]!]!;
    this.#fileAt = this.#blockStart + at;
  }

  #passUtf16(offset: number): void {
    const block = this.#block;
    const atEnd = this.#blockStart + block.length === this.#source.size;
    const [low, high] = this.#encoding === 'utf-16le' ? [0, 1] : [1, 0];
    let at = this.#fileAt - this.#blockStart;
    while (this.#textAt < offset && at < block.length) {
      if (at + 4 > block.length && !atEnd) break;
      const top = block[at + high];
      const isPair = top !== undefined && top >= 0xd8 && top <= 0xdb && (block[at + 2 + high] ?? 0) >= 0xdc && (block[at + 2 + high] ?? 0) <= 0xdf;
      // Half a character at the end of the file, or half of a pair, has become U+FFFD.
      if (isPair) this.#textAt += 4;
      else if (top === undefined || top >= 0x08) this.#textAt += 3;
      else this.#textAt += top === 0 && block[at + low]! < 0x80 ? 1 : 2;
      at += isPair ? 4 : Math.min(2, block.length - at);
    }
    this.#fileAt = this.#blockStart + at;
  }
}
