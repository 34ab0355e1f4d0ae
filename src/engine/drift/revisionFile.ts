import { basename, isAbsolute, join, posix, relative, sep } from 'node:path';
import type { Reference } from '../../core/reference.ts';
import { type Blob, findBlob, writeBlob } from '../../git/blob.ts';
import { locateInGit, type Repository } from '../../git/repository.ts';

/** A file as a revision has it. */
export interface FoundRevision {
  readonly repository: Repository;
  readonly blob: Blob;
  /** From the root of the repository. */
  readonly path: string;
  /** `HEAD:data/train.csv`. */
  readonly name: string;
}

/**
 * Finds what a reference names in the repository of a dataset. Throws in words where there is no repository, no such
 * version or no such file in it.
 */
export async function findRevision(datasetPath: string, { revision, path }: Extract<Reference, { kind: 'revision' }>): Promise<FoundRevision> {
  const tracked = await locateInGit(datasetPath);
  if (tracked === null) throw new Error(`${basename(datasetPath)} is in no git repository, so that ${revision}:${path} names nothing`);
  const { repository } = tracked;
  for (const place of placesOf(path, tracked.path, repository.root)) {
    const blob = await findBlob(repository, revision, place);
    if (blob !== null) return { repository, blob, path: place, name: `${revision}:${place}` };
  }
  throw new Error(`there is no “${path === '' ? tracked.path : path}” in ${revision}`);
}

/** Writes it into a folder. */
export async function writeRevision(
  { repository, blob, path, name }: FoundRevision,
  folder: string,
  signal: AbortSignal,
): Promise<{ path: string; name: string }> {
  const target = join(folder, posix.basename(path));
  await writeBlob(repository, blob, target, signal);
  return { path: target, name };
}

/** From the root of the repository, as git has it, else from the dataset's folder. */
function placesOf(path: string, own: string, root: string): string[] {
  if (path === '') return [own];
  if (isAbsolute(path)) return [relative(root, path).split(sep).join('/')];
  return [posix.normalize(path), posix.join(posix.dirname(own), path)].filter((place) => !place.startsWith('../'));
}
