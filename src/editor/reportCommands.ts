import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { sidecarPath } from '../sidecar/sidecarFile.ts';
import { type CommandLineProgram, type CommandLineResult, runCommandLine } from './commandLineProgram.ts';
import type { DatasetDocument } from './document.ts';
import { openBeside } from './openAsText.ts';
import { readSettings } from './settings.ts';

/**
 * “Write Report…”: a page with what is measured of the open dataset and all that was decided of it, saved or not, where
 * the person says.
 */
export async function writeReport(document: DatasetDocument, program: CommandLineProgram): Promise<void> {
  const { path } = document.files;
  requireTrust();
  const target = await vscode.window.showSaveDialog({
    title: 'Write the report',
    defaultUri: vscode.Uri.file(`${path}.report.html`),
    filters: { 'Web page': ['html'] },
    saveLabel: 'Write Report',
  });
  if (!target) return;
  if (target.scheme !== 'file') throw new Error('A report is written to a folder of this machine. Choose another place.');
  const { unsaved } = document.state.decisions;
  const { code, messages } = await withDecisions(document, (decisions) =>
    run(document, program, 'Writing the report', ['report', path, '--write', target.fsPath, ...decisions]),
  );
  if (code !== 0) throw new Error(messages.trim() || 'The report could not be written.');
  const open = 'Open in Browser';
  const words = unsaved === 0 ? '' : ` ${unsaved === 1 ? 'One decision that counts in it is' : `${unsaved} decisions that count in it are`} not saved yet.`;
  if ((await vscode.window.showInformationMessage(`${basename(target.fsPath)} is written.${words}`, open)) === open) await vscode.env.openExternal(target);
}

/** “Write Dataset Card”: the card beside the open dataset, which is then shown; what people wrote in it stays. */
export async function writeCard(document: DatasetDocument, program: CommandLineProgram): Promise<void> {
  const { path } = document.files;
  const { readOnly } = document.state;
  if (readOnly !== null) throw new Error(readOnly);
  requireTrust();
  const { code, out, messages } = await run(document, program, 'Writing the card', ['card', path]);
  if (code !== 0) throw new Error(messages.trim() || 'The card could not be written.');
  void vscode.window.showInformationMessage(`${out.trim().split('\n').map((line) => line.replace(/^.*[\\/]/, '')).join('; ')}.${unsavedWords(document)}`);
  await openBeside(`${path}.card.md`, 'The card is not there any more.');
}

/** “Save Profile…”: a small text of what the open dataset is like, to measure drift against where the dataset is not. */
export async function saveProfile(document: DatasetDocument, program: CommandLineProgram): Promise<void> {
  const { path } = document.files;
  requireTrust();
  const target = await vscode.window.showSaveDialog({
    title: 'Save the profile',
    defaultUri: vscode.Uri.file(`${path}.profile.json`),
    filters: { Profile: ['json'] },
    saveLabel: 'Save Profile',
  });
  if (!target) return;
  if (target.scheme !== 'file') throw new Error('A profile is written to a folder of this machine. Choose another place.');
  const { code, messages } = await run(document, program, 'Saving the profile', ['profile', path, '--save', target.fsPath]);
  if (code !== 0) throw new Error(messages.trim() || 'The profile could not be saved.');
  void vscode.window.showInformationMessage(
    `${basename(target.fsPath)} is written. Name it as the reference in winnow.json, in the Compare tab, or with winnow check --against.`,
  );
}

function run(document: DatasetDocument, program: CommandLineProgram, words: string, args: readonly string[]): Promise<CommandLineResult> {
  const { memoryLimit } = readSettings(document.uri);
  return document.work.run(words, ({ signal }) =>
    runCommandLine(dirname(document.files.path), [...args, '--memory', String(Math.max(512, memoryLimit))], program, signal),
  );
}

/** Runs with the arguments that name what was decided, where the sidecar does not say all of it. */
async function withDecisions<T>(document: DatasetDocument, work: (args: readonly string[]) => Promise<T>): Promise<T> {
  if (document.state.decisions.unsaved === 0) return work([]);
  const folder = await mkdtemp(join(tmpdir(), 'winnow-report-'));
  try {
    const copy = join(folder, 'decided');
    await document.decisions.saveCopy(copy);
    return await work(['--decisions', sidecarPath(copy)]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** They are read from the sidecar. */
function unsavedWords({ state: { decisions: { unsaved } } }: DatasetDocument): string {
  return unsaved === 0 ? '' : ` ${unsaved === 1 ? 'One decision is not saved and does' : `${unsaved} decisions are not saved and do`} not count in it.`;
}

function requireTrust(): void {
  if (!vscode.workspace.isTrusted) throw new Error('Winnow writes files in a workspace only once you trust it: “Workspaces: Manage Workspace Trust”.');
}
