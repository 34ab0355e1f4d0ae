import { randomBytes } from 'node:crypto';
import { access, constants, open, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

/** A file that could not be written; the message names it and says what to do. Nothing was changed. */
export class WriteError extends Error {
  override readonly name = 'WriteError';
}

/**
 * Replaces a file's content at once, or not at all: a temporary file in the same folder is written, flushed and
 * renamed over it, then the folder is flushed. Permissions stay, and a symbolic link goes on pointing where it did.
 * `proceed` is asked when all that remains is the renaming; when it says no, nothing has changed and false is returned.
 */
export async function atomicWrite(path: string, bytes: Uint8Array, proceed: () => Promise<boolean> = async () => true): Promise<boolean> {
  try {
    const target = await followLinks(path);
    const mode = await modeOf(target);
    const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`);
    try {
      await writeFlushed(temporary, bytes, mode);
      if (!(await proceed())) return false;
      await rename(temporary, target);
    } finally {
      await rm(temporary, { force: true });
    }
    await flushFolder(dirname(target));
    return true;
  } catch (error) {
    throw describeWriteError(path, error);
  }
}

/** What went wrong, in words. Errors that do not come from the file system are returned as they are. */
export function describeWriteError(path: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return new WriteError(`Cannot write ${path}: you have no permission to write this file or its folder. Change the permissions, then save again.`);
    case 'EROFS':
      return new WriteError(`Cannot write ${path}: it lies in a read-only folder. Copy the dataset to a folder you can write to.`);
    case 'ENOSPC':
    case 'EDQUOT':
      return new WriteError(`Cannot write ${path}: the disk is full. Free some space, then save again.`);
    case 'ENOENT':
    case 'ENOTDIR':
      return new WriteError(`Cannot write ${path}: its folder ${dirname(path)} does not exist any more.`);
    case 'EISDIR':
      return new WriteError(`Cannot write ${path}: a folder has this name.`);
    default:
      return error;
  }
}

/** Where a link leads, even when nothing is there yet. */
async function followLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const link = await readlink(path).catch(() => null);
    return link === null ? path : resolve(dirname(path), link);
  }
}

/** Permissions of the file there is. Renaming would pass over a write protection, so it is asked first. */
async function modeOf(target: string): Promise<number | undefined> {
  const found = await stat(target).catch(() => null);
  if (!found) return undefined;
  if (found.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
  await access(target, constants.W_OK);
  return found.mode & 0o7777;
}

async function writeFlushed(path: string, bytes: Uint8Array, mode: number | undefined): Promise<void> {
  const file = await open(path, 'wx', mode ?? 0o666);
  try {
    if (mode !== undefined) await file.chmod(mode);
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the renaming last. Not every system lets a folder be opened; the file itself is safe by then. */
async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null);
  if (!handle) return;
  await handle.sync().catch(() => undefined);
  await handle.close();
}
