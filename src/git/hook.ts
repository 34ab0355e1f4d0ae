import { chmod, lstat, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  bytesText,
  hasBlock,
  isShellHook,
  newHook,
  preCommitStanza,
  type Runner,
  textBytes,
  withBlock,
  withoutBlock,
  withoutStanza,
  withStanza,
} from './hookBlock.ts';
import type { Repository } from './repository.ts';
import { runGit } from './runGit.ts';

/** What runs hooks in a repository. */
export type HookKind = 'git' | 'husky' | 'pre-commit';

/** A file in which the check stands, or could. */
export interface HookPlace {
  readonly kind: HookKind;
  readonly path: string;
  readonly installed: boolean;
}

/** A hook could not be written or taken back; the message names the file and says what to do. */
export class HookError extends Error {
  override readonly name = 'HookError';
}

/** Git runs the second where a merge needs no hand. */
const gitHooks = ['pre-commit', 'pre-merge-commit'];
/** A hook that is no shell script, beside the one that runs it. */
const keptEnding = '.before-winnow';
const configName = '.pre-commit-config.yaml';

/** Where a hook of each kind would stand, and whether it does. What runs hooks here comes first. */
export async function hookPlaces(repository: Repository): Promise<HookPlace[]> {
  const { root } = repository;
  const husky = join(root, '.husky', 'pre-commit');
  const config = join(root, configName);
  const candidates: { readonly kind: HookKind; readonly path: string }[] = [
    ...((await exists(dirname(husky))) ? [{ kind: 'husky' as const, path: husky }] : []),
    ...((await exists(config)) ? [{ kind: 'pre-commit' as const, path: config }] : []),
    ...gitHooks.map((name) => ({ kind: 'git' as const, name })).map(({ kind, name }) => ({ kind, path: name })),
  ];
  const folder = await hooksFolder(repository);
  return Promise.all(candidates.map(async ({ kind, path }) => {
    const whole = kind === 'git' ? join(folder, path) : path;
    const text = await readText(whole);
    return { kind, path: whole, installed: text !== null && hasBlock(text) };
  }));
}

/** Puts the check in front of what runs before a commit. Returns the files that it now stands in. Throws a HookError. */
export async function installHook(repository: Repository, kind: HookKind, runner: Runner): Promise<string[]> {
  const places = (await hookPlaces(repository)).filter((place) => place.kind === kind);
  if (places.length === 0)
    throw new HookError(
      kind === 'husky'
        ? 'There is no folder .husky at the root of the repository.'
        : `There is no ${configName} at the root of the repository.`,
    );
  for (const { path } of places) {
    if (kind === 'pre-commit') await installStanza(path);
    else await installScript(path, kind === 'git' ? runner : null);
  }
  return places.map(({ path }) => path);
}

/** Takes the check out of every file that it stands in, and leaves them as they were. Returns those files. */
export async function uninstallHook(repository: Repository): Promise<string[]> {
  const places = (await hookPlaces(repository)).filter(({ installed }) => installed);
  for (const { kind, path } of places) {
    const text = (await readText(path))!;
    if (kind === 'pre-commit') await writeFile(path, textBytes(withoutStanza(text)));
    else if (await exists(path + keptEnding)) await rename(path + keptEnding, path);
    else await restore(path, withoutBlock(text));
  }
  return places.map(({ path }) => path);
}

/** That of `core.hooksPath`, else of the repository: worktrees share it. */
async function hooksFolder({ root }: Repository): Promise<string> {
  return (await runGit(root, ['rev-parse', '--path-format=absolute', '--git-path', 'hooks'])).toString('utf8').replace(/\r?\n$/, '');
}

async function installScript(path: string, runner: Runner | null): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const text = await readText(path);
  if (text === null) return writeScript(path, withBlock(runner ? newHook : '', runner));
  const isLink = (await lstat(path)).isSymbolicLink();
  if (!hasBlock(text) && runner && process.platform !== 'win32' && ((await stat(path)).mode & 0o111) === 0) {
    throw new HookError(`${path} is there, and git does not run it because it is not executable. Make it executable or delete it, then install again.`);
  }
  if (await exists(path + keptEnding)) return writeScript(path, withBlock(newHook, runner, nameOf(path) + keptEnding));
  if (isShellHook(text) && !isLink) return writeFile(path, textBytes(withBlock(withoutBlock(text) ?? (text.startsWith(newHook) ? newHook : ''), runner)));
  await rename(path, path + keptEnding);
  await writeScript(path, withBlock(newHook, runner, nameOf(path) + keptEnding));
}

async function installStanza(path: string): Promise<void> {
  const text = (await readText(path)) ?? '';
  if (hasBlock(text)) return;
  const changed = withStanza(text);
  if (changed === null)
    throw new HookError(
      `${path}: “repos” is not a list with an item a line, so nothing was written. Add this item to it:\n${preCommitStanza}`,
    );
  await writeFile(path, textBytes(changed));
}

/** Keeps the permissions of a file that was there. */
async function restore(path: string, text: string | null): Promise<void> {
  if (text === null) await rm(path);
  else await writeFile(path, textBytes(text));
}

async function writeScript(path: string, text: string): Promise<void> {
  await writeFile(path, textBytes(text));
  await chmod(path, 0o755);
}

const nameOf = (path: string): string => path.slice(dirname(path).length + 1);

async function readText(path: string): Promise<string | null> {
  try {
    return bytesText(await readFile(path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return null;
    throw error;
  }
}

function exists(path: string): Promise<boolean> {
  return lstat(path).then(() => true, () => false);
}
