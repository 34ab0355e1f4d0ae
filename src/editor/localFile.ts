import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';

/** The largest file, in bytes, that is copied so that it can be read. */
const copyLimit = 200 * 1024 * 1024;

/** Where the bytes of a document lie on this machine. */
export interface LocalFile {
  readonly path: string;
  /** Why nothing can be decided on it, in words; null for a file on disk. */
  readonly readOnly: string | null;
  /** Removes the copy, where one was made. */
  dispose(): Promise<void>;
}

/**
 * The path of a `file:` document; any other is copied into a folder of its own first.
 * Throws an error in plain words where a document is too large to be copied.
 */
export async function openLocalFile(uri: vscode.Uri, copies: vscode.Uri, untitled?: Uint8Array): Promise<LocalFile> {
  if (uri.scheme === 'file') return { path: uri.fsPath, readOnly: null, dispose: () => Promise.resolve() };
  const bytes = await readElsewhere(uri, untitled);
  const folder = join(copies.fsPath, createHash('sha256').update(uri.toString()).digest('hex').slice(0, 16));
  const path = join(folder, basename(uri.path) || 'dataset');
  await mkdir(folder, { recursive: true });
  await writeFile(path, bytes);
  return { path, readOnly: whyReadOnly(uri.scheme), dispose: () => rm(folder, { recursive: true, force: true }) };
}

async function readElsewhere(uri: vscode.Uri, untitled: Uint8Array | undefined): Promise<Uint8Array> {
  if (untitled) return untitled;
  const open = vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  if (uri.scheme === 'untitled') return Buffer.from(open?.getText() ?? '', 'utf8');
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > copyLimit) {
    throw new Error(
      `It is not on this machine's disk (${uri.scheme}:) and has ${Math.ceil(size / 1024 / 1024).toLocaleString('en')} MB; ` +
        `up to ${copyLimit / 1024 / 1024} MB are copied to be read. Save it to a folder on disk and open it there.`,
    );
  }
  return vscode.workspace.fs.readFile(uri);
}

function whyReadOnly(scheme: string): string {
  if (scheme === 'git') return 'This is an older version of the file: it can be looked at, and decisions are made on the file itself.';
  if (scheme === 'untitled') return 'This file has not been saved yet: save it, and decisions can be kept beside it.';
  return 'This file is not in a folder on disk, so decisions cannot be kept beside it. Save it to a folder first.';
}
