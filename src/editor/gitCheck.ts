import type { Severity } from '../core/finding.ts';
import { type CommandLineProgram, runCommandLine } from './commandLineProgram.ts';

/** What is looked at: the index, which the next commit takes, or what the working tree has beyond it. */
export type GitStage = 'staged' | 'unstaged';

/** A finding that the next commit would bring, or staging a file. */
export interface GitFinding {
  readonly check: string;
  readonly severity: Severity;
  readonly message: string;
  readonly rows: readonly { readonly row: number; readonly line?: number; readonly new?: true }[];
}

/** What was found in one changed dataset, or why nothing could be. */
export interface GitDataset {
  /** From the folder that was checked. */
  readonly path: string;
  readonly findings?: readonly GitFinding[];
  readonly error?: string;
  readonly notLookedAt?: string;
}

/**
 * Checks what is staged in the repository of a folder, or changed and not staged, by the same program as the hook: with the
 * configuration and decisions of that version. Rejects with what the program says where it cannot run, or the signal's reason.
 */
export async function checkInGit(folder: string, stage: GitStage, program: CommandLineProgram, signal: AbortSignal): Promise<readonly GitDataset[]> {
  const { out, messages } = await runCommandLine(folder, ['check', `--${stage}`, '--format', 'json'], program, signal);
  try {
    return (JSON.parse(out) as { readonly files: readonly GitDataset[] }).files;
  } catch {
    throw new Error(messages.trim() || 'The check ended without a result.');
  }
}
