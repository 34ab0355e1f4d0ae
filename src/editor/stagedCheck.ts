import { spawn } from 'node:child_process';
import type { Severity } from '../core/finding.ts';

/** A finding that the next commit would bring. */
export interface StagedFinding {
  readonly check: string;
  readonly severity: Severity;
  readonly message: string;
  readonly rows: readonly { readonly row: number; readonly line?: number; readonly new?: true }[];
}

/** What was found in one staged dataset, or why nothing could be. */
export interface StagedDataset {
  /** From the folder that was checked. */
  readonly path: string;
  readonly findings?: readonly StagedFinding[];
  readonly error?: string;
  readonly notLookedAt?: string;
}

/** The command line, as it comes with the extension. */
export interface CommandLineProgram {
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Checks what is staged in the repository of a folder, by the same program as the hook: with the index, configuration and
 * decisions that a commit would have. Rejects with what the program says where it cannot run, or the signal's reason.
 */
export async function checkStaged(folder: string, { script, environment }: CommandLineProgram, signal: AbortSignal): Promise<readonly StagedDataset[]> {
  const child = spawn(process.execPath, [script, 'check', '--staged', '--format', 'json'], { cwd: folder, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true, signal });
  let [out, messages] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (messages = (messages + text).slice(-4000)));
  await new Promise<void>((resolve, reject) => {
    child.once('error', (error) => reject(signal.aborted ? (signal.reason as Error) : error));
    child.once('close', () => resolve());
  });
  signal.throwIfAborted();
  try {
    return (JSON.parse(out) as { readonly files: readonly StagedDataset[] }).files;
  } catch {
    throw new Error(messages.trim() || 'The check ended without a result.');
  }
}
