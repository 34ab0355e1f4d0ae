import { mkdir, open, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { formatCount } from '../core/countWords.ts';
import type { Compression, Notice } from '../core/dataset.ts';
import { nodeByteSource } from '../formats/byteSource.ts';
import { unpackedName } from '../formats/compression.ts';
import { FormatError } from '../formats/format.ts';
import { unpackedBlocks } from '../formats/unpackedBlocks.ts';
import { explainUnpacking, unpackError } from '../formats/unpackedHead.ts';
import { loadWords } from './loadWords.ts';

/** A copy of what a packed file holds. */
export interface UnpackedFile {
  readonly path: string;
  /** How much of the packed file it is of: less than 1 where unpacking was stopped. */
  readonly share: number;
  readonly notices: readonly Notice[];
}

export interface Unpacking {
  /** The packed file. */
  readonly path: string;
  readonly compression: Compression;
  /** Exists; the copy is made in a folder in it, and goes with it. */
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Ends it where it is, as soon as there is enough to show. */
  readonly stop?: AbortSignal;
  readonly bounds?: UnpackingBounds;
  progress(fraction: number, words: string): void;
}

/** What is not unpacked: a file that holds more than `bytes`, and more than `ratio` times its own size. */
export interface UnpackingBounds {
  readonly bytes: number;
  readonly ratio: number;
}

/** Text of few different rows may well be packed to a hundredth; what does nothing but grow is packed to a thousandth. */
const defaultBounds: UnpackingBounds = { bytes: 256_000_000, ratio: 250 };
/** Unpacked before a wish to stop is followed: more than loading takes up when it is stopped, so that no row is cut. */
const leastUnpacked = 16_000_000;

/**
 * Unpacks a file. What comes before damage is kept, with a notice that says how much that is.
 * Rejects with a `FormatError` where nothing can be unpacked, or far too much; with an AbortError; with the error of a full disk.
 */
export async function unpackFile({ path, compression, folder, signal, stop, bounds = defaultBounds, progress }: Unpacking): Promise<UnpackedFile> {
  const name = basename(path);
  const target = join(folder, 'unpacked');
  await mkdir(target, { recursive: true });
  const copy = join(target, unpackedName(name, compression));
  const source = await nodeByteSource(path);
  const to = await open(copy, 'w', 0o600);
  let written = 0;
  try {
    const blocks = unpackedBlocks(source, compression);
    for (;;) {
      signal.throwIfAborted();
      const next = await blocks.next().catch((error: unknown) => ({ failure: error }));
      if ('failure' in next) {
        if (written === 0) throw unpackError(path, next.failure);
        return { path: copy, share: 1, notices: [damaged(name, written, next.failure)] };
      }
      if (next.done) return { path: copy, share: 1, notices: [] };
      const { bytes, read } = next.value;
      await writeAll(to, bytes);
      written += bytes.length;
      if (written > bounds.bytes && written > bounds.ratio * source.size) throw tooMuch(name, source.size, bounds);
      if (stop?.aborted && written >= leastUnpacked) return { path: copy, share: read / source.size, notices: [] };
      progress(read / source.size, loadWords('Unpacking', 0, read, source.size));
    }
  } finally {
    await Promise.all([source.close(), to.close()]);
  }
}

async function writeAll(to: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await to.write(bytes, at)).bytesWritten;
}

function damaged(name: string, written: number, cause: unknown): Notice {
  return {
    severity: 'error',
    message: `${name} could be unpacked only in part: ${explainUnpacking(cause)}. What is shown are the first ${formatCount(written)} bytes of what it holds; the rows after them are missing, and the last one may be cut.`,
  };
}

function tooMuch(name: string, size: number, { bytes, ratio }: UnpackingBounds): FormatError {
  return new FormatError(
    `${name} holds more than ${ratio} times its ${formatCount(size)} bytes, and more than ${Math.round(bytes / 1e6).toLocaleString('en-US')} MB: such files are made to fill disks. If you trust it, unpack it yourself and open what was in it.`,
  );
}
