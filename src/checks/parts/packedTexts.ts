const chunkBytes = 4 * 1024 * 1024;

/** Texts in order, as UTF-8 in a few large pieces: a million of them take little more than their bytes. */
export class PackedTexts {
  readonly #chunks: Uint8Array[] = [];
  /** Of each text: its chunk, and where it begins and ends there. */
  #places = new Int32Array(3 * 1024);
  #length = 0;
  #used = chunkBytes;
  #bytes = 0;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  get length(): number {
    return this.#length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  push(text: string): void {
    const most = text.length * 3;
    if (this.#chunks.length === 0 || this.#used + most > this.#chunks[this.#chunks.length - 1]!.length) {
      this.#chunks.push(new Uint8Array(Math.max(chunkBytes, most)));
      this.#used = 0;
    }
    const chunk = this.#chunks.length - 1;
    const { written } = this.#encoder.encodeInto(text, this.#chunks[chunk]!.subarray(this.#used));
    this.#place(chunk, this.#used, this.#used + written);
    this.#used += written;
    this.#bytes += written;
  }

  at(position: number): string {
    const [chunk, start, end] = this.#places.subarray(3 * position, 3 * position + 3) as unknown as [number, number, number];
    return this.#decoder.decode(this.#chunks[chunk]!.subarray(start, end));
  }

  #place(chunk: number, start: number, end: number): void {
    if (3 * this.#length === this.#places.length) {
      const grown = new Int32Array(2 * this.#places.length);
      grown.set(this.#places);
      this.#places = grown;
    }
    this.#places.set([chunk, start, end], 3 * this.#length++);
  }
}
