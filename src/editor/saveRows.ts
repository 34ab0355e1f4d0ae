import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import * as vscode from 'vscode';
import type { HostSampleMethods } from '../protocol/sampleMethods.ts';
import type { DatasetDocument } from './document.ts';

/** Asks where, and has the engine write the rows that pass to a file there. Answers null where nobody chose a place. */
export async function saveRows(
  document: DatasetDocument,
  { filters, name }: HostSampleMethods['saveRows']['params'],
): Promise<HostSampleMethods['saveRows']['result']> {
  const own = basename(document.files.path);
  const extension = extname(own);
  const folder = document.uri.scheme === 'untitled' ? undefined : vscode.Uri.joinPath(document.uri, '..');
  const chosen = await vscode.window.showSaveDialog({
    title: 'Save the rows of the sample',
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, `${basename(own, extension)}.${name}${extension}`) }),
    ...(extension !== '' && { filters: { [`${extension.slice(1).toUpperCase()} file`]: [extension.slice(1)] } }),
  });
  if (!chosen) return null;
  const shown = basename(chosen.path);
  return document.work.run(`Writing ${shown}`, async ({ signal, progress }) => {
    const write = (path: string): ReturnType<typeof document.call<'writeRows'>> =>
      document.call('writeRows', { filters, path }, { signal, onProgress: progress });
    if (chosen.scheme === 'file') return { ...(await write(chosen.fsPath)), name: shown };
    const place = await mkdtemp(join(tmpdir(), 'winnow-'));
    try {
      const path = join(place, shown);
      const written = await write(path);
      await vscode.workspace.fs.copy(vscode.Uri.file(path), chosen, { overwrite: true });
      return { ...written, name: shown };
    } finally {
      await rm(place, { recursive: true, force: true });
    }
  });
}
