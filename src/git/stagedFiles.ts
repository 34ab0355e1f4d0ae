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

/** What the index would change. */
export interface Staged {
  /**
   * The commits that the next one would follow, as they can be named: HEAD, and in a merge those merged in; before the
   * first commit none.
   */
  readonly revisions: readonly string[];
  /** Regular files whose content differs from that in every one of them, by path. */
  readonly files: readonly StagedFile[];
  /** The paths of all files that are not as any one of them has them, and of those that the commit moves or takes away. */
  readonly paths: readonly string[];
}

interface Change {
  readonly path: string;
  /** null where the file is taken away. */
  readonly blob: string | null;
  readonly before: { readonly path: string; readonly blob: string } | null;
}

/**
 * What the next commit would change of every commit that it follows. What the index says is read, not the working tree:
 * within a hook, that of the commit under way. Links, submodules and files in conflict are left out.
 */
export async function readStaged({ root }: Repository): Promise<Staged> {
  const revisions = await parentsToBe(root);
  const lists = await Promise.all((revisions.length === 0 ? [null] : revisions).map((revision) => changesAgainst(root, revision)));
  const [first = [], ...others] = lists;
  const inOthers = others.map((list) => new Map(list.map((change) => [change.path, change])));
  const changes = first.filter(({ path }) => inOthers.every((list) => list.has(path)));
  const files = changes.flatMap(({ path, blob, before }): StagedFile[] => {
    const befores = [before, ...inOthers.map((list) => list.get(path)!.before)];
    if (blob === null || befores.some((each) => each?.blob === blob)) return [];
    const earlier = befores.flatMap((each, place) => (each ? [{ revision: revisions[place]!, ...each }] : []));
    return [{ path, blob, earlier }];
  });
  return { revisions, files, paths: [...new Set(lists.flat().flatMap(({ path, before }) => (before ? [path, before.path] : [path])))] };
}

/**
 * Blobs of these files, and of all files in these folders (empty: the root), in the index, by path; those that are not
 * there are left out.
 */
export async function stagedBlobs({ root }: Repository, paths: readonly string[]): Promise<Map<string, string>> {
  return blobsIn(await runGit(root, ['ls-files', '--stage', '-z', '--', ...paths.map(literal)]));
}

/** The same in a revision. */
export async function committedBlobs({ root }: Repository, revision: string, paths: readonly string[]): Promise<Map<string, string>> {
  return blobsIn(await runGit(root, ['ls-tree', '-r', '-z', '--full-tree', revision, '--', ...(paths.includes('') ? [] : paths)]));
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
  const known = async (name: string): Promise<boolean> =>
    runGit(root, ['rev-parse', '--verify', '--quiet', `${name}^{commit}`]).then(
      () => true,
      (error: unknown) => {
        if (error instanceof GitError && error.exitCode !== null) return false;
        throw error;
      },
    );
  if (!(await known('HEAD'))) return [];
  return ['HEAD', ...(await mergedCommits(root))];
}

/** Other parents of a merge: those that MERGE_HEAD lists or, in a hook before it is written, those that git names in the environment. */
async function mergedCommits(root: string): Promise<string[]> {
  const path = (await runGit(root, ['rev-parse', '--path-format=absolute', '--git-path', 'MERGE_HEAD'])).toString('utf8').replace(/\r?\n$/, '');
  const listed = await readFile(path, 'utf8').then((text) => text.split('\n'), () => Object.keys(process.env).map((name) => name.replace(/^GITHEAD_/, '')));
  return listed.filter((id) => /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id));
}

async function changesAgainst(root: string, revision: string | null): Promise<Change[]> {
  const listing = await runGit(root, [
    'diff', '--cached', '--raw', '--no-abbrev', '-z', '--find-renames', '--no-ext-diff', '--no-relative', '--ignore-submodules', '--diff-filter=AMRTCD',
    ...(revision === null ? [] : [revision]), '--',
  ]);
  const fields = listing.toString('utf8').split('\0');
  const changes: Change[] = [];
  for (let at = 0; at + 1 < fields.length; ) {
    // `:<mode before> <mode> <blob before> <blob> <status>`, the path, and for a rename the path before in front of it.
    const [, modeBefore = '', mode = '', blobBefore = '', blob = '', status = ''] = /^:(\d+) (\d+) ([0-9a-f]+) ([0-9a-f]+) ([A-Z])/.exec(fields[at++]!) ?? [];
    const first = fields[at++]!;
    const path = status === 'R' || status === 'C' ? fields[at++]! : first;
    const before = isRegular(modeBefore) ? { path: first, blob: blobBefore } : null;
    if (status === 'D' && before) changes.push({ path, blob: null, before });
    // The mode alone is no change; the name is one to what stands beside a file.
    if (isRegular(mode) && (blob !== blobBefore || path !== first)) changes.push({ path, blob, before });
  }
  return changes;
}

const isRegular = (mode: string): boolean => mode.startsWith('100');

const literal = (path: string): string => `:(top,literal)${path}`;
