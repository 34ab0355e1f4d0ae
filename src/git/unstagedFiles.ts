import { runGit } from './runGit.ts';
import type { Repository } from './repository.ts';

/** A file in the working tree that is not as the index has it. */
export interface UnstagedFile {
  /** From the repository's root, with `/`. */
  readonly path: string;
  /** Its blob in the index; null where git does not track it yet. */
  readonly staged: string | null;
}

/**
 * Regular files of the working tree that differ from the index, and those that git neither tracks nor ignores, by path.
 * Links, submodules, deleted files and files in conflict are left out.
 *
 * @param paths files and folders, as they are, to look at alone; all when empty. From the repository's root.
 */
export async function listUnstaged({ root }: Repository, paths: readonly string[] = []): Promise<UnstagedFile[]> {
  const only = paths.map((path) => `:(top,literal)${path}`);
  const [changed, untracked] = await Promise.all([
    runGit(root, ['diff', '--raw', '--no-abbrev', '-z', '--no-renames', '--no-ext-diff', '--no-relative', '--ignore-submodules', '--', ...only]),
    runGit(root, ['ls-files', '--others', '--exclude-standard', '-z', '--', ...only]),
  ]);
  const files = [...changesOf(changed.toString('utf8')), ...untracked.toString('utf8').split('\0').filter((path) => path !== '' && !path.endsWith('/')).map((path): UnstagedFile => ({ path, staged: null }))];
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Pairs of `:<mode before> <mode> <blob before> <blob> <status>` and a path; a file in conflict has one of the status U, too. */
function changesOf(listing: string): UnstagedFile[] {
  const fields = listing.split('\0');
  const changes = new Map<string, UnstagedFile | null>();
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [, mode = '', staged = '', status = ''] = /^:\d+ (\d+) ([0-9a-f]+) [0-9a-f]+ ([A-Z])/.exec(fields[at]!) ?? [];
    const path = fields[at + 1]!;
    if (status === 'U') changes.set(path, null);
    else if (mode.startsWith('100') && changes.get(path) !== null) changes.set(path, { path, staged: /^0+$/.test(staged) ? null : staged });
  }
  return [...changes.values()].filter((change) => change !== null);
}
