import { basename, join } from 'node:path';
import { findBlob, type Version, writeBlob } from './blob.ts';
import type { TrackedPath } from './repository.ts';
import { GitError } from './runGit.ts';

/** A version of a file, written out. */
export interface VersionFile {
  readonly path: string;
  /** Names its bytes in the repository. */
  readonly blob: string;
}

/**
 * Writes a version of a file into a new or empty folder, under the file's own name. Throws a GitError: no such version,
 * no such file in it, content that Git LFS has not fetched.
 */
export async function writeVersion({ repository, path }: TrackedPath, version: Version, folder: string, signal?: AbortSignal): Promise<VersionFile> {
  const blob = await findBlob(repository, version, path);
  if (blob === null) throw new GitError(version === 'index' ? `“${path}” is not staged, nor committed.` : `“${path}” is not in ${version}.`, null);
  const target = join(folder, basename(path));
  await writeBlob(repository, blob, target, signal);
  return { path: target, blob: blob.id };
}
