import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A real repository in a temporary folder, for a test. */
export interface RepositoryFolder {
  readonly path: string;
  git(...args: readonly string[]): string;
  /** Writes a file and returns its whole path. */
  write(name: string, content: string | Uint8Array): string;
  /** Stages everything and commits it. */
  commit(message: string): string;
  remove(): void;
}

export function makeRepository(name = 'winnow-git-'): RepositoryFolder {
  const path = mkdtempSync(join(tmpdir(), name));
  const git = (...args: readonly string[]): string =>
    execFileSync(
      'git',
      [
        '-c',
        'user.name=Ada Lovelace',
        '-c',
        'user.email=ada@example.org',
        '-c',
        'commit.gpgsign=false',
        '-c',
        'core.autocrlf=false',
        ...args,
      ],
      { cwd: path, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
    );
  git('init', '--quiet', '--initial-branch=main');
  for (const [key, value] of [
    ['user.name', 'Ada Lovelace'],
    ['user.email', 'ada@example.org'],
    ['commit.gpgsign', 'false'],
    ['core.autocrlf', 'false'],
  ] as const)
    git('config', key, value);
  return {
    path, git,
    write(file, content) {
      const whole = join(path, file);
      mkdirSync(dirname(whole), { recursive: true });
      writeFileSync(whole, content);
      return whole;
    },
    commit(message) {
      git('add', '--all');
      git('commit', '--quiet', '--message', message);
      return git('rev-parse', 'HEAD').trim();
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
