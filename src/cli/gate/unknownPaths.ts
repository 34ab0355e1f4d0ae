import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { committedBlobs, stagedBlobs } from '../../git/stagedFiles.ts';
import { findRepository, type Repository } from '../../git/repository.ts';
import { fromRoot } from './stagedTargets.ts';

/** Files and folders among those given that are neither on disk nor in the index nor in HEAD: somebody mistyped them. */
export async function unknownPaths(given: readonly string[]): Promise<string[]> {
  const gone = given.filter((path) => !existsSync(path));
  const repository = gone.length === 0 ? null : await findRepository(process.cwd());
  if (!repository) return gone;
  const root = await realpath(repository.root);
  const known = await Promise.all(gone.map(async (path) => isInGit(repository, await fromRoot(root, path))));
  return gone.filter((_, place) => !known[place]);
}

async function isInGit(repository: Repository, path: string): Promise<boolean> {
  if (path === '..' || path.startsWith('../')) return false;
  const none = (): ReadonlyMap<string, string> => new Map();
  const versions = await Promise.all([stagedBlobs(repository, [path]), committedBlobs(repository, 'HEAD', [path]).catch(none)]);
  return versions.some(({ size }) => size > 0);
}
