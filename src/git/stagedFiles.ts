import { readFile } from 'node:fs/promises';
import { GitError, runGit } from './runGit.ts';
import type { Repository } from './repository.ts';

/** A file in the index that a commit would change. */
export interface StagedFile {
  /** From the repository's root, with `/`. */
  readonly path: string;
  /** Its blob in the index. */
  readonly blob: string;
  /** The same file in each commit that the new one would follow, where it is there: HEAD first, then, in a merge, the others. */
  readonly earlier: readonly EarlierFile[];
}

export interface EarlierFile {
  /** The commit, as it can be named: `HEAD`. */
  readonly revision: string;
  /** Its path there: another one where it was renamed. */
  readonly path: string;
  readonly blob: string;
}

interface Change {
  readonly path: string;
  readonly blob: string;
  readonly before: { readonly path: string; readonly blob: string } | null;
}

/**
 * Regular files that are staged and differ from every commit that the next one would follow (HEAD; in a merge also those
 * merged in; before the first commit none), by path. What the index says is read, not the working tree: within a hook,
 * that of the commit under way. Links, submodules and files in conflict are left out.
 *
 * @param paths files and folders, as they are, to look at alone; all when empty. From the repository's root.
 */
export async function listStaged({ root }: Repository, paths: readonly string[] = []): Promise<StagedFile[]> {
  const revisions = await parentsToBe(root);
  const lists = await Promise.all((revisions.length === 0 ? [null] : revisions).map((revision) => changesAgainst(root, revision, paths)));
  const [first = [], ...others] = lists;
  const inOthers = others.map((list) => new Map(list.map((change) => [change.path, change])));
  return first.flatMap((change) => {
    const alike = [change, ...inOthers.map((changes) => changes.get(change.path))];
    if (alike.some((each) => each === undefined)) return [];
    const earlier = alike.flatMap((each, place) => (each?.before ? [{ revision: revisions[place]!, ...each.before }] : []));
    return [{ path: change.path, blob: change.blob, earlier }];
  });
}

/** Blobs of these paths in the index, by path; those that are not there are left out. */
export async function stagedBlobs({ root }: Repository, paths: readonly string[]): Promise<Map<string, string>> {
  return blobsIn(await runGit(root, ['ls-files', '--stage', '-z', '--', ...paths.map(literal)]));
}

/** Blobs of these paths in a revision, by path; those that are not there are left out. */
export async function committedBlobs({ root }: Repository, revision: string, paths: readonly string[]): Promise<Map<string, string>> {
  return blobsIn(await runGit(root, ['ls-tree', '-z', '--full-tree', revision, '--', ...paths]));
}

function blobsIn(listing: Buffer): Map<string, string> {
  const blobs = new Map<string, string>();
  for (const entry of listing.toString('utf8').split('\0')) {
    const [, id, path] = /^100\d{3} (?:blob )?([0-9a-f]{40,64})(?: 0)?\t([^]+)$/.exec(entry) ?? [];
    if (id !== undefined && path !== undefined) blobs.set(path, id);
  }
  return blobs;
}

/** Commits that the next one would follow, by names. None before the first commit. */
async function parentsToBe(root: string): Promise<string[]> {
  const known = async (name: string): Promise<boolean> => runGit(root, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`]).then(() => true, (error: unknown) => {
    if (error instanceof GitError && error.exitCode !== null) return false;
    throw error;
  });
  if (!(await known('HEAD'))) return [];
  return ['HEAD', ...(await mergedCommits(root))];
}

/** Other parents of a merge: those that MERGE_HEAD lists or, in a hook before it is written, those that git names in the environment. */
async function mergedCommits(root: string): Promise<string[]> {
  const path = (await runGit(root, ['rev-parse', '--path-format=absolute', '--git-path', 'MERGE_HEAD'])).toString('utf8').replace(/\r?\n$/, '');
  const listed = await readFile(path, 'utf8').then((text) => text.split('\n'), () => Object.keys(process.env).map((name) => name.replace(/^GITHEAD_/, '')));
  return listed.filter((id) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id));
}

async function changesAgainst(root: string, revision: string | null, paths: readonly string[]): Promise<Change[]> {
  const listing = await runGit(root, [
    'diff', '--cached', '--raw', '--no-abbrev', '-z', '--find-renames', '--no-ext-diff', '--no-relative', '--ignore-submodules', '--diff-filter=AMRTC',
    ...(revision === null ? [] : [revision]), '--', ...paths.map(literal),
  ]);
  const fields = listing.toString('utf8').split('\0');
  const changes: Change[] = [];
  for (let at = 0; at + 1 < fields.length; ) {
    // `:<mode before> <mode> <blob before> <blob> <status>`, the path, and for a rename the path before in front of it.
    const [, modeBefore = '', mode = '', blobBefore = '', blob = '', status = ''] = /^:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])/.exec(fields[at++]!) ?? [];
    const first = fields[at++]!;
    const path = status === 'R' || status === 'C' ? fields[at++]! : first;
    if (isRegular(mode) && blob !== blobBefore) changes.push({ path, blob, before: isRegular(modeBefore) ? { path: first, blob: blobBefore } : null });
  }
  return changes;
}

const isRegular = (mode: string): boolean => mode.startsWith('100');

const literal = (path: string): string => `:(top,literal)${path}`;
