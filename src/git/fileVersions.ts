import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { FileVersion, VersionSummary } from '../core/fileVersion.ts';
import { writeBlob } from './blob.ts';
import type { Repository, TrackedPath } from './repository.ts';
import { GitError, runGit } from './runGit.ts';

/** What stands before each commit: no text of git's own begins with it. */
const mark = '\u0001';
const format = `${mark}%H%x00%aN%x00%aE%x00%aI%x00%s`;

/**
 * Commits of the checked-out branch that changed a file, newest first, through renames. A merge is among them where it
 * made of the file what none of its sides has. None in a repository without commits. Throws a GitError.
 * @param limit at most so many.
 */
export async function listFileVersions({ repository: { root }, path }: TrackedPath, limit: number, signal?: AbortSignal): Promise<FileVersion[]> {
  const hasCommits = await runGit(root, ['rev-parse', '--verify', '--quiet', 'HEAD']).then(() => true, (error: unknown) => tellUnlessNoCommit(error));
  if (!hasCommits) return [];
  const args = [
    '--literal-pathspecs',
    'log',
    '--follow',
    '-c',
    '-z',
    '--raw',
    '--no-abbrev',
    '--no-color',
    '--no-ext-diff',
    '--no-show-signature',
    '--find-renames',
    `--max-count=${limit}`,
    `--format=${format}`,
    '--',
    path,
  ];
  return parseVersions((await runGit(root, args, { ...(signal && { signal }) })).toString('utf8'));
}

/** How the file on disk and the staged one differ from HEAD. */
export async function readWorkingState({ repository: { root }, path }: TrackedPath): Promise<'committed' | 'changed' | 'untracked'> {
  const status = (await runGit(root, ['--literal-pathspecs', 'status', '--porcelain', '-z', '--untracked-files=all', '--', path])).toString('utf8');
  if (status === '') return 'committed';
  return status.startsWith('??') ? 'untracked' : 'changed';
}

/** Content that was written out, for as long as somebody works on it. */
export interface WrittenVersion {
  readonly path: string;
  /** SHA-256, in hexadecimal digits. */
  readonly hash: string;
  readonly bytes: number;
}

/** Asks what is in a version: first for what is known, then, where that is nothing, with its content. Throws a GitError. */
export async function askOfVersion(
  repository: Repository,
  version: FileVersion,
  ask: (content?: WrittenVersion) => Promise<VersionSummary | null>,
  signal?: AbortSignal,
): Promise<VersionSummary> {
  const summary = (version.blob === null ? null : await ask()) ?? (await withVersion(repository, version, ask, signal));
  if (summary === null) throw new Error(`“${version.path}” could not be described as it was in ${version.commit.slice(0, 7)}.`);
  return summary;
}

/** Names the bytes of the file on disk, as a blob would be named; no filter of the repository is run. */
export async function blobOnDisk({ repository: { root }, path }: TrackedPath): Promise<string> {
  return (await runGit(root, ['hash-object', '--no-filters', '--', path])).toString('utf8').trim();
}

/** A version written out under the file's own name, for as long as the work lasts. Throws a GitError. */
export async function withVersion<T>(
  repository: Repository,
  version: Pick<FileVersion, 'blob' | 'path'>,
  work: (file: WrittenVersion) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'winnow-version-'));
  try {
    return await work(await writeVersionInto(folder, repository, version, signal));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Writes a version out under the file's own name, into a folder that does not have it yet. Throws a GitError. */
export async function writeVersionInto(
  folder: string,
  repository: Repository,
  { blob, path }: Pick<FileVersion, 'blob' | 'path'>,
  signal?: AbortSignal,
): Promise<WrittenVersion> {
  if (blob === null) throw new GitError(`“${path}” was deleted in this version.`, null);
  const target = join(folder, basename(path));
  const bytes = Number((await runGit(repository.root, ['cat-file', '-s', blob])).toString('utf8'));
  return { path: target, bytes, hash: await writeBlob(repository, { id: blob, bytes }, target, signal) };
}

function tellUnlessNoCommit(error: unknown): false {
  if (error instanceof GitError && error.exitCode === 1) return false;
  throw error;
}

function parseVersions(text: string): FileVersion[] {
  const tokens = text.split('\0');
  const versions: FileVersion[] = [];
  let place = 0;
  const next = (): string => tokens[place++] ?? '';
  while (place < tokens.length) {
    const first = next().replace(/^\n+/, '');
    if (!first.startsWith(mark)) continue;
    const [commit, author, email, date, subject] = [first.slice(mark.length), next(), next(), next(), next()];
    const change = readChange(tokens, place);
    if (!change) continue;
    place = change.end;
    versions.push({ commit, date, author, email, subject, path: change.path, blob: change.blob });
  }
  return versions;
}

/**
 * `:MODE MODE BLOB BLOB STATUS`, then the path, after a rename both. Of a merge there is one colon, mode and blob a parent
 * before those of the result.
 */
function readChange(tokens: readonly string[], from: number): { readonly path: string; readonly blob: string | null; readonly end: number } | null {
  let place = from;
  while (tokens[place]?.trim() === '' && place < tokens.length - 1) place++;
  const raw = tokens[place]?.replace(/^\n+/, '') ?? '';
  const parents = /^:*/.exec(raw)![0].length;
  if (parents === 0) return null;
  const fields = raw.slice(parents).split(' ');
  const status = fields.at(-1) ?? '';
  const blob = fields.at(-2) ?? '';
  const paths = parents === 1 && /^[RC]/.test(status) ? 2 : 1;
  const path = tokens[place + paths];
  return path === undefined ? null : { path, blob: /^0+$/.test(blob) ? null : blob, end: place + paths + 1 };
}
