import { existsSync, writeFileSync } from 'node:fs';
import * as vscode from 'vscode';

/**
 * Opens the dataset that WINNOW_OPEN names in Winnow's editor: in the first window, and later in windows without any
 * tab, so that one that is reloaded keeps what its user had open. WINNOW_OPENED names the file that remembers the first.
 */
export async function activate() {
  const { WINNOW_OPEN: path, WINNOW_OPENED: marker } = process.env;
  if (!path || !marker) return;
  const hasTabs = vscode.window.tabGroups.all.some((group) => group.tabs.length > 0);
  if (existsSync(marker) && hasTabs) return;
  writeFileSync(marker, '');
  const dataset = vscode.Uri.file(path);
  try {
    await vscode.commands.executeCommand('vscode.openWith', dataset, await findEditor(dataset.path));
  } catch (error) {
    vscode.window.showErrorMessage(`${dataset.fsPath} could not be opened in Winnow: ${error instanceof Error ? error.message : error}`);
  }
}

/** The view type that Winnow contributes for a file of this name. Waits up to 30 s for Winnow to be known. */
async function findEditor(path) {
  for (let tries = 0; tries < 300; tries += 1) {
    const editors = vscode.extensions.getExtension('winnow.winnow')?.packageJSON.contributes?.customEditors;
    if (editors) return (editors.find((editor) => matches(editor, path)) ?? { viewType: 'winnow.dataset' }).viewType;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the Winnow extension is not there. Does "npm run build" succeed?');
}

/** Winnow's patterns are all of the form *.ext. */
function matches(editor, path) {
  return editor.selector.some(({ filenamePattern }) => path.toLowerCase().endsWith(filenamePattern.slice(1)));
}
