import { createHash } from 'node:crypto';
import type { Splice } from '../../formats/edit/jsonArrayEditor.ts';
import type { ByteSink, RewriteOptions } from '../../formats/edit/tableEdits.ts';
import type { ByteSource } from '../../formats/format.ts';

const usualBlock = 1 << 20;

export interface SplicedHashes {
  /** `sha256:…` of what was read and of what was written. */
  readonly before: string;
  readonly after: string;
  /** Bytes written. */
  readonly bytes: number;
}

/** Copies a file with the splices in it, block by block, and hashes both. */
export async function spliceFile(
  source: ByteSource,
  splices: AsyncIterable<Splice>,
  sink: ByteSink,
  { signal, progress = () => undefined, blockLength = usualBlock }: RewriteOptions & { readonly blockLength?: number } = {},
): Promise<SplicedHashes> {
  const [before, after] = [createHash('sha256'), createHash('sha256')];
  const pending = new Pending(async (bytes) => {
    after.update(bytes);
    await sink.write(bytes);
  }, blockLength);
  let at = 0;
  const pass = async (end: number, keep: boolean): Promise<void> => {
    while (at < end) {
      signal?.throwIfAborted();
      const bytes = await source.read(at, Math.min(blockLength, end - at));
      before.update(bytes);
      if (keep) await pending.add(bytes);
      at += bytes.length;
      progress(at / source.size);
    }
  };
  for await (const { byte, length, by } of splices) {
    await pass(byte, true);
    await pass(byte + length, false);
    await pending.add(by);
  }
  await pass(source.size, true);
  const bytes = await pending.end();
  return { before: `sha256:${before.digest('hex')}`, after: `sha256:${after.digest('hex')}`, bytes };
}

/** Gathers small pieces, so that each write is worth its call. */
class Pending {
  readonly #write: (bytes: Uint8Array) => Promise<void>;
  readonly #enough: number;
  #pieces: Uint8Array[] = [];
  #length = 0;
  #total = 0;

  constructor(write: (bytes: Uint8Array) => Promise<void>, enough: number) {
    this.#write = write;
    this.#enough = enough;
  }

  async add(bytes: Uint8Array): Promise<void> {
    this.#pieces.push(bytes);
    this.#length += bytes.length;
    if (this.#length >= this.#enough) await this.#flush();
  }

  async end(): Promise<number> {
    await this.#flush();
    return this.#total;
  }

  async #flush(): Promise<void> {
    if (this.#length > 0) await this.#write(Buffer.concat(this.#pieces));
    this.#total += this.#length;
    this.#pieces = [];
    this.#length = 0;
  }
}
