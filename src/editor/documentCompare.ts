import { mkdtemp, mkdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import * as vscode from 'vscode';
import type { ChooseCompareParams, ComparedRows, ComparedRowsParams, ComparedWith, CompareSide, Comparison } from '../protocol/compareMethods.ts';
import type { DocumentState } from '../protocol/methods.ts';
import type { WorkProgress } from '../protocol/engineMethods.ts';
import { findBlob } from '../git/blob.ts';
import { locateInGit, type TrackedPath, whyNoRepository } from '../git/repository.ts';
import { writeVersion } from '../git/versionFile.ts';
import { readConfig } from '../sidecar/config.ts';
import { cacheFolder } from './clearCache.ts';
import { pickFile, pickRevision } from './comparePicks.ts';
import type { DocumentServices } from './documentServices.ts';
import type { OptionsOf, ParamsOf, ResultOf } from './engineHost.ts';
import { readSettings } from './settings.ts';

/** What a comparison needs of its document. */
export interface ComparedDocument {
  readonly uri: vscode.Uri;
  readonly name: string;
  readonly files: { readonly path: string };
  patch(patch: Partial<DocumentState>): void;
  call<Name extends 'compare' | 'comparedRows'>(method: Name, params: Omit<ParamsOf<Name>, 'id'>, options?: OptionsOf<Name>): Promise<ResultOf<Name>>;
}

/** The other version, open in the engine. */
interface OpenSide {
  readonly id: number;
  /** The engine process that knows the id. */
  readonly generation: number;
  /** Names its bytes and how they were read: the same name, the same dataset. */
  readonly version: string;
  /** Written for it, and removed with it. */
  readonly folder: string | null;
}

interface FoundSide {
  readonly version: string;
  /** Where it can be read; written first where git has it. */
  place(folder: string, signal: AbortSignal): Promise<string>;
  readonly inGit: boolean;
}

/** What one document is compared with: chosen by a person, remembered, and open in the engine as long as it is looked at. */
export class DocumentCompare {
  readonly #document: ComparedDocument;
  readonly #services: DocumentServices;
  #chosen: CompareSide | null;
  #open: OpenSide | null = null;
  /** Comparisons follow one another: two would open the same side twice. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(document: ComparedDocument, services: DocumentServices) {
    this.#document = document;
    this.#services = services;
    this.#chosen = services.remembered.get<CompareSide | null>(this.#memory, null);
  }

  get chosen(): ComparedWith | null {
    return this.#chosen && { side: this.#chosen, words: wordsOf(this.#chosen) };
  }

  async choose(params: ChooseCompareParams): Promise<void> {
    const side = 'side' in params ? params.side : params.pick === 'file' ? await pickFile(this.#document.name) : await pickRevision(await this.#tracked());
    // Whoever puts the question away keeps what there was.
    if (side === null && 'pick' in params) return;
    this.#chosen = side;
    await this.#services.remembered.update(this.#memory, side ?? undefined);
    this.#document.patch({ comparedWith: this.chosen });
  }

  compare(key: readonly string[] | undefined, signal: AbortSignal, onProgress: (progress: WorkProgress) => void): Promise<Comparison> {
    const compared = this.#turn.then(() => this.#compare(key, signal, onProgress));
    this.#turn = compared.catch(() => undefined);
    return compared;
  }

  rows(params: Omit<ComparedRowsParams, 'id'>, signal: AbortSignal): Promise<ComparedRows> {
    return this.#document.call('comparedRows', params, { signal });
  }

  dispose(): void {
    void this.#turn.then(() => this.#close());
  }

  async #compare(key: readonly string[] | undefined, signal: AbortSignal, onProgress: (progress: WorkProgress) => void): Promise<Comparison> {
    signal.throwIfAborted();
    const side = this.#chosen;
    if (side === null) throw new Error('Choose what to compare with.');
    for (let attempt = 1; ; attempt++) {
      const open = await this.#opened(side, signal, onProgress);
      try {
        return await this.#document.call('compare', { before: open.id, ...(key && { key }) }, { signal, onProgress });
      } catch (error) {
        // The engine was started anew meanwhile: it does not know the other side any more.
        if (attempt > 1 || open.generation === this.#services.engine.generation) throw error;
      }
    }
  }

  async #opened(side: CompareSide, signal: AbortSignal, onProgress: (progress: WorkProgress) => void): Promise<OpenSide> {
    const { engine, storage } = this.#services;
    const root = vscode.workspace.getWorkspaceFolder(this.#document.uri)?.uri.fsPath;
    const { config } = await readConfig(this.#document.files.path, root === undefined ? {} : { root });
    const found = await this.#find(side);
    const version = JSON.stringify([found.version, config.types, config.format, config.roles, config.key]);
    if (this.#open?.version === version && this.#open.generation === engine.generation) return this.#open;
    await this.#close();
    onProgress({ words: `Reading ${wordsOf(side)}` });
    const folder = found.inGit ? await this.#newFolder() : null;
    try {
      const path = await found.place(folder ?? '', signal);
      const { memoryLimit, cacheLimit } = readSettings(this.#document.uri);
      const { generation } = engine;
      const { id } = await engine.call('open', { path, config, memoryLimit, ...(!found.inGit && { cacheFolder: cacheFolder(storage), cacheLimit }) }, {
        signal, onProgress: ({ words, fraction }) => onProgress({ words: `${wordsOf(side)}: ${words}`, ...(fraction !== undefined && { fraction }) }),
      });
      return (this.#open = { id, generation, version, folder });
    } catch (error) {
      if (folder !== null) await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async #find(side: CompareSide): Promise<FoundSide> {
    if (side.kind === 'file') {
      const { size, mtimeMs } = await stat(side.path).catch(() => { throw new Error(`${side.path} is not there any more. Choose another file.`); });
      return { version: `${side.path} ${size} ${mtimeMs}`, inGit: false, place: () => Promise.resolve(side.path) };
    }
    const tracked = await this.#tracked();
    const version = side.kind === 'staged' ? 'index' : side.revision;
    const blob = await findBlob(tracked.repository, version, tracked.path);
    if (blob === null)
      throw new Error(
        `${this.#document.name} is not in ${side.kind === 'staged' ? 'the index: it is not staged, nor committed' : side.revision}. Choose another version.`,
      );
    return { version: blob.id, inGit: true, place: async (folder, signal) => (await writeVersion(tracked, version, folder, signal)).path };
  }

  async #tracked(): Promise<TrackedPath> {
    const { uri, name } = this.#document;
    const tracked = uri.scheme === 'file' || uri.scheme === 'git' ? await locateInGit(uri.fsPath) : null;
    if (tracked === null)
      throw new Error(
        `${name} has no versions: ${await whyNoRepository(dirname(uri.fsPath), 'its folder')}. Compare it with another file.`,
      );
    return tracked;
  }

  async #newFolder(): Promise<string> {
    const parent = join(this.#services.storage.fsPath, 'versions');
    await mkdir(parent, { recursive: true });
    return mkdtemp(join(parent, 'version-'));
  }

  async #close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    if (open === null) return;
    if (open.generation === this.#services.engine.generation) await this.#services.engine.call('close', { id: open.id }).catch(() => undefined);
    if (open.folder !== null) await rm(open.folder, { recursive: true, force: true }).catch(() => undefined);
  }

  get #memory(): string {
    return `compare:${this.#document.uri.toString()}`;
  }
}

/** How a side is named on the screen; a file by its path from the workspace where it is in one. */
function wordsOf(side: CompareSide): string {
  if (side.kind === 'staged') return 'staged';
  if (side.kind === 'revision') return side.revision;
  const folder = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(side.path));
  return folder ? relative(folder.uri.fsPath, side.path) : basename(side.path);
}
