import { rename, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import * as vscode from 'vscode';
import { errorMessage } from '../core/errorMessage.ts';
import { sidecarPath } from '../sidecar/sidecarFile.ts';
import { openAsDataset } from './commands.ts';
import type { OpenDatasets } from './openDatasets.ts';

type Renaming = vscode.FileRenameEvent['files'][number];

/** By then, in milliseconds, VS Code shows a renamed file in the editor that it takes for the right one. */
const patience = 5000;

/**
 * Decisions go with their file: one that is renamed or moved in VS Code takes its sidecar along. That comes after the
 * renaming, since VS Code asks about what extensions want changed before. What is not saved is saved before it: VS Code
 * closes the dataset, and with text formats shows the file as text, where nobody would ask about it any more.
 */
export function registerRenameFollows(open: OpenDatasets): vscode.Disposable {
  /** Datasets that are open while they are renamed, by what they will be called. */
  const shown = new Set<string>();
  return vscode.Disposable.from(
    vscode.workspace.onWillRenameFiles((event) => {
      for (const document of open.documents) {
        const to = newPath(event.files, document.files.path);
        if (to === null) continue;
        shown.add(to);
        if (document.decisions.log.unsavedCount > 0) event.waitUntil(document.save());
      }
    }),
    vscode.workspace.onDidRenameFiles(async ({ files }) => {
      for (const { oldUri, newUri } of files) {
        if (isOnDisk({ oldUri, newUri })) await moveSidecar(sidecarPath(oldUri.fsPath), sidecarPath(newUri.fsPath));
      }
      for (const path of shown) {
        if (!(await exists(path))) continue;
        shown.delete(path);
        await showAgain(vscode.Uri.file(path));
      }
    }),
  );
}

/** What a file is called once files or folders are renamed; null where it keeps its name. */
function newPath(files: readonly Renaming[], path: string): string | null {
  for (const { oldUri, newUri } of files.filter(isOnDisk)) {
    const rest = relative(oldUri.fsPath, path);
    if (rest === '') return newUri.fsPath;
    if (!rest.startsWith('..')) return join(newUri.fsPath, rest);
  }
  return null;
}

function isOnDisk({ oldUri, newUri }: Renaming): boolean {
  return oldUri.scheme === 'file' && newUri.scheme === 'file';
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

/** The dataset takes the place of the text that VS Code shows of it instead. */
async function showAgain(uri: vscode.Uri): Promise<void> {
  const text = await textTab(uri);
  if (text === null) return;
  await openAsDataset(uri);
  await vscode.window.tabGroups.close(text);
}

/** The tab that shows the file as text; null where none comes, or another editor does. */
function textTab(uri: vscode.Uri): Promise<vscode.Tab | null> {
  const { tabGroups } = vscode.window;
  const find = (): vscode.Tab | undefined =>
    tabGroups.all.flatMap(({ tabs }) => tabs).find(({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString());
  return new Promise((resolve) => {
    const end = (tab: vscode.Tab | null): void => {
      clearTimeout(timer);
      changes.dispose();
      resolve(tab);
    };
    const look = (): void => {
      const tab = find();
      if (tab) end(tab);
    };
    const timer = setTimeout(() => end(null), patience);
    const changes = tabGroups.onDidChangeTabs(look);
    look();
  });
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(() => true, () => false);
}
