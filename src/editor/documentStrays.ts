import { access } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import * as vscode from 'vscode';
import type { StrayDecisions } from '../protocol/methods.ts';
import { sidecarPath } from '../sidecar/sidecarFile.ts';
import { fittingStrays } from '../sidecar/straySidecars.ts';
import { takeOverSidecar } from '../sidecar/takeOverSidecar.ts';
import type { DatasetDocument } from './document.ts';

/** Sidecars of the workspace that are looked at: where a file was moved, its sidecar is in another folder. */
const mostElsewhere = 500;

/**
 * Decisions that a program which knows nothing of sidecars left behind when it renamed or moved the file: they are
 * offered, and taken over when a person says so.
 */
export class DocumentStrays {
  readonly #document: DatasetDocument;
  /** The newest look; older answers are of no use. */
  #look = 0;

  constructor(document: DatasetDocument) {
    this.#document = document;
  }

  /** Looks for them, where the file has no decisions yet. */
  async look(): Promise<void> {
    const document = this.#document;
    const look = ++this.#look;
    if (document.state.strays.length > 0) document.patch({ strays: [] });
    if (document.uri.scheme !== 'file' || document.state.readOnly !== null || (await exists(sidecarPath(document.files.path)))) return;
    const elsewhere = await vscode.workspace.findFiles(`**/*${sidecarPath('')}`, undefined, mostElsewhere);
    const { path } = document.files;
    const found = await fittingStrays(
      path,
      (decisions) => document.call('fitDecisions', { decisions }),
      elsewhere.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath),
    );
    const place = (of: string): string => relative(dirname(path), of).replaceAll('\\', '/');
    const strays = found.map(({ path: from, dataset, fit }): StrayDecisions => ({
      path: from, name: place(from), dataset: place(join(dirname(from), dataset)), rows: fit.rows, sameFile: fit.sameFile,
    }));
    if (look === this.#look && !document.disposed && strays.length > 0) document.patch({ strays });
  }

  /** Forgets those that somebody has removed or renamed by now. */
  async lookAgain(): Promise<void> {
    const { strays } = this.#document.state;
    const there = await Promise.all(strays.map(({ path }) => exists(path)));
    if (there.includes(false)) this.#forget(strays.filter((_, place) => !there[place]).map(({ path }) => path));
  }

  /** The file has the decisions of one of those that were offered from now on. Rejects in words where it cannot have them. */
  async takeOver(path: string): Promise<void> {
    const document = this.#document;
    if (document.state.readOnly !== null) throw new Error(document.state.readOnly);
    if (!document.state.strays.some((stray) => stray.path === path)) return;
    await takeOverSidecar(path, document.files.path);
    this.#forget([path]);
    await document.mergeSidecar();
  }

  #forget(paths: readonly string[]): void {
    this.#document.patch({ strays: this.#document.state.strays.filter(({ path }) => !paths.includes(path)) });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(() => true, () => false);
}
