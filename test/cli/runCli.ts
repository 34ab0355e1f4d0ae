import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** The bundled command line; built where that has not happened yet. */
export function builtCli(): string {
  const path = process.env['WINNOW_CLI'] ?? join(root, 'dist', 'cli.js');
  if (!existsSync(path)) execFileSync(process.execPath, [join(root, 'esbuild.mjs')], { cwd: root, stdio: 'ignore' });
  return path;
}

export interface CliRun {
  readonly code: number | null;
  readonly out: string;
  readonly messages: string;
}

/** Runs `winnow ARGS` as a person would, in a folder. */
export function runCli(args: readonly string[], folder = root): Promise<CliRun> {
  const child = spawn(process.execPath, [builtCli(), ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, messages] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (messages += text));
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, messages }));
  });
}

export interface CheckJson {
  readonly winnow: number;
  readonly files: readonly CheckedFileJson[];
}

export interface CheckedFileJson {
  readonly path: string;
  readonly because?: string;
  readonly error?: string;
  readonly probabilities?: { readonly words: string; readonly leftOut: readonly { readonly why: string; readonly rows: number }[] };
  readonly format: string;
  readonly rows: number;
  readonly unreadable: number;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly nulls: number; readonly distinct: number }[];
  readonly roles: Readonly<Record<string, unknown>>;
  readonly findings: readonly FindingJson[];
  readonly summary: Readonly<Record<'error' | 'warning' | 'info', number>>;
}

export interface FindingJson {
  readonly check: string;
  readonly severity: string;
  readonly scope: string;
  readonly message: string;
  readonly score: number;
  readonly column?: string;
  readonly segment?: { readonly column: string; readonly value: string | null };
  readonly rows: readonly { readonly row: number; readonly line?: number; readonly key: Readonly<Record<string, string | number>> }[];
  readonly suggestion?: Readonly<Record<string, unknown>>;
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly basis: Readonly<Record<string, unknown>>;
}

/** Runs `winnow check … --format json` and reads what it prints. */
export async function checkJson(args: readonly string[], folder?: string): Promise<CliRun & { readonly json: CheckJson }> {
  const run = await runCli(['check', '--format', 'json', ...args], folder);
  return { ...run, json: JSON.parse(run.out) as CheckJson };
}
