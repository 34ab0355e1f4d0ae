import { createHash, randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { access, constants, open, readdir, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { isRunning, thisMachine } from './thisMachine.ts';
import { describeWriteError } from './writeError.ts';

/** Told whenever the disk has changed, and waited for: for tests that end the process there. */
export type OnStep = (step: string) => void | Promise<void>;

export interface ReplaceOptions {
  /** Asked when all that remains is the renaming; when it says no, nothing has changed. */
  readonly proceed?: () => Promise<boolean>;
  readonly onStep?: OnStep;
}

/** Longer names get their hash in the name of the temporary file: 255 bytes are the most on many disks. */
const longestName = 200;
/** What another computer left behind is removed after a day. */
const longestWrite = 24 * 3600 * 1000;

/**
 * Replaces a file at once, or not at all: `fill` writes a temporary file in the same folder, which exists and is empty;
 * it is flushed and renamed over the file, then the folder is flushed. Permissions stay, and a symbolic link goes on
 * pointing where it did. Returns false where `proceed` said no. Throws a `WriteError` where it cannot be written.
 */
export async function replaceFile(
  path: string,
  fill: (temporary: string) => Promise<void>,
  { proceed = async () => true, onStep = () => undefined }: ReplaceOptions = {},
): Promise<boolean> {
  try {
    const target = await followLinks(path);
    const found = await replaceable(target);
    const temporary = join(dirname(target), `.${nameFor(target)}.${thisMachine}-${process.pid}-${randomBytes(6).toString('hex')}.tmp`);
    try {
      // Nobody else may read what is written until it has the permissions of the file.
      await (await open(temporary, 'wx', found ? 0o600 : 0o666)).close();
      await onStep('made');
      await fill(temporary);
      await flush(temporary, found);
      await onStep('flushed');
      if (!(await proceed())) return false;
      await rename(temporary, target);
      await onStep('renamed');
    } finally {
      await rm(temporary, { force: true });
    }
    await flushFolder(dirname(target));
    await onStep('folder flushed');
    return true;
  } catch (error) {
    throw describeWriteError(path, error);
  }
}

/** Removes temporary files of this file whose processes ended before they could. */
export async function removeLeftovers(path: string): Promise<void> {
  const target = await followLinks(path);
  const folder = dirname(target);
  const prefix = `.${nameFor(target)}.`;
  for (const name of await readdir(folder).catch(() => [])) {
    const [, owner, pid] = (name.startsWith(prefix) && /^([0-9a-f]{8})-(\d+)-[0-9a-f]{12}\.tmp$/.exec(name.slice(prefix.length))) || [];
    if (owner === undefined) continue;
    const found = await stat(join(folder, name)).catch(() => null);
    const left = owner === thisMachine ? !isRunning(Number(pid)) : found !== null && Date.now() - found.mtimeMs > longestWrite;
    if (left) await rm(join(folder, name), { force: true }).catch(() => undefined);
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

function nameFor(target: string): string {
  const name = basename(target);
  return Buffer.byteLength(name) <= longestName ? name : createHash('sha256').update(name).digest('hex').slice(0, 24);
}

/** What there is now. Renaming would pass over a write protection, so it is asked first. */
async function replaceable(target: string): Promise<Stats | null> {
  const found = await stat(target).catch(() => null);
  if (found?.isDirectory()) throw Object.assign(new Error('is a folder'), { code: 'EISDIR' });
  if (found) await access(target, constants.W_OK);
  return found;
}

async function flush(path: string, like: Stats | null): Promise<void> {
  const file = await open(path, 'r+');
  try {
    if (like) {
      const { uid, gid } = await file.stat();
      // Only some may give a file away; whoever may not owns the new one.
      if (uid !== like.uid || gid !== like.gid) await file.chown(like.uid, like.gid).catch(() => undefined);
      await file.chmod(like.mode & 0o7777);
    }
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
