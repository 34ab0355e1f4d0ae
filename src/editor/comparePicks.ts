import * as vscode from 'vscode';
import type { CompareSide } from '../protocol/compareMethods.ts';
import type { TrackedPath } from '../git/repository.ts';
import { runGit } from '../git/runGit.ts';

/** Commits of the file that are offered. */
const offered = 50;

/** Asks for a file; null where the person does not want one. */
export async function pickFile(name: string): Promise<CompareSide | null> {
  const [uri] = (await vscode.window.showOpenDialog({ openLabel: 'Compare', title: `Compare ${name} with`, canSelectMany: false })) ?? [];
  if (!uri) return null;
  if (uri.scheme !== 'file') throw new Error('Winnow compares with files on disk. Choose one of them.');
  return { kind: 'file', path: uri.fsPath };
}

/** Asks for one of the commits that changed the file, or any revision that is typed; null where the person does not want one. */
export async function pickRevision(tracked: TrackedPath): Promise<CompareSide | null> {
  const commits = await commitsOf(tracked);
  const quickPick = vscode.window.createQuickPick();
  quickPick.title = 'Compare with which version?';
  quickPick.placeholder = 'A commit that changed the file, or any branch, tag or commit';
  quickPick.matchOnDescription = true;
  const show = (): void => {
    const typed = quickPick.value.trim();
    const known = commits.some(({ label }) => label === typed);
    quickPick.items = typed === '' || known ? commits : [...commits, { label: typed, description: 'this revision', alwaysShow: true }];
  };
  show();
  quickPick.onDidChangeValue(show);
  return new Promise((resolve) => {
    quickPick.onDidAccept(() => {
      const [chosen] = quickPick.selectedItems;
      resolve(chosen ? { kind: 'revision', revision: chosen.label } : null);
      quickPick.dispose();
    });
    quickPick.onDidHide(() => {
      resolve(null);
      quickPick.dispose();
    });
    quickPick.show();
  });
}

/** Newest first; none before the first commit. */
async function commitsOf({ repository, path }: TrackedPath): Promise<vscode.QuickPickItem[]> {
  const listed = await runGit(repository.root, [
    'log',
    `-${offered}`,
    '-z',
    '--format=%h%x09%s%x09%an, %ar',
    '--',
    `:(literal)${path}`,
  ]).catch(() => Buffer.alloc(0));
  return listed.toString('utf8').split('\0').filter((line) => line !== '').map((line) => {
    const [label = '', description = '', detail = ''] = line.split('\t');
    return { label, description, detail };
  });
}
