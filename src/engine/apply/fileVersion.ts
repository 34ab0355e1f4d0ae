import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { appliesOf, type SettledDecisions, settleDecisions, wantsHash } from '../../core/applied.ts';
import type { Decision } from '../../core/decision.ts';

interface Stamp {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: number;
}

/** Which version of the data file an open dataset is: its size, time and number on disk, and its hash once that is asked for. */
export class FileVersion {
  readonly path: string;
  readonly #stamp: Stamp | null;
  #hash: Promise<string | null> | null = null;

  private constructor(path: string, stamp: Stamp | null) {
    this.path = path;
    this.#stamp = stamp;
  }

  /** To be asked for before the file is read. */
  static async of(path: string): Promise<FileVersion> {
    return new FileVersion(path, await stampOf(path));
  }

  /** Bytes; 0 where there was no file. */
  get size(): number {
    return this.#stamp?.size ?? 0;
  }

  /** The file on disk is still the one that was read, as far as size, time and number tell. */
  async isCurrent(): Promise<boolean> {
    const now = await stampOf(this.path);
    return now !== null && this.#stamp !== null && now.size === this.#stamp.size && now.mtimeMs === this.#stamp.mtimeMs && now.ino === this.#stamp.ino;
  }

  /** Whether this is its hash, as far as it was asked for. */
  async isVersion(hash: string): Promise<boolean> {
    return this.#hash === null || (await this.#hash) === hash;
  }

  /** Whether it is what one of these applies found or made: that, of another file, would be a strange coincidence. */
  async isNamedIn(decisions: readonly Decision[]): Promise<boolean> {
    const applies = appliesOf(decisions);
    if (!wantsHash(applies, this.size) && !applies.some(({ sizes }) => sizes?.[1] === this.size)) return false;
    const hash = await this.hash();
    return hash !== null && applies.some(({ before, after }) => before === hash || after === hash);
  }

  /** The decisions of a sidecar as they stand beside this version. The file is read through only where its size cannot tell. */
  async settle(decisions: readonly Decision[]): Promise<SettledDecisions> {
    return settleDecisions(decisions, wantsHash(decisions, this.size) ? await this.hash() : null);
  }

  /** `sha256:…`, for which the file is read through once; null where it is not the one that was read any more. */
  hash(): Promise<string | null> {
    return (this.#hash ??= this.#read());
  }

  async #read(): Promise<string | null> {
    const hash = await hashFile(this.path).catch(() => null);
    return (await this.isCurrent()) ? hash : null;
  }
}

/** `sha256:` and the digits of a file's content. */
export async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const block of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(block as Buffer);
  return `sha256:${hash.digest('hex')}`;
}

async function stampOf(path: string): Promise<Stamp | null> {
  const found = await stat(path).catch(() => null);
  return found && { size: found.size, mtimeMs: found.mtimeMs, ino: found.ino };
}
