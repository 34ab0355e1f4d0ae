import { open, stat, type FileHandle } from 'node:fs/promises';
import { basename } from 'node:path';
import { errorMessage } from '../core/errorMessage.ts';
import { FormatError, type ByteSource } from './format.ts';

/** A `ByteSource` on a file that Node can read; `close` lets go of it. */
export interface FileSource extends ByteSource {
  /** The file has the size and the time of change that it was opened with. */
  isUnchanged(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Opens a file for reading by ranges.
 * Throws a `FormatError` when it does not exist, may not be read, or is not a file.
 */
export async function nodeByteSource(path: string): Promise<FileSource> {
  const handle = await openOrExplain(path);
  const { size, mtimeMs } = await handle.stat();
  return {
    path,
    size,
    read: (offset, length) => readRange(handle, path, offset, Math.max(0, Math.min(length, size - offset))),
    isUnchanged: () => handle.stat().then((now) => now.size === size && now.mtimeMs === mtimeMs, () => false),
    close: () => handle.close(),
  };
}

async function openOrExplain(path: string): Promise<FileHandle> {
  const name = basename(path);
  try {
    // Asked first: opening a folder or a pipe succeeds on some systems, and reading it then hangs or fails oddly.
    const found = await stat(path);
    if (found.isDirectory()) throw new FormatError(`${name} is a folder. Open one of the files in it.`);
    if (!found.isFile()) throw new FormatError(`${name} is not a regular file, so it cannot be read by ranges. Copy its content to a file first.`);
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof FormatError) throw error;
    throw new FormatError(`${name} cannot be read: ${explainSystemError(error)}`, { cause: error });
  }
}

function explainSystemError(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file. It may have been moved or deleted.';
  if (code === 'EACCES' || code === 'EPERM') return 'its permissions do not allow it.';
  return errorMessage(error);
}

async function readRange(handle: FileHandle, path: string, offset: number, length: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, offset + filled);
    if (bytesRead === 0) throw new FormatError(`${basename(path)} became shorter while it was being read. Open it again.`);
    filled += bytesRead;
  }
  return bytes;
}
