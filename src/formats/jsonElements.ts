/** One element of a JSON array, as its own bytes in UTF-8. */
export interface JsonElement {
  readonly bytes: Buffer;
  /** 1-based line of its first character, and offset of it in the text as UTF-8. */
  readonly line: number;
  readonly byte: number;
}

const space = new Set([9, 10, 13, 32]);

/**
 * Splits a JSON array into its elements while its text comes in blocks. It minds brackets and strings alone:
 * what stands between two commas is an element, whether it parses or not.
 */
export class JsonElements {
  /** The array's closing bracket has been found. */
  closed = false;
  /** Line of the first thing after the array that is not white space. */
  lineOfRest: number | null = null;
  #pending: Buffer[] = [];
  /** Whether the element in hand has anything but white space. */
  #started = false;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #line: number;
  #byte: number;
  #elementLine = 0;
  #elementByte = 0;
  #afterCr = false;

  /** `line` and `byte`: of the first block, which begins after the array's opening bracket. */
  constructor(line: number, byte: number) {
    this.#line = line;
    this.#byte = byte;
  }

  /** The elements that end in this block. */
  push(block: Buffer): JsonElement[] {
    const found: JsonElement[] = [];
    let from = 0;
    for (let at = 0; at < block.length; at++) {
      const byte = block[at]!;
      if (byte === 10 ? !this.#afterCr : byte === 13) this.#line++;
      this.#afterCr = byte === 13;
      if (this.closed) {
        if (!space.has(byte)) this.lineOfRest ??= this.#line;
        continue;
      }
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (byte === 92) this.#escaped = true;
        else if (byte === 34) this.#inString = false;
        continue;
      }
      const ends = this.#depth === 0 && (byte === 44 || byte === 93);
      if (ends) {
        if (this.#started || byte === 44) found.push(this.#take(block.subarray(from, at), at));
        from = at + 1;
        this.#started = false;
        if (byte === 93) {
          this.closed = true;
          this.#pending = [];
        }
        continue;
      }
      if (!this.#started && !space.has(byte)) {
        this.#started = true;
        this.#elementLine = this.#line;
        this.#elementByte = this.#byte + at;
        this.#pending = [];
        from = at;
      }
      if (byte === 34) this.#inString = true;
      else if (byte === 123 || byte === 91) this.#depth++;
      else if (byte === 125 || byte === 93) this.#depth = Math.max(0, this.#depth - 1);
    }
    if (!this.closed && this.#started) this.#pending.push(Buffer.from(block.subarray(from)));
    this.#byte += block.length;
    return found;
  }

  /** What is left at the end of a text whose array is not closed; null when that is nothing. */
  rest(): JsonElement | null {
    if (this.closed || !this.#started) return null;
    return { bytes: Buffer.concat(this.#pending), line: this.#elementLine, byte: this.#elementByte };
  }

  #take(tail: Buffer, at: number): JsonElement {
    if (!this.#started) return { bytes: Buffer.alloc(0), line: this.#line, byte: this.#byte + at };
    const bytes = this.#pending.length > 0 ? Buffer.concat([...this.#pending, tail]) : tail;
    this.#pending = [];
    let end = bytes.length;
    while (end > 0 && space.has(bytes[end - 1]!)) end--;
    return { bytes: bytes.subarray(0, end), line: this.#elementLine, byte: this.#elementByte };
  }
}
