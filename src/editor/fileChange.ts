import { createHash } from 'node:crypto';
import { open, readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { bytesInWords } from './bytesInWords.ts';

/** What tells one version of a file from another. */
export interface FileStamp {
  readonly size: number;
  readonly mtimeMs: number;
  /** The number of the file in its file system: another one stands in the place of a file that was replaced. */
  readonly ino: number;
  /** Of the last bytes: they are still where they were when something was only appended. */
  readonly end: string;
}

const endLength = 65_536;
/** In larger folders nobody looks for a file under its new name. */
const mostNames = 5000;
/** The file as it is now; null where there is none. */
export async function readStamp(path: string): Promise<FileStamp | null> {
  try {
    const { size, mtimeMs, ino } = await stat(path);
    return { size, mtimeMs, ino, end: await hashEnd(path, size) };
  } catch {
    return null;
  }
}

/** What became of a file since it was stamped, in a sentence; null where it is the same still. */
export async function describeChange(path: string, before: FileStamp | null): Promise<string | null> {
  const name = basename(path);
  const now = await stat(path).catch(() => null);
  if (!before) return now ? `${name} is there now.` : null;
  if (!now) {
    const other = await findByNumber(dirname(path), before);
    return other === null ? `${name} was deleted, or moved to another folder.` : `${name} was renamed to ${other}.`;
  }
  if (now.size === before.size && now.mtimeMs === before.mtimeMs && now.ino === before.ino) return null;
  if (now.ino !== before.ino) return `${name} was replaced by another file.`;
  if (now.size < before.size) return `${name} is shorter now: ${bytesInWords(before.size - now.size)} of ${bytesInWords(before.size)} are gone.`;
  if (now.size > before.size && (await hashEnd(path, before.size).catch(() => '')) === before.end)
    return `${bytesInWords(now.size - before.size)} were appended to ${name}.`;
  return `${name} was written anew.`;
}

async function hashEnd(path: string, size: number): Promise<string> {
  const file = await open(path, 'r');
  try {
    const length = Math.min(size, endLength);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, size - length);
    return createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('hex');
  } finally {
    await file.close();
  }
}

async function findByNumber(folder: string, { ino, size }: FileStamp): Promise<string | null> {
  const names = await readdir(folder).catch(() => []);
  if (names.length > mostNames) return null;
  for (const name of names) {
    const found = await stat(join(folder, name)).catch(() => null);
    if (found?.isFile() && found.ino === ino && found.size === size) return name;
  }
  return null;
}
