import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { atEnd } from '../../../scripts/host/atEnd.ts';
import { root } from '../../../scripts/host/paths.ts';

/** A temporary folder under git, outside the checkout. */
export interface Workspace {
  folder: string;
  path(name: string): string;
  read(name: string): string;
  write(name: string, content: string | Uint8Array): void;
  /** Runs git in the folder and returns what it prints. */
  git(...args: string[]): string;
  dispose(): void;
}

/**
 * Copies files into a new folder and commits them there.
 * @param files paths, relative to the checkout or absolute; each keeps its last name.
 * @param written more files, by name, made of the given content.
 */
export function workspaceWith(files: readonly string[], written: Readonly<Record<string, string | Uint8Array>> = {}): Workspace {
  const folder = mkdtempSync(join(tmpdir(), 'winnow-workspace-'));
  const dispose = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  atEnd(dispose);
  const path = (name: string): string => join(folder, name);
  const git = (...args: string[]): string => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
  const write = (name: string, content: string | Uint8Array): void => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), content);
  };
  for (const file of files) copyFileSync(resolve(root, file), path(basename(file)));
  for (const [name, content] of Object.entries(written)) write(name, content);
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'Ada Lovelace');
  git('config', 'user.email', 'ada@example.org');
  git('add', '--all');
  git('commit', '--quiet', '--allow-empty', '--no-verify', '--message=Add the data');
  return {
    folder, path, write, git, dispose,
    read: (name) => readFileSync(path(name), 'utf8'),
  };
}
