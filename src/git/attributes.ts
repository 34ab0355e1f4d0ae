import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runGit } from './runGit.ts';
import type { Repository } from './repository.ts';

/** Sidecars are sets of lines: git can merge them by keeping the lines of both sides. */
const mergeLine = '*.winnow.jsonl merge=union';

/** `.gitattributes` of a repository, and what it is to say. null: it says it already. */
export interface AttributesEdit {
  readonly path: string;
  readonly content: string | null;
}

/** What `.gitattributes` has to become for git to merge sidecars by itself. Nothing is written; what is there stays as it is. */
export async function mergeSidecars({ root }: Repository): Promise<AttributesEdit> {
  const path = join(root, '.gitattributes');
  const before = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  if (before.split(/\r?\n/).some((line) => line.trim() === mergeLine)) return { path, content: null };
  const lineEnd = before.includes('\r\n') ? '\r\n' : '\n';
  return { path, content: `${before}${before === '' || before.endsWith('\n') ? '' : lineEnd}${mergeLine}${lineEnd}` };
}

/** Those of the paths (from the root) that `.gitattributes` in the index does not leave out by `-winnow`. */
export async function notLeftOut({ root }: Repository, paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) return [];
  const listing = await runGit(root, ['check-attr', '--cached', '-z', '--stdin', 'winnow'], { input: paths.join('\0') + '\0' });
  // Path, attribute, value: three fields an answer.
  const fields = listing.toString('utf8').split('\0');
  return paths.filter((_, place) => fields[place * 3 + 2] !== 'unset');
}
