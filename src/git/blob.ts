import { createHash } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { formatCount } from '../core/countWords.ts';
import { isLfsPointer, type LfsPointer, readLfsPointer } from './lfs.ts';
import { GitError, runGit, streamGit } from './runGit.ts';
import type { Repository } from './repository.ts';

/** A version of a file in git. */
export interface Blob {
  /** Names its bytes, in this repository. */
  readonly id: string;
  readonly bytes: number;
}

/** `index` is what is staged; anything else a revision: `HEAD`, a branch, a commit. */
export type Version = 'index' | (string & {});

/**
 * The blob of a path in a version; null where the version has no such file. Throws a GitError where there is no such
 * version, or where the file is in conflict, so that nothing of it is staged.
 */
export async function findBlob({ root }: Repository, version: Version, path: string): Promise<Blob | null> {
  if (version !== 'index') await requireCommit(root, version);
  const listed = version === 'index'
    ? await runGit(root, ['ls-files', '--stage', '-z', '--', `:(literal)${path}`])
    : await runGit(root, ['ls-tree', '-z', '--full-tree', `${version}^{tree}`, '--', path]);
  // `<mode> <blob> <stage>\t<path>`, or `<mode> blob <blob>\t<path>`; of a folder, what is in it.
  const [entry = ''] = listed.toString('utf8').split('\0');
  const [, id, stage = '0', name] = /^100\d{3} (?:blob )?([0-9a-f]{40,64})(?: (\d))?\t([^]+)$/.exec(entry) ?? [];
  if (id === undefined || name !== path) return null;
  if (stage !== '0') throw new GitError(`“${path}” is in conflict: until that is settled, nothing of it is staged.`, null);
  return { id, bytes: Number((await runGit(root, ['cat-file', '-s', id])).toString('utf8')) };
}

/** What a file pointed to by a Git LFS pointer lacks here, in words. */
function explainPointer({ bytes }: LfsPointer): string {
  return `Git LFS keeps this version (${formatCount(bytes)} bytes), and it is not on this machine. Run “git lfs fetch --all” in the repository, then try again.`;
}

/**
 * Writes a version's bytes to a new file, a Git LFS pointer's own content where it has been fetched. Bytes are those of the
 * repository: no line end is converted. Returns the SHA-256 of what was written. Throws a GitError.
 */
export async function writeBlob({ root }: Repository, { id, bytes }: Blob, target: string, signal?: AbortSignal): Promise<string> {
  if (bytes <= 1024) {
    const content = await runGit(root, ['cat-file', 'blob', id], { ...(signal && { signal }) });
    if (isLfsPointer(content)) return copyPointedTo(root, readLfsPointer(content), target, signal);
  }
  return writeStream(streamGit(root, ['cat-file', 'blob', id], { ...(signal && { signal }) }), target);
}

async function copyPointedTo(root: string, pointer: LfsPointer, target: string, signal: AbortSignal | undefined): Promise<string> {
  const folder = (await runGit(root, ['rev-parse', '--path-format=absolute', '--git-common-dir'])).toString('utf8').replace(/\r?\n$/, '');
  const source = await open(join(folder, 'lfs', 'objects', pointer.hash.slice(0, 2), pointer.hash.slice(2, 4), pointer.hash)).catch(() => null);
  if (source === null) throw new GitError(explainPointer(pointer), null);
  try {
    return await writeStream(source.createReadStream({ autoClose: false, ...(signal && { signal }) }) as AsyncIterable<Buffer>, target);
  } finally {
    await source.close();
  }
}

async function writeStream(chunks: AsyncIterable<Buffer>, target: string): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(target, 'wx', 0o600);
  let whole = false;
  try {
    for await (const chunk of chunks) {
      hash.update(chunk);
      await file.writeFile(chunk);
    }
    whole = true;
  } finally {
    await file.close();
    if (!whole) await rm(target, { force: true });
  }
  return hash.digest('hex');
}

async function requireCommit(root: string, version: string): Promise<void> {
  try {
    await runGit(root, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${version}^{tree}`]);
  } catch (error) {
    if (error instanceof GitError && error.exitCode !== null) throw new GitError(`There is no version “${version}” in this repository.`, error.exitCode);
    throw error;
  }
}
