import { basename, dirname, join } from 'node:path';
import { errorMessage } from '../core/errorMessage.ts';
import type { Compression } from '../core/dataset.ts';
import { unpackedName } from './compression.ts';
import { FormatError, type ByteSource } from './format.ts';
import { unpackedBlocks, type UnpackedBlock } from './unpackedBlocks.ts';

/** What is unpacked before anybody asks for it: enough for the first rows. */
const headLength = 1 << 20;

/** The first bytes of what a packed file holds, unpacked as far as they are asked for. */
export class UnpackedHead implements ByteSource {
  readonly path: string;
  readonly #blocks: AsyncGenerator<UnpackedBlock>;
  #bytes = Buffer.alloc(0);
  #ended = false;
  /** Why it cannot be unpacked further. */
  #failure: unknown = null;

  private constructor(source: ByteSource, compression: Compression) {
    const name = basename(source.path);
    this.path = join(dirname(source.path), unpackedName(name, compression));
    this.#blocks = unpackedBlocks(source, compression);
  }

  /** Rejects with a `FormatError` when nothing can be unpacked. */
  static async of(source: ByteSource, compression: Compression): Promise<UnpackedHead> {
    const head = new UnpackedHead(source, compression);
    await head.read(0, headLength);
    if (head.#bytes.length > 0) return head;
    throw head.#failure === null ? new FormatError(`${basename(source.path)} is a packed file with nothing in it.`) : unpackError(source.path, head.#failure);
  }

  /** Of what has been unpacked by now, and one more where that is not all. */
  get size(): number {
    return this.#bytes.length + (this.#ended ? 0 : 1);
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    const parts = [this.#bytes];
    for (let total = this.#bytes.length; !this.#ended && total < offset + length; ) {
      const next = await this.#blocks.next().catch((error: unknown) => void (this.#failure = error));
      if (!next || next.done) this.#ended = true;
      else parts.push(Buffer.from(next.value.bytes));
      total += parts.at(-1)!.length;
    }
    if (parts.length > 1) this.#bytes = Buffer.concat(parts);
    return this.#bytes.subarray(offset, offset + length);
  }

  async close(): Promise<void> {
    await this.#blocks.return(undefined);
  }
}

/** Says of a packed file that it cannot be unpacked from its beginning. */
export function unpackError(path: string, cause: unknown): FormatError {
  return new FormatError(`${basename(path)} cannot be unpacked: ${explainUnpacking(cause)}. Get it anew from where it comes from.`, { cause });
}

/** The decompressor's error in words that follow a colon. */
export function explainUnpacking(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = errorMessage(error);
  if (code === 'Z_BUF_ERROR' || /unexpected (end of file|EOF)/i.test(message)) return 'it ends too early, as a download that was broken off does';
  if (/window size too large|memory limit/i.test(message))
    return 'it was packed with a longer memory than can be unpacked here (zstd --long or --ultra); unpack it with zstd first';
  return `it is damaged (${message})`;
}
