import type { ByteSource } from '../format.ts';
import type { ByteSink, RewriteOptions } from './tableEdits.ts';

const blockLength = 4 << 20;

interface Replacement {
  readonly start: number;
  readonly end: number;
  /** `at`: where the new bytes will stand. */
  produce(at: number): Promise<readonly Uint8Array[]>;
}

interface Done {
  readonly end: number;
  /** How much further what follows stands. */
  readonly shift: number;
}

/** Copies a file with some stretches of it replaced, and knows where everything has gone. */
export class Splicer {
  readonly #source: ByteSource;
  readonly #sink: ByteSink;
  readonly #options: RewriteOptions;
  readonly #replacements: Replacement[] = [];
  readonly #done: Done[] = [];
  #written = 0;

  constructor(source: ByteSource, sink: ByteSink, options: RewriteOptions = {}) {
    this.#source = source;
    this.#sink = sink;
    this.#options = options;
  }

  /** `start` and `end` are equal where bytes are put in. Replacements may be named in any order, and do not overlap. */
  replace(start: number, end: number, produce: Replacement['produce']): void {
    this.#replacements.push({ start, end, produce });
  }

  /** Copies the source up to `end`. The new bytes of a stretch are asked for when everything before it is written. */
  async run(end: number): Promise<void> {
    let at = 0;
    for (const { start, end: next, produce } of this.#replacements.sort((a, b) => a.start - b.start || a.end - b.end)) {
      if (start < at) throw new Error(`Bytes ${start} to ${at} of the file belong to two of its parts.`);
      await this.#copy(at, start);
      for (const bytes of await produce(this.#written)) await this.write(bytes);
      this.#done.push({ end: next, shift: this.#written - next });
      at = next;
    }
    await this.#copy(at, end);
  }

  async write(bytes: Uint8Array): Promise<void> {
    await this.#sink.write(bytes);
    this.#written += bytes.length;
  }

  /** Where a byte of the source that is written already stands now; the first of a replaced stretch is the first of what replaced it. */
  moved(offset: number): number {
    let low = 0;
    let high = this.#done.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#done[middle]!.end <= offset) low = middle + 1;
      else high = middle;
    }
    return offset + (this.#done[low - 1]?.shift ?? 0);
  }

  async #copy(from: number, to: number): Promise<void> {
    for (let at = from; at < to; at += blockLength) {
      this.#options.signal?.throwIfAborted();
      await this.write(await this.#source.read(at, Math.min(blockLength, to - at)));
      this.#options.progress?.(Math.min(1, (at + blockLength) / this.#source.size));
    }
  }
}
