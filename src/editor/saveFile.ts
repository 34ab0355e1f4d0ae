import { basename, extname } from 'node:path';
import * as vscode from 'vscode';
import type { NewFile } from '../protocol/fileMethods.ts';

/**
 * Asks where to put a file that a screen made, beside the dataset at first, and writes it there.
 *
 * @returns its name; null where nobody chose a place.
 */
export async function saveFile(beside: vscode.Uri, { name, title, kind, content, encoding }: NewFile): Promise<string | null> {
  const folder = beside.scheme === 'untitled' ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(beside, '..');
  const chosen = await vscode.window.showSaveDialog({
    title,
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, name) }),
    filters: { [kind]: [extname(name).slice(1)] },
  });
  if (!chosen) return null;
  await vscode.workspace.fs.writeFile(chosen, Buffer.from(content, encoding));
  return basename(chosen.path);
}
