import { runGit } from './runGit.ts';
import type { Repository } from './repository.ts';

/** A file in the working tree that is not as the index has it. */
export interface UnstagedFile {
  /** From the repository's root, with `/`. */
  readonly path: string;
  /** Its blob in the index; null where git does not track it yet. */
  readonly staged: string | null;
}

/** How the working tree differs from the index. */
export interface Unstaged {
  /**
   * Regular files that are there and differ, and those that git neither tracks nor ignores, by path. Links, submodules
   * and files in conflict are left out.
   */
  readonly files: readonly UnstagedFile[];
  /** The paths of these, of deleted files and of links. */
  readonly paths: readonly string[];
}

/** @param only pathspecs of what to look at alone; all when empty. */
export async function readUnstaged({ root }: Repository, only: readonly string[] = []): Promise<Unstaged> {
  const [changed, untracked] = await Promise.all([
    runGit(root, ['diff', '--raw', '--no-abbrev', '-z', '--no-renames', '--no-ext-diff', '--no-relative', '--ignore-submodules', '--', ...only]),
    runGit(root, ['ls-files', '--others', '--exclude-standard', '-z', '--', ...only]),
  ]);
  const changes = changesOf(changed.toString('utf8'));
  for (const path of untracked.toString('utf8').split('\0')) if (path !== '' && !path.endsWith('/')) changes.set(path, { path, staged: null });
  const paths = [...changes.keys()].sort((a, b) => (a < b ? -1 : 1));
  return { paths, files: paths.flatMap((path) => changes.get(path) ?? []) };
}

/**
 * Pairs of `:<mode before> <mode> <blob before> <blob> <status>` and a path. null: nothing that could be read is there.
 * A file in conflict has one of the status U, too, and is left out.
 */
function changesOf(listing: string): Map<string, UnstagedFile | null> {
  const fields = listing.split('\0');
  const changes = new Map<string, UnstagedFile | null>();
  const inConflict: string[] = [];
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, mode = '', staged = '', status = ''] = /^:\d+ (\d+) ([0-9a-f]+) [0-9a-f]+ ([A-Z])/.exec(fields[at]!) ?? [];
    const path = fields[at + 1]!;
    if (status === 'U') inConflict.push(path);
    changes.set(path, mode.startsWith('100') ? { path, staged: /^0+$/.test(staged) ? null : staged } : null);
  }
  for (const path of inConflict) changes.delete(path);
  return changes;
}
