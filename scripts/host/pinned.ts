import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { runNpm, type Say } from './command.ts';
import { installs, manifests } from './paths.ts';

export interface Pinned {
  /** The folder beside this file with its package.json and package-lock.json. */
  name: string;
  /** What is being installed, in the user's words. */
  title: string;
  /** What it takes, as "about 1 minute and 900 MB". */
  cost: string;
  /** Counts up when `finish` changes, so that what an older one made is made anew. */
  recipe: number;
  /** What npm's install leaves to do in `folder`; its output goes to the file `log`. */
  finish(folder: string, log: string, say: Say): Promise<void>;
}

/**
 * Installs a pinned set of packages once and returns its folder. The folder's name carries a hash of the lockfile, and
 * it gets that name last: one that exists is whole, and an interrupted install is begun anew.
 */
export async function ensurePinned(pinned: Pinned, say: Say): Promise<string> {
  const folder = join(installs, `${pinned.name}-${fingerprint(pinned)}`);
  if (existsSync(folder)) return folder;
  say(`Installing ${pinned.title} into .vscode-test (once; ${pinned.cost}) …`);
  mkdirSync(installs, { recursive: true });
  removeLeftovers(pinned.name);
  const partial = join(installs, `${pinned.name}-partial-${process.pid}`);
  const log = join(installs, `${pinned.name}-install.log`);
  rmSync(log, { force: true });
  try {
    cpSync(join(manifests, pinned.name), partial, { recursive: true });
    await runNpm(['ci', '--ignore-scripts', '--omit=dev'], { cwd: partial, log });
    await pinned.finish(partial, log, say);
  } catch (error) {
    throw new Error(`${pinned.title} could not be installed. ${(error as Error).message}`, { cause: error });
  }
  if (existsSync(folder)) rmSync(partial, { recursive: true });
  else renameSync(partial, folder);
  return folder;
}

function fingerprint({ name, recipe }: Pinned): string {
  const lockfile = readFileSync(join(manifests, name, 'package-lock.json'));
  return createHash('sha256').update(lockfile).update(`${process.platform} ${process.arch} ${recipe}`).digest('hex').slice(0, 12);
}

/** Removes older versions and what interrupted installs left, but not what a running one is making. */
function removeLeftovers(name: string): void {
  for (const entry of readdirSync(installs)) {
    if (!new RegExp(`^${name}-(partial-\\d+|[0-9a-f]{12})$`).test(entry)) continue;
    const maker = /-partial-(\d+)$/.exec(entry)?.[1];
    if (maker === undefined || !isRunning(Number(maker))) rmSync(join(installs, entry), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
