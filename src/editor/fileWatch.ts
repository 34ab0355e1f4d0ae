import { basename } from 'node:path';
import * as vscode from 'vscode';

/** Several events of one change are told once, after this many milliseconds of quiet. */
const settle = 150;

/** Tells of files of one folder that were written, created or deleted. Names are told without the folder. */
export function watchFiles(folder: string, names: readonly string[], changed: (name: string) => void): vscode.Disposable {
  // The folder's files are filtered here: a name may hold any character, a glob gives some of them a meaning.
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.file(folder), '*'));
  const timers = new Map<string, NodeJS.Timeout>();
  const note = (uri: vscode.Uri): void => {
    const name = basename(uri.fsPath);
    if (!names.includes(name)) return;
    clearTimeout(timers.get(name));
    timers.set(name, setTimeout(() => {
      timers.delete(name);
      changed(name);
    }, settle));
  };
  const listeners = [watcher.onDidChange(note), watcher.onDidCreate(note), watcher.onDidDelete(note)];
  return new vscode.Disposable(() => {
    for (const timer of timers.values()) clearTimeout(timer);
    for (const listener of listeners) listener.dispose();
    watcher.dispose();
  });
}
