import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { errorMessage } from '../core/errorMessage.ts';
import type { Decision } from '../core/decision.ts';
import { atomicWrite } from './atomicWrite.ts';
import { type DamagedLine, decisionsOf, emptySidecar, type Header, parseSidecar, serialiseSidecar, type Sidecar } from './decisions.ts';
import { sidecarVersion } from './lineProblem.ts';
import { type Changes, mergeChanges } from './merge.ts';
import type { OnStep } from './replaceFile.ts';

export type { DamagedLine } from './decisions.ts';

/** A sidecar as it was found on disk. */
export interface SidecarContent {
  /** Of known acts, oldest first; retracted ones included. */
  readonly decisions: readonly Decision[];
  readonly damaged: readonly DamagedLine[];
  /** SHA-256 of the file; null where there is none. */
  readonly hash: string | null;
  /** Milliseconds since 1970. */
  readonly modified: number | null;
}

/** How often a save starts over because the file keeps changing under it. */
const mostAttempts = 20;
/** Saves of one file within this process take turns. */
const turns = new Map<string, Promise<unknown>>();

/** What is to be saved. */
export interface SidecarSave extends Changes {
  readonly key: readonly string[];
  readonly onStep?: OnStep;
}

/** `NAME.winnow.jsonl`, beside the data file. */
export function sidecarPath(dataPath: string): string {
  return `${dataPath}.winnow.jsonl`;
}

/** Reads the sidecar of a data file; without one there are no decisions. Throws when there is one that cannot be read. */
export async function readSidecar(dataPath: string): Promise<SidecarContent> {
  const path = sidecarPath(dataPath);
  return contentOf(path, await readBytes(path));
}

/** The same of a file that says what was decided and stands elsewhere. Throws, in words, when there is none. */
export async function readDecisionFile(path: string): Promise<SidecarContent> {
  const bytes = await readBytes(path);
  if (!bytes) throw new Error(`There is no file of decisions ${path}.`);
  return contentOf(path, bytes);
}

/**
 * Writes what changed since the sidecar was read. The file is read again first, and once more when it changes before
 * the new one takes its place: what others decided stays. Returns what the file says now. A sidecar without
 * anything to say is not created.
 */
export async function saveSidecar(dataPath: string, changes: SidecarSave): Promise<SidecarContent> {
  const path = sidecarPath(dataPath);
  const turn = (turns.get(path) ?? Promise.resolve()).catch(() => undefined).then(() => save(dataPath, path, changes));
  turns.set(path, turn);
  try {
    return await turn;
  } finally {
    if (turns.get(path) === turn) turns.delete(path);
  }
}

async function save(dataPath: string, path: string, changes: SidecarSave): Promise<SidecarContent> {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const found = await readBytes(path);
    const disk = found ? parseSidecar(found) : emptySidecar;
    const merged = mergeChanges(disk, changes);
    if (!found && merged.entries.size === 0) return contentOf(path, null);
    const bytes = serialiseSidecar({ ...merged, header: headerFor(merged, dataPath, changes.key) });
    if (found && Buffer.compare(found, bytes) === 0) return contentOf(path, found);
    const unchanged = async (): Promise<boolean> => hashOf(await readBytes(path)) === hashOf(found);
    if (await atomicWrite(path, bytes, unchanged, changes.onStep)) return contentOf(path, bytes);
  }
  throw new Error(`${path} keeps changing while it is saved. Nothing was written; save again when the other program is done.`);
}

/** Fields that a newer Winnow put there stay. */
function headerFor(sidecar: Sidecar, dataPath: string, key: readonly string[]): Header {
  const version = sidecar.header?.['winnow'];
  return { winnow: sidecarVersion, ...sidecar.header, ...(typeof version !== 'number' && { winnow: sidecarVersion }), dataset: basename(dataPath), key };
}

async function contentOf(path: string, bytes: Uint8Array | null): Promise<SidecarContent> {
  const sidecar = bytes ? parseSidecar(bytes) : emptySidecar;
  const modified = bytes ? ((await stat(path).catch(() => null))?.mtimeMs ?? null) : null;
  return { decisions: decisionsOf(sidecar), damaged: sidecar.damaged, hash: hashOf(bytes), modified };
}

function hashOf(bytes: Uint8Array | null): string | null {
  return bytes ? createHash('sha256').update(bytes).digest('hex') : null;
}

async function readBytes(path: string): Promise<Uint8Array | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    const reason = errorMessage(error);
    throw new Error(`Cannot read the decisions in ${path}: ${reason}. Nothing is lost; make the file readable and reload the dataset.`);
  }
}
