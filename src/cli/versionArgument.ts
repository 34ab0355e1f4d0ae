import { realpath, stat } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { findBlob, type Version } from '../git/blob.ts';
import { findRepository, locateInGit, type TrackedPath, whyNoRepository } from '../git/repository.ts';
import { GitError } from '../git/runGit.ts';
import { writeVersion } from '../git/versionFile.ts';
import { misused } from './command.ts';

/** A version of a dataset, as the command line names it. */
export type VersionArgument =
  | { readonly kind: 'file'; readonly words: string; readonly path: string }
  | { readonly kind: 'git'; readonly words: string; readonly tracked: TrackedPath; readonly version: Version };

const versionPattern = /^([^:]*):(.+)$/s;

type GitVersion = Extract<VersionArgument, { kind: 'git' }>;

/**
 * `FILE`, `REV:PATH`, and `:PATH` or `index:PATH` for what is staged; a file of that name goes first. Paths in git are
 * from the top of the repository, else from here. Throws in words.
 */
export async function readVersionArgument(given: string): Promise<VersionArgument> {
  return (await isFileName(given)) ? { kind: 'file', words: given, path: given } : readGitVersion(given);
}

/** What a single argument is compared with: a file with its version in HEAD, a version in git with the file as it is. Throws in words. */
export async function readSingleArgument(given: string): Promise<{ readonly before: VersionArgument; readonly after: VersionArgument }> {
  if (await isFileName(given)) return { before: await headOf(given), after: { kind: 'file', words: given, path: given } };
  const before = await readGitVersion(given);
  const path = join(await realpath(before.tracked.repository.root), ...before.tracked.path.split('/'));
  return { before, after: { kind: 'file', words: relative(await realpath('.'), path), path } };
}

async function readGitVersion(given: string): Promise<GitVersion> {
  const [, named = '', path = ''] = versionPattern.exec(given) ?? [];
  const repository = await findRepository(process.cwd());
  if (repository === null) throw new Error(`${given}: There is no file of that name, and no version: ${await whyNoRepository(process.cwd())}.`);
  const version = named === '' || named === 'index' ? 'index' : named;
  const here = relative(await realpath(repository.root), resolve(await realpath('.'), path)).split(sep).join('/');
  const atTop = /^\.\.?\//.test(path) ? null : await findBlob(repository, version, path).catch(tellsVersion(given));
  if (atTop === null && (here === '' || here === '..' || here.startsWith('../'))) throw new Error(`${given}: “${path}” is no file of this repository.`);
  return { kind: 'git', words: given, version, tracked: { repository, path: atTop === null ? here : path } };
}

/** The version of a file in HEAD. */
async function headOf(file: string): Promise<VersionArgument> {
  const tracked = await locateInGit(resolve(file));
  if (tracked === null)
    return misused(
      `${file} has no version in git to be compared with: ${await whyNoRepository(dirname(resolve(file)), 'its folder')}. Name the other file: winnow diff BEFORE ${file}.`,
    );
  return { kind: 'git', words: `HEAD:${tracked.path}`, version: 'HEAD', tracked };
}

/** Where the version can be read, and the path whose configuration is meant for it. `folder` is new; what git has is written there. */
export async function placeVersion(argument: VersionArgument, folder: string): Promise<{ readonly path: string; readonly configuredAs: string }> {
  if (argument.kind === 'file') return { path: resolve(argument.path), configuredAs: resolve(argument.path) };
  const { path } = await writeVersion(argument.tracked, argument.version, folder).catch(tellsVersion(argument.words));
  return { path, configuredAs: join(argument.tracked.repository.root, argument.tracked.path) };
}

const tellsVersion = (given: string) => (error: unknown): never => {
  throw error instanceof GitError ? new Error(`${given}: ${error.message}`) : error;
};

async function isFileName(given: string): Promise<boolean> {
  return !versionPattern.test(given) || (await stat(given).catch(() => null)) !== null;
}
