import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { DriftReport, NoDrift } from '../core/drift.ts';
import { type FileVersion, lineageOf, type VersionSummary } from '../core/fileVersion.ts';
import { isContentShape, type RowKey } from '../core/rowKey.ts';
import { askOfVersion, listFileVersions, readWorkingState, writeVersionInto } from '../git/fileVersions.ts';
import { isShallow, locateInGit, type TrackedPath, whyNoRepository } from '../git/repository.ts';
import type { RowDetail, WorkProgress } from '../protocol/engineMethods.ts';
import type { FileHistory, HostHistoryMethods, PastRow, VersionParams } from '../protocol/historyMethods.ts';
import type { Handlers } from '../protocol/rpc.ts';
import { readConfig } from '../sidecar/config.ts';
import { readSidecar } from '../sidecar/sidecarFile.ts';
import { cacheFolder } from './clearCache.ts';
import type { DatasetDocument } from './document.ts';
import type { DocumentServices } from './documentServices.ts';
import { readSettings } from './settings.ts';

type Progress = (progress: WorkProgress) => void;

/** A version that is open in the engine, for rows to be looked up in. */
interface OpenVersion {
  readonly commit: string;
  readonly id: number;
  /** The engine process that knows the id. */
  readonly generation: number;
  readonly folder: string;
}

/** The editor for text formats, which reads all others as well. */
const datasetView = 'winnow.dataset';
const mostLabels = 50;

/** The versions that git has of one document's file: what is in them, and how rows were. */
export class DocumentHistory {
  readonly #document: DatasetDocument;
  readonly #services: DocumentServices;
  #versions: readonly FileVersion[] = [];
  #open: OpenVersion | null = null;
  /** Folders of versions that are compared with. */
  readonly #copies = new Set<string>();
  /** Versions are opened one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(document: DatasetDocument, services: DocumentServices) {
    this.#document = document;
    this.#services = services;
  }

  get handlers(): Handlers<HostHistoryMethods> {
    return {
      history: ({ limit }, { signal }) => this.#list(limit, signal),
      describeVersion: ({ commit }, { signal, progress }) => this.#describe(commit, signal, progress),
      versionDrift: ({ commit, before }, { signal, progress }) => this.#drift(commit, before, signal, progress),
      openVersion: ({ commit }) => this.#show(commit),
      compareVersion: ({ commit }) => this.#compare(commit),
      pastRow: ({ commit, row }, { signal, progress }) => this.#pastRow(commit, row, signal, progress),
    };
  }

  dispose(): void {
    void this.#turn.then(() => this.#close());
    for (const copy of this.#copies) void rm(copy, { recursive: true, force: true }).catch(() => undefined);
  }

  async #list(limit: number, signal: AbortSignal): Promise<FileHistory> {
    const { uri, name, files } = this.#document;
    const none = { changed: false, current: null, versions: [], more: false, lineage: [] };
    // To ask git may run programs that the repository names.
    if (!vscode.workspace.isTrusted) return { ...none, why: 'The versions of a file are shown once its folder is trusted.' };
    const tracked = uri.scheme === 'file' ? await locateInGit(uri.fsPath) : null;
    if (tracked === null) return { ...none, why: `${name} has no versions: ${await whyNoRepository(dirname(uri.fsPath), 'its folder')}.` };
    const listed = await listFileVersions(tracked, limit + 1, signal);
    const lineage = lineageOf((await readSidecar(files.path)).decisions);
    if (listed.length === 0) return { ...none, lineage, why: `No commit of this branch has ${name}.` };
    this.#versions = listed.slice(0, limit);
    const more = listed.length > limit;
    const changed = (await readWorkingState(tracked)) !== 'committed';
    return { changed, current: await this.#current(), versions: this.#versions, more, shallow: !more && (await isShallow(tracked.repository)), lineage };
  }

  /** What is in the open file, as it is said of versions. */
  async #current(): Promise<VersionSummary | null> {
    const { dataset } = this.#document.state;
    if (!dataset) return null;
    const { label } = dataset.roles;
    const { values } = label === undefined ? { values: [] } : await this.#document.call('values', { column: label, limit: mostLabels });
    const listed = values.reduce((sum, { count }) => sum + count, 0);
    return {
      bytes: dataset.bytes, rows: dataset.rows, unreadable: dataset.unreadable, columns: dataset.columns.map((column) => column.name),
      ...(label !== undefined && { label }), labels: values, otherLabels: label === undefined ? 0 : dataset.rows - listed,
    };
  }

  async #describe(commit: string, signal: AbortSignal, onProgress: Progress): Promise<VersionSummary> {
    const { tracked, version, params } = await this.#params(commit);
    return askOfVersion(
      tracked.repository,
      version,
      (content) => this.#services.engine.call('describeVersion', { ...params, ...(content && { content }) }, { signal, onProgress }),
      signal,
    );
  }

  /** By what is kept of both versions, which are described again where that is gone. */
  async #drift(commit: string, before: string, signal: AbortSignal, onProgress: Progress): Promise<DriftReport | NoDrift> {
    const past = { ...(await this.#params(before)).params, called: before.slice(0, 7) };
    const compare =
      commit === ''
        ? () => this.#document.call('driftSinceVersion', { before: past }, { signal })
        : async () =>
            this.#services.engine.call(
              'versionDrift',
              { before: past, after: { ...(await this.#params(commit)).params, called: commit.slice(0, 7) } },
              { signal },
            );
    const known = await compare();
    if (known) return known;
    for (const each of [before, ...(commit === '' ? [] : [commit])]) await this.#describe(each, signal, onProgress);
    return (
      (await compare()) ?? {
        why: 'What was read of these versions cannot be kept in the cache folder, so their columns are not compared here. “Compare with now” reads a version again.',
      }
    );
  }

  /** How a version is asked of the engine. */
  async #params(commit: string): Promise<{ tracked: TrackedPath; version: FileVersion; params: VersionParams }> {
    const { tracked, version } = await this.#find(commit);
    const { config } = await readConfig(this.#document.files.path, this.#root());
    const { memoryLimit } = readSettings(this.#document.uri);
    const label = this.#document.state.dataset?.roles.label;
    return {
      tracked,
      version,
      params: {
        blob: version.blob ?? '',
        name: basename(version.path),
        config,
        memoryLimit,
        cacheFolder: cacheFolder(this.#services.storage),
        ...(label !== undefined && { label }),
      },
    };
  }

  /** The version as git itself hands it out: nothing can be saved to it. */
  async #show(commit: string): Promise<void> {
    const { tracked, version } = await this.#find(commit);
    const path = join(tracked.repository.root, version.path);
    const uri = vscode.Uri.file(path).with({ scheme: 'git', query: JSON.stringify({ path, ref: version.commit }) });
    await vscode.commands.executeCommand('vscode.openWith', uri, datasetView, { preview: false });
  }

  /** Under another name the file is not where a comparison looks for it: it is compared with a copy. */
  async #compare(commit: string): Promise<void> {
    const { tracked, version } = await this.#find(commit);
    if (version.path === tracked.path) return this.#document.compare.choose({ side: { kind: 'revision', revision: version.commit.slice(0, 10) } });
    const folder = join(this.#services.storage.fsPath, 'versions', version.commit.slice(0, 10));
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    this.#copies.add(folder);
    const { path } = await writeVersionInto(folder, tracked.repository, version);
    await this.#document.compare.choose({ side: { kind: 'file', path } });
  }

  #pastRow(commit: string, row: number, signal: AbortSignal, onProgress: Progress): Promise<PastRow> {
    const found = this.#turn.then(() => this.#findRow(commit, row, signal, onProgress));
    this.#turn = found.catch(() => undefined);
    return found;
  }

  async #findRow(commit: string, row: number, signal: AbortSignal, onProgress: Progress): Promise<PastRow> {
    const { engine } = this.#services;
    const { id } = await this.#opened(commit, signal, onProgress);
    const now = await this.#document.call('row', { row }, { signal });
    const keys = keysToTry(now, this.#document.state.dataset?.roles.content ?? []);
    const places = await engine.call('rowsOf', { id, keys }, { signal });
    const place = places.find((each) => each !== null);
    if (place === undefined || place === null) return { why: whyNotFound(now.key), cells: [], uncompared: [] };
    const then = await engine.call('row', { id, row: place }, { signal });
    return { row: place, ...differingCells(now, then) };
  }

  async #opened(commit: string, signal: AbortSignal, onProgress: Progress): Promise<OpenVersion> {
    signal.throwIfAborted();
    const { engine, storage } = this.#services;
    if (this.#open?.commit === commit && this.#open.generation === engine.generation) return this.#open;
    await this.#close();
    const { tracked, version } = await this.#find(commit);
    const { config } = await readConfig(this.#document.files.path, this.#root());
    const { memoryLimit } = readSettings(this.#document.uri);
    await mkdir(join(storage.fsPath, 'versions'), { recursive: true });
    const folder = await mkdtemp(join(storage.fsPath, 'versions', 'row-'));
    try {
      const { path } = await writeVersionInto(folder, tracked.repository, version, signal);
      const { generation } = engine;
      const { id } = await engine.call(
        'open',
        { path, config, memoryLimit },
        { signal, onProgress: ({ words, fraction }) => onProgress({ words, ...(fraction !== undefined && { fraction }) }) },
      );
      return (this.#open = { commit, id, generation, folder });
    } catch (error) {
      await rm(folder, { recursive: true, force: true });
      throw error;
    }
  }

  async #close(): Promise<void> {
    const open = this.#open;
    this.#open = null;
    if (open === null) return;
    const { engine } = this.#services;
    if (open.generation === engine.generation) await engine.call('close', { id: open.id }).catch(() => undefined);
    await rm(open.folder, { recursive: true, force: true }).catch(() => undefined);
  }

  /** Only versions that were listed: a page does not name others. */
  async #find(commit: string): Promise<{ readonly tracked: TrackedPath; readonly version: FileVersion }> {
    const version = this.#versions.find((each) => each.commit === commit);
    const tracked = version ? await locateInGit(this.#document.uri.fsPath) : null;
    if (!version || tracked === null) throw new Error('This version is not in the list any more. Look at the history again.');
    return { tracked, version };
  }

  #root(): { root?: string } {
    const root = vscode.workspace.getWorkspaceFolder(this.#document.uri)?.uri.fsPath;
    return root === undefined ? {} : { root };
  }
}

/** The row's own key; where that is its content, which may be what changed, also the columns that a model sees. */
function keysToTry({ key, cells }: RowDetail, content: readonly string[]): RowKey[] {
  if (!isContentShape(Object.keys(key))) return [key];
  const values = content.map((column) => [column, cells.find((cell) => cell.column === column)] as const);
  if (values.length === 0 || values.some(([, cell]) => !cell || cell.text === null || cell.length !== undefined)) return [key];
  return [key, Object.fromEntries(values.map(([column, cell]) => [column, cell!.text!]))];
}

function whyNotFound(key: RowKey): string {
  return isContentShape(Object.keys(key))
    ? 'No row of that version can be told to be this one: the rows of this file are told apart by their content. Name columns that identify a row as “key” in winnow.json.'
    : `That version has no row with ${Object.entries(key).map(([column, value]) => `${column} ${value}`).join(', ')}, or several.`;
}

function differingCells(now: RowDetail, then: RowDetail): Pick<PastRow, 'cells' | 'uncompared'> {
  const past = new Map(then.cells.map((cell) => [cell.column, cell]));
  const both = now.cells.flatMap((cell) => {
    const before = past.get(cell.column);
    return before ? [{ cell, before }] : [];
  });
  const isLong = ({ cell, before }: (typeof both)[number]): boolean => cell.length !== undefined || before.length !== undefined;
  return {
    cells: both
      .filter((pair) => !isLong(pair) && pair.cell.text !== pair.before.text)
      .map(({ cell, before }) => ({ column: cell.column, now: cell.text, then: before.text })),
    uncompared: both.filter(isLong).map(({ cell }) => cell.column),
  };
}
