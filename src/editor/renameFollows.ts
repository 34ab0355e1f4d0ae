import { rename, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { errorMessage } from '../core/errorMessage.ts';
import { sidecarPath } from '../sidecar/sidecarFile.ts';

/**
 * Decisions go with their file: one that is renamed or moved in VS Code takes its sidecar along. That comes after the renaming,
 * since VS Code asks about what extensions want changed before; a dataset that is open by then takes it up as it comes.
 */
export function registerRenameFollows(): vscode.Disposable {
  return vscode.workspace.onDidRenameFiles(async ({ files }) => {
    for (const { oldUri, newUri } of files) {
      if (oldUri.scheme === 'file' && newUri.scheme === 'file') await moveSidecar(sidecarPath(oldUri.fsPath), sidecarPath(newUri.fsPath));
    }
  });
}

async function moveSidecar(from: string, to: string): Promise<void> {
  if (!(await exists(from))) return;
  try {
    if (await exists(to)) throw new Error(`there are decisions in ${basename(to)} already`);
    await rename(from, to);
  } catch (error) {
    void vscode.window.showWarningMessage(`The decisions in ${basename(from)} stay where they are: ${errorMessage(error)}.`);
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}
