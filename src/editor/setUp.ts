import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { type CommandLineProgram, runCommandLine } from './commandLineProgram.ts';
import type { DatasetDocument } from './document.ts';
import { openBeside } from './openAsText.ts';

/**
 * “Infer winnow.json”: writes what can be inferred of the open dataset to its configuration, which is then shown; what
 * stands there stays.
 */
export async function inferConfig(document: DatasetDocument, program: CommandLineProgram): Promise<void> {
  const { readOnly } = document.state;
  if (readOnly !== null) throw new Error(readOnly);
  if (!vscode.workspace.isTrusted) throw new Error('Winnow writes winnow.json in a workspace only once you trust it: “Workspaces: Manage Workspace Trust”.');
  const { path } = document.files;
  await document.work.run('Inferring winnow.json', async ({ signal }) => {
    const { code, messages } = await runCommandLine(dirname(path), ['init', path], program, signal);
    if (code !== 0) throw new Error(messages.trim() || 'winnow.json could not be inferred.');
    void vscode.window.showInformationMessage(messages.trim());
  });
  await document.configure();
  await openBeside(document.files.configs.at(-1), 'Nothing could be inferred of this file.');
}

/** “Install the Commit Hook”: has git check staged datasets before each commit in the repository of a folder. */
export async function installHook(program: CommandLineProgram): Promise<void> {
  if (!vscode.workspace.isTrusted) throw new Error('Winnow installs a hook in a workspace only once you trust it: “Workspaces: Manage Workspace Trust”.');
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  const folder =
    folders.length > 1
      ? await vscode.window.showWorkspaceFolderPick({ placeHolder: 'The repository whose commits are to be checked' })
      : folders[0];
  if (!folder) return folders.length > 1 ? undefined : void vscode.window.showInformationMessage('Open the folder of a git repository first.');
  const { code, out, messages } = await runCommandLine(folder.uri.fsPath, ['hook', 'install', '--merge-sidecars'], program, new AbortController().signal);
  if (code !== 0) throw new Error(messages.trim() || 'The hook could not be installed.');
  void vscode.window.showInformationMessage([out, messages].join(' ').trim());
}
