import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';

/** Shows a file in VS Code's text editor, at a source line (1-based) where one is given. */
export async function openAsText(uri: vscode.Uri, line?: number): Promise<void> {
  const place = line === undefined ? undefined : new vscode.Position(Math.max(0, line - 1), 0);
  await vscode.commands.executeCommand('vscode.openWith', uri, 'default', place ? { selection: new vscode.Range(place, place) } : {});
}

/** Shows one of the files that Winnow writes; where it is not there yet, says so. */
export async function openBeside(path: string | undefined, whenMissing: string): Promise<void> {
  const exists = path !== undefined && (await stat(path).then((found) => found.isFile(), () => false));
  if (exists) await openAsText(vscode.Uri.file(path));
  else void vscode.window.showInformationMessage(whenMissing);
}
