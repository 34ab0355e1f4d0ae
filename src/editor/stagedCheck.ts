import type { Severity } from '../core/finding.ts';
import { type CommandLineProgram, runCommandLine } from './commandLineProgram.ts';

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

/**
 * Checks what is staged in the repository of a folder, by the same program as the hook: with the index, configuration and
 * decisions that a commit would have. Rejects with what the program says where it cannot run, or the signal's reason.
 */
export async function checkStaged(folder: string, program: CommandLineProgram, signal: AbortSignal): Promise<readonly StagedDataset[]> {
  const { out, messages } = await runCommandLine(folder, ['check', '--staged', '--format', 'json'], program, signal);
  try {
    return (JSON.parse(out) as { readonly files: readonly StagedDataset[] }).files;
  } catch {
    throw new Error(messages.trim() || 'The check ended without a result.');
  }
}
