import { access, constants } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { configPaths } from '../sidecar/config.ts';
import { sidecarPath } from '../sidecar/sidecarFile.ts';
import { describeChange, readStamp, type FileStamp } from './fileChange.ts';
import { watchFiles } from './fileWatch.ts';
import { openLocalFile, type LocalFile } from './localFile.ts';

export interface FileListeners {
  /** What became of the data file since it was read, in a sentence; null: it is the one that was read. */
  dataChanged(change: string | null): void;
  sidecarChanged(): void;
  configChanged(): void;
}

/** The files of one document on disk: the data, the sidecar beside it, the configuration; and the news of them. */
export class DocumentFiles implements vscode.Disposable {
  readonly #uri: vscode.Uri;
  readonly #copies: vscode.Uri;
  readonly #untitled: Uint8Array | undefined;
  readonly #listeners: FileListeners;
  #local: LocalFile | null = null;
  #watcher: vscode.Disposable | null = null;
  #configs: { readonly paths: readonly string[]; readonly watchers: readonly vscode.Disposable[] } = { paths: [], watchers: [] };
  /** The data file as it was when it was read. */
  #stamp: FileStamp | null = null;
  /** The newest look at the data file; older answers are of no use. */
  #look = 0;
  /** A change that is our own is under way, or has not been read yet. */
  #expected = false;
  #disposed = false;

  constructor(uri: vscode.Uri, copies: vscode.Uri, untitled: Uint8Array | undefined, listeners: FileListeners) {
    this.#uri = uri;
    this.#copies = copies;
    this.#untitled = untitled;
    this.#listeners = listeners;
  }

  /** Where the data file lies; throws before `open`. */
  get path(): string {
    if (!this.#local) throw new Error(`${basename(this.#uri.path)} has not been read.`);
    return this.#local.path;
  }

  /** Finds the file, or copies it; then watches it and its neighbours. Returns why nothing can be saved beside it, or null. */
  async open(): Promise<string | null> {
    if (!this.#local || this.#uri.scheme !== 'file') {
      this.#local = await openLocalFile(this.#uri, this.#copies, this.#untitled);
      if (this.#disposed) await this.#local.dispose();
    }
    this.#stamp = await readStamp(this.#local.path);
    this.#expected = false;
    if (this.#uri.scheme === 'file' && !this.#watcher && !this.#disposed) this.#watch(this.#local.path);
    return this.#local.readOnly ?? whyNotWritable(this.#local.path);
  }

  /** The configuration that is in use, nearest last. */
  get configs(): readonly string[] {
    return this.#configs.paths;
  }

  /** Remembers which configuration was found, and watches every place where there may be some. */
  watchConfigs(found: readonly string[], root: string | undefined): void {
    for (const watcher of this.#configs.watchers) watcher.dispose();
    const watched = this.#uri.scheme === 'file' && !this.#disposed ? configPaths(this.path, root) : [];
    const watchers = watched.map((path) => watchFiles(dirname(path), [basename(path)], () => this.#listeners.configChanged()));
    this.#configs = { paths: found, watchers };
  }

  /** Runs what changes the data file itself; where it fails, what became of the file is told then. */
  async quietly<T>(work: () => Promise<T>): Promise<T> {
    this.#expected = true;
    try {
      return await work();
    } catch (error) {
      this.#expected = false;
      await this.look();
      throw error;
    }
  }

  /** Looks whether the data file is still the one that was read. */
  async look(): Promise<void> {
    if (this.#uri.scheme !== 'file' || !this.#local || this.#disposed || this.#expected) return;
    const look = ++this.#look;
    const change = await describeChange(this.#local.path, this.#stamp);
    if (look === this.#look && !this.#disposed) this.#listeners.dataChanged(change);
  }

  dispose(): void {
    this.#disposed = true;
    this.#watcher?.dispose();
    for (const watcher of this.#configs.watchers) watcher.dispose();
    void this.#local?.dispose();
  }

  #watch(path: string): void {
    const folder = dirname(path);
    const sidecar = basename(sidecarPath(path));
    this.#watcher = vscode.Disposable.from(
      watchFiles(folder, [basename(path), sidecar], (name) => {
        if (name === sidecar) this.#listeners.sidecarChanged();
        else void this.look();
      }),
      // Folders of a network tell nothing: a person who comes back from where the file was changed is.
      vscode.window.onDidChangeWindowState(({ focused }) => void (focused && this.look())),
      vscode.window.tabGroups.onDidChangeTabs(({ changed }) => void (changed.some(({ isActive }) => isActive) && this.look())),
    );
  }
}

async function whyNotWritable(path: string): Promise<string | null> {
  try {
    await access(dirname(path), constants.W_OK);
    return null;
  } catch {
    return `The folder ${dirname(path)} is read-only, so decisions cannot be kept beside the file. Make it writable, then reload the dataset.`;
  }
}
