import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { errorMessage } from '../core/errorMessage.ts';
import { abortError } from '../protocol/rpc.ts';
import { ownerLives, thisOwner, touchEvery } from './cacheOwner.ts';

/** How often the one who waits looks, in milliseconds. */
const lookEvery = 200;
/** A turn is taken in two steps; between them nobody's name is in the file. Milliseconds. */
const nameless = 2000;

/** Whose turn it is to write a cached file. */
export type CacheTurn =
  | { readonly kind: 'mine'; release(): Promise<void> }
  /** Another process has written it meanwhile, or ended without. */
  | { readonly kind: 'written' }
  /** The folder cannot be written to, and why. */
  | { readonly kind: 'unusable'; readonly reason: string };

/**
 * Takes the turn to write `file`, or waits for the process whose turn it is: until the file is there, or that process
 * has ended, when the turn is taken over. `waiting` is called once. Rejects with an AbortError.
 */
export async function takeTurn(file: string, signal: AbortSignal, waiting: () => void): Promise<CacheTurn> {
  const turn = `${file}.loading`;
  for (let waits = 0; ; waits++) {
    if (signal.aborted) throw abortError();
    const taken = await take(turn);
    if (taken === true) {
      const release = keepTouching(turn);
      if (!(await isThere(file))) return { kind: 'mine', release };
      await release();
      return { kind: 'written' };
    }
    if (taken !== false) return { kind: 'unusable', reason: taken };
    if (waits === 0) waiting();
    await wait(lookEvery, undefined, { signal }).catch(() => undefined);
    if (await isThere(file)) return { kind: 'written' };
    if (await isLeft(turn)) await rm(turn, { force: true });
  }
}

/** false: it is somebody else's; a text: why nobody can have it. */
async function take(turn: string): Promise<boolean | string> {
  try {
    await mkdir(dirname(turn), { recursive: true });
  } catch (error) {
    return errorMessage(error);
  }
  try {
    await writeFile(turn, thisOwner, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    // It may have been made, and its content not have found room.
    await rm(turn, { force: true }).catch(() => undefined);
    return errorMessage(error);
  }
}

function keepTouching(turn: string): () => Promise<void> {
  const touching = setInterval(() => void utimes(turn, new Date(), new Date()).catch(() => undefined), touchEvery).unref();
  return async () => {
    clearInterval(touching);
    await rm(turn, { force: true }).catch(() => undefined);
  };
}

/** The process whose turn it is has ended. */
async function isLeft(turn: string): Promise<boolean> {
  try {
    const [owner, { mtimeMs }] = [await readFile(turn, 'utf8'), await stat(turn)];
    return owner === '' ? Date.now() - mtimeMs > nameless : !ownerLives(owner, mtimeMs);
  } catch {
    return false;
  }
}

const isThere = (path: string): Promise<boolean> => stat(path).then(() => true, () => false);
