import { constants, copyFile, link, readFile, rm, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { errorMessage } from '../core/errorMessage.ts';
import { atomicWrite } from './atomicWrite.ts';
import { parseSidecar, serialiseSidecar } from './decisions.ts';
import { sidecarPath } from './sidecarFile.ts';

/** How often it starts over because one of the two files keeps changing. */
const mostAttempts = 20;

/**
 * Gives a data file the decisions that stand under the name of one that is gone. A sidecar that it has got meanwhile is
 * kept: the lines of both are one set then. The old name goes last, and only where nobody has written there since, so
 * that each decision is in one of the two files at least, wherever the process ends. Throws, in words, where nothing
 * was done.
 */
export async function takeOverSidecar(from: string, dataPath: string): Promise<void> {
  const to = sidecarPath(dataPath);
  const former = from.slice(0, -sidecarPath('').length);
  if (await exists(former)) throw new Error(`${basename(former)} is there again, so the decisions in ${basename(from)} stay its own.`);
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const before = await readIfThere(from);
    if (before === null) throw new Error(`${basename(from)} is not there any more.`);
    const done = (await takesName(from, to)) || (await joins(before, to));
    if (!done) continue;
    if (await says(from, before)) return rm(from, { force: true });
  }
  throw new Error(`${basename(from)} or ${basename(to)} keeps changing. Nothing is lost: try again when the other program is done.`);
}

/** The same file under a second name, which nobody can have taken: one that is there is never replaced. */
async function takesName(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to).catch(async (error: unknown) => {
      // Not every disk knows second names, and none does across disks.
      if (codeOf(error) === 'EEXIST') throw error;
      await copyWhole(from, to);
    });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw new Error(`Cannot give ${basename(to)} the decisions in ${basename(from)}: ${errorMessage(error)}. Nothing was changed.`);
  }
}

async function copyWhole(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') await rm(to, { force: true });
    throw error;
  }
}

/** Adds the lines to those that the data file has; false where these changed meanwhile. */
async function joins(lines: Uint8Array, to: string): Promise<boolean> {
  const own = await readIfThere(to);
  if (own === null) return false;
  const both = serialiseSidecar(parseSidecar(Buffer.concat([own, Buffer.from('\n'), lines])));
  return atomicWrite(to, both, () => says(to, own));
}

async function says(path: string, bytes: Uint8Array): Promise<boolean> {
  const now = await readIfThere(path);
  return now !== null && Buffer.compare(now, bytes) === 0;
}

async function readIfThere(path: string): Promise<Uint8Array | null> {
  return readFile(path).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return null;
    throw error;
  });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined);
