import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRunning } from '../sidecar/thisMachine.ts';

const prefix = 'winnow-engine-';

/** A folder for one dataset's temporary files, named after this process so that it can be told when nobody owns it any more. */
export function makeWorkFolder(parent = tmpdir()): Promise<string> {
  return mkdtemp(join(parent, `${prefix}${process.pid}-`));
}

/** Removes the folders of processes that ended without removing them. */
export async function sweepWorkFolders(parent = tmpdir()): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  for (const name of names) {
    const owner = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner))) await rm(join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}
