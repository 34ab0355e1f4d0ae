import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { GitError, runGit } from './runGit.ts';

/** The repository that a file belongs to: of a submodule or worktree, that one's own. */
export interface Repository {
  /** Top folder of the working tree. */
  readonly root: string;
}

/** A file in its repository. */
export interface TrackedPath {
  readonly repository: Repository;
  /** From the root, with `/`: as git names it. */
  readonly path: string;
}

/** null where the folder is in no working tree, or git cannot say; `whyNoRepository` tells which. */
export async function findRepository(folder: string): Promise<Repository | null> {
  try {
    const root = (await runGit(folder, ['rev-parse', '--show-toplevel'])).toString('utf8').replace(/\r?\n$/, '');
    return root === '' ? null : { root };
  } catch (error) {
    if (error instanceof GitError || (error instanceof Error && 'code' in error)) return null;
    throw error;
  }
}

/** Whether git has the newest commits of the repository alone: the oldest of them seems to be the first. Throws a GitError. */
export async function isShallow({ root }: Repository): Promise<boolean> {
  return (await runGit(root, ['rev-parse', '--is-shallow-repository'])).toString('utf8').trim() === 'true';
}

/** Why no repository was found for a folder, in words that end a sentence. `what`: how the folder is named there. */
export async function whyNoRepository(folder: string, what = 'this folder'): Promise<string> {
  if (!existsSync(folder)) return `${what} is not there`;
  const none = `${what} is in no git repository with a working tree`;
  const error = await runGit(folder, ['rev-parse', '--show-toplevel']).then(() => null, (reason: unknown) => reason);
  if (!(error instanceof GitError) || /not a git repository|in a work tree/i.test(error.message)) return none;
  if (error.exitCode === null) return 'git is not installed, or not on the path';
  const root = /dubious ownership in repository at '(.+)'/.exec(error.message)?.[1];
  return root === undefined
    ? `git says “${error.message}”`
    : `the git repository of ${what} belongs to somebody else; “git config --global --add safe.directory '${root}'” lets git read it`;
}

/** Where a file stands in git; the file itself need not be there. A link is followed as far as its folder: git keeps links as they are. */
export async function locateInGit(file: string): Promise<TrackedPath | null> {
  const folder = await realpath(dirname(file)).catch(() => null);
  const repository = folder === null ? null : await findRepository(folder);
  if (folder === null || repository === null) return null;
  const root = await realpath(repository.root);
  return { repository, path: relative(root, join(folder, basename(file))).split(sep).join('/') };
}
