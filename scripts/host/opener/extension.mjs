import { existsSync, readFileSync, rmSync } from 'node:fs';
import * as vscode from 'vscode';

/**
 * WINNOW_OPEN names a file that holds the path of a dataset. It is opened in Winnow's editor, and the request is
 * deleted, so that a window that is reloaded keeps what its user had open.
 */
export async function activate() {
  const request = process.env['WINNOW_OPEN'];
  if (!request || !existsSync(request)) return;
  const dataset = vscode.Uri.file(readFileSync(request, 'utf8'));
  rmSync(request, { force: true });
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
