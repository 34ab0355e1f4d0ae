import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { makeRepository, type RepositoryFolder } from '../../git/repositoryFolder.ts';
import { builtCli, type CliRun } from '../runCli.ts';

export interface GateFolder extends RepositoryFolder {
  /** What git says, however it ends. */
  tryGit(...args: readonly string[]): CliRun;
  winnow(args: readonly string[], folder?: string): CliRun;
  /** `winnow check --staged`. */
  staged(...args: readonly string[]): CliRun;
}

/** A repository whose findings are cached in a folder of its own. */
export function gateFolder(context: TestContext): GateFolder {
  const folder = makeRepository();
  const cache = mkdtempSync(join(tmpdir(), 'winnow-cache-'));
  const env = { ...process.env, XDG_CACHE_HOME: cache };
  context.after(() => {
    folder.remove();
    rmSync(cache, { recursive: true, force: true });
  });
  const run = (program: string, args: readonly string[], cwd: string): CliRun => {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
    return { code: status, out: stdout, messages: stderr };
  };
  const winnow = (args: readonly string[], cwd = folder.path): CliRun => run(process.execPath, [builtCli(), ...args], cwd);
  return { ...folder, winnow, tryGit: (...args) => run('git', args, folder.path), staged: (...args) => winnow(['check', '--staged', ...args]) };
}

/** A line of a table of texts with labels. */
export type Line = readonly [id: number | string, text: string, label: string];

/** Two dozen rows in which nothing is wrong. */
export const cleanLines: readonly Line[] = Array.from({ length: 24 }, (_, at) => [
  at + 1,
  `${['A fine', 'One poor', 'Some plain', 'That odd'][at % 4]} thing about ${['rain', 'bread', 'chess', 'maps', 'glass', 'wool'][at % 6]} in room ${at + 1}`,
  at % 2 === 0 ? 'pos' : 'neg',
]);

export function csvOf(lines: readonly Line[]): string {
  return ['id,text,label', ...lines.map((line) => line.join(',')), ''].join('\n');
}

/** The same content as row 1 under another label. */
export const conflict: Line = [99, cleanLines[0]![1], 'neg'];
