import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { DecisionDraft } from '../core/decision.ts';
import { readFirstRows } from '../formats/index.ts';
import type { LoadProgress, OpenResult, WorkProgress } from '../protocol/engineMethods.ts';
import type { FindingSummary } from '../protocol/findingMethods.ts';
import { startingState, type DocumentState } from '../protocol/methods.ts';
import { isAbort } from '../protocol/rpc.ts';
import { sidecarPath } from '../sidecar/sidecarFile.ts';
import { cacheFolder } from './clearCache.ts';
import { Crashes } from './crashes.ts';
import { DatasetSession, type DatasetMethod } from './datasetSession.ts';
import { DocumentChecks } from './documentChecks.ts';
import { DocumentCompare } from './documentCompare.ts';
import { DocumentConfig } from './documentConfig.ts';
import { DocumentDecisions } from './documentDecisions.ts';
import { DocumentFiles } from './documentFiles.ts';
import { DocumentHistory } from './documentHistory.ts';
import { DocumentNotices } from './documentNotices.ts';
import type { DocumentServices, UndoableEdit } from './documentServices.ts';
import type { OptionsOf, ParamsOf, ResultOf } from './engineHost.ts';
import { describeFailure, engineFailure, errorMessage } from './failure.ts';
import { whyUndecided } from './partialKeys.ts';
import { requireWritable } from './requireWritable.ts';
import { readLabels } from './readLabels.ts';
import { readSettings } from './settings.ts';
import { WorkList, type RunningWork } from './workList.ts';

/** One dataset that is open in the editor, whatever number of panels show it. */
export class DatasetDocument implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly name: string;
  readonly files: DocumentFiles;
  readonly work: WorkList;
  readonly decisions: DocumentDecisions;
  readonly compare: DocumentCompare;
  readonly history: DocumentHistory;
  readonly #services: DocumentServices;
  readonly #config: DocumentConfig;
  readonly #checks = new DocumentChecks(this);
  readonly #notices = new DocumentNotices((notices) => this.patch({ notices }));
  readonly #session: DatasetSession;
  readonly #changes = new vscode.EventEmitter<Partial<DocumentState>>();
  readonly #edits = new vscode.EventEmitter<UndoableEdit>();
  readonly #disposals = new vscode.EventEmitter<void>();
  readonly #engineRestarts: vscode.Disposable;
  #state: DocumentState;
  /** Stops the load under way; a newer one has its own. */
  #loading = new AbortController();
  readonly #crashes = new Crashes();
  #disposed = false;

  /** What has changed of the state, in patches. */
  readonly onDidChange = this.#changes.event;
  readonly onDidEdit = this.#edits.event;
  readonly onDidDispose = this.#disposals.event;

  constructor(uri: vscode.Uri, services: DocumentServices, origin: { readonly backup?: string; readonly untitled?: Uint8Array }) {
    this.uri = uri;
    this.name = basename(uri.path);
    this.#services = services;
    this.#session = new DatasetSession(services.engine);
    this.#state = { ...startingState, name: this.name };
    this.work = new WorkList((work) => this.patch({ work }));
    this.decisions = new DocumentDecisions(this, origin.backup);
    this.compare = new DocumentCompare(this, services);
    this.history = new DocumentHistory(this, services);
    this.#state = { ...this.#state, comparedWith: this.compare.chosen };
    this.files = new DocumentFiles(uri, vscode.Uri.joinPath(services.storage, 'copies'), origin.untitled, {
      dataChanged: (fileChanged) => this.#dataChanged(fileChanged),
      sidecarChanged: () => this.#quietly('read the decisions', this.mergeSidecar()),
      configChanged: () => this.#quietly('read winnow.json', this.configure()),
    });
    this.#config = new DocumentConfig(uri, this.files);
    this.#engineRestarts = services.engine.onDidRestart(({ crashed }) => this.#reopen(crashed));
  }

  get disposed(): boolean {
    return this.#disposed;
  }

  get state(): DocumentState {
    return this.#state;
  }

  patch(patch: Partial<DocumentState>): void {
    this.#state = { ...this.#state, ...patch };
    this.#changes.fire(patch);
  }

  /** Asks the engine about this dataset; waits while it is being opened. */
  call<Name extends DatasetMethod>(method: Name, params: Omit<ParamsOf<Name>, 'id'>, options?: OptionsOf<Name>): Promise<ResultOf<Name>> {
    return this.#session.call(method, params, options);
  }

  /** Reads the file, again where it was read before. Decisions stay. What goes wrong is shown, not thrown. */
  load({ check = readSettings(this.uri).checkOnOpen, afterCrash = false } = {}): void {
    if (!afterCrash) this.#crashes.forget();
    this.#services.engine.start();
    this.#loading.abort();
    this.#checks.stop();
    const loading = (this.#loading = new AbortController());
    this.#notices.clear();
    this.patch({ phase: 'starting', failure: null, head: null, loadedRows: 0, dataset: null, profiles: [], findings: null, fileChanged: null });
    // Cancel ends loading where it is: what there is by then is shown.
    const opening = this.work.run(`Reading ${this.name}`, (work) => this.#open(loading.signal, work), { cancel: () => this.#session.stop() });
    this.#session.begin(opening);
    opening.then((opened) => this.#opened(opened, loading.signal, check)).catch((error: unknown) => {
      if (loading.signal.aborted) return;
      if (!isAbort(error)) this.#services.log.error(`${this.name} could not be opened:`, error instanceof Error ? error : errorMessage(error));
      this.patch({ phase: 'failed', failure: describeFailure(error, this.name), head: null });
    });
  }

  /** Puts a profile without estimates in the place of a column's own. */
  async profileExactly(column: string, signal?: AbortSignal): Promise<void> {
    const exact = await this.call('exactProfile', { column }, { signal });
    this.patch({ profiles: this.#state.profiles.map((profile) => (profile.column === column ? exact : profile)) });
  }

  /** Columns in sight, which the engine profiles first. */
  async prefer(columns: readonly string[]): Promise<void> {
    if (this.#state.phase !== 'ready') await this.#session.callEarly('prefer', { columns });
  }

  /** Runs the checks; a run under way makes room. */
  check(unasked = false): Promise<void> {
    return this.#checks.run(unasked);
  }

  /** Lists the probably wrong labels down to this position of the recall slider. */
  setRecall(position: number, signal: AbortSignal, onProgress: (progress: WorkProgress) => void): Promise<FindingSummary> {
    return this.#checks.setRecall(position, signal, onProgress);
  }

  /** One undoable step. Rejects in plain words where it cannot be done. */
  async decide(drafts: readonly DecisionDraft[], title: string): Promise<void> {
    if (this.#state.readOnly !== null) throw new Error(this.#state.readOnly);
    if (drafts.length === 0) return;
    await requireWritable(this, drafts);
    const { edit, afterUndoneSave } = await this.decisions.decide(drafts, title);
    this.#edits.fire({
      label: title,
      staysDirty: afterUndoneSave,
      undo: () => this.decisions.undo(edit).then(() => this.#showDecisions()),
      redo: () => this.decisions.redo(edit).then(() => this.#showDecisions()),
    });
    await this.decisions.send();
  }

  /** Puts a step on the undo stack that has been made already. What goes wrong with it later is for `undo` and `redo` to tell: the stack goes on. */
  async madeStep(title: string, { undo, redo }: Pick<UndoableEdit, 'undo' | 'redo'>): Promise<void> {
    const { edit } = await this.decisions.step(title);
    this.#edits.fire({ label: title, staysDirty: false, undo: () => this.decisions.undo(edit).then(undo), redo: () => this.decisions.redo(edit).then(redo) });
  }

  /** Runs what puts another version in the place of the file, and reads that one. News of the file are its own meanwhile. */
  async replaceFile<T>(work: () => Promise<T>): Promise<T> {
    const done = await this.files.quietly(work);
    await this.decisions.read(this.files.path);
    this.load();
    return done;
  }

  /** Writes the decisions beside the file. */
  async save(): Promise<void> {
    if (this.#state.readOnly !== null) throw new Error(this.#state.readOnly);
    await this.decisions.save(this.files.path);
    // What is shown follows: a save that is done is not held up by it.
    void this.#showDecisions();
  }

  /** Forgets the decisions that are not saved. */
  async revert(): Promise<void> {
    await this.decisions.revert(this.files.path);
    await this.#showDecisions();
  }

  /** Changes winnow.json, and takes up what it says then. */
  async changeConfig(write: (config: DocumentConfig) => Promise<void>): Promise<void> {
    if (this.#state.readOnly !== null) throw new Error(this.#state.readOnly);
    await write(this.#config);
    await this.configure();
  }

  /** Takes up the configuration on disk, where it is another than the one in use. */
  async configure(): Promise<void> {
    const follows = await this.#readConfig();
    if (follows === 'nothing') return;
    if (follows === 'load' || this.#state.phase !== 'ready') return this.load();
    const { dataset } = await this.call('configure', { config: this.#config.current });
    if (follows === 'annotate') return;
    this.patch({ dataset });
    this.#notices.ofReader(dataset.notices);
    await this.#readLabels();
    await this.check(true);
  }

  /** Takes up what others have written to the sidecar. */
  async mergeSidecar(): Promise<void> {
    if (await this.decisions.read(this.files.path)) await this.#showDecisions();
  }

  dispose(): void {
    this.#disposed = true;
    this.#loading.abort();
    this.work.cancelAll();
    this.#engineRestarts.dispose();
    this.files.dispose();
    this.compare.dispose();
    this.history.dispose();
    this.#session.close();
    this.#disposals.fire();
    for (const emitter of [this.#changes, this.#edits, this.#disposals]) emitter.dispose();
  }

  async #open(signal: AbortSignal, work: RunningWork): Promise<OpenResult> {
    const readOnly = await this.files.open();
    const { path } = this.files;
    this.patch({ readOnly, decisions: { ...this.#state.decisions, sidecar: basename(sidecarPath(path)) } });
    await this.#readConfig();
    void this.#showHead(path, signal);
    await this.#quietly('read the decisions', this.decisions.read(path));
    const { storage } = this.#services;
    const settings = readSettings(this.uri);
    return this.#services.engine.call('open', {
      path, config: this.#config.current, cacheFolder: cacheFolder(storage), cacheLimit: settings.cacheLimit, memoryLimit: settings.memoryLimit,
    }, { signal, onProgress: (progress) => this.#showLoading(progress, work, signal) });
  }

  /** The first rows, while the engine reads. Where they cannot be had, the engine's own error says why. */
  async #showHead(path: string, signal: AbortSignal): Promise<void> {
    try {
      const head = await readFirstRows(path, this.#config.current.format ?? {});
      if (signal.aborted || this.#state.phase !== 'starting') return;
      this.patch({ phase: 'head', head });
      this.#notices.ofReader(head.notices);
    } catch (error) {
      this.#services.log.debug(`The first rows of ${this.name} could not be shown: ${errorMessage(error)}`);
    }
  }

  #showLoading(progress: LoadProgress, work: RunningWork, signal: AbortSignal): void {
    if (signal.aborted) return;
    work.progress(progress);
    if (progress.id !== undefined) this.#session.name(progress.id, progress.rows !== undefined);
    if (this.#state.phase === 'head') this.patch({ phase: 'loading' });
    if (progress.rows !== undefined) this.patch({ loadedRows: progress.rows });
    if (progress.profiles) this.patch({ profiles: [...this.#state.profiles, ...progress.profiles] });
  }

  async #opened({ dataset, profiles }: OpenResult, signal: AbortSignal, check: boolean): Promise<void> {
    if (signal.aborted) return;
    this.patch({ phase: 'ready', dataset, annotations: this.#config.annotationsBeside(dataset), profiles, head: null, loadedRows: 0, readOnly: this.#state.readOnly ?? whyUndecided(dataset), revision: this.#state.revision + 1 });
    this.#notices.ofReader(dataset.notices);
    await this.#showDecisions();
    await this.#quietly('count the labels', this.#readLabels());
    // A watcher may have missed what happened while it was read.
    await this.files.look();
    if (check) await this.#quietly('run the checks', this.check(true));
  }

  /** The engine was started again and knows nothing of this dataset. */
  #reopen(crashed: boolean): void {
    const wasReading = this.#state.phase !== 'ready' && this.#state.phase !== 'failed';
    const wasChecking = this.#checks.running;
    const hadFindings = this.#state.findings !== null;
    if (this.#state.phase === 'failed') return;
    if (crashed && this.#crashes.note()) return this.#giveUp();
    // Checks that the engine died of would be its end again; whoever restarts it wants them to go on.
    const check = crashed ? hadFindings && !wasChecking : hadFindings || wasChecking;
    this.load(wasReading ? { afterCrash: crashed } : { afterCrash: crashed, check });
    if (wasChecking && crashed) this.#notices.add({ severity: 'error', message: 'The data engine stopped while the checks ran. Run them again with Check; the log says more.' });
  }

  /** The engine stops again and again: nothing more is tried until somebody asks for it. */
  #giveUp(): void {
    this.#loading.abort();
    this.#checks.stop();
    this.#session.close();
    this.patch({ phase: 'failed', failure: engineFailure(this.name), head: null, dataset: null, profiles: [], findings: null, fileChanged: null });
  }

  #dataChanged(fileChanged: string | null): void {
    // Where nothing is shown, the file cannot disagree with it.
    if (this.#state.phase !== 'failed' && fileChanged !== this.#state.fileChanged) this.patch({ fileChanged });
  }

  async #readConfig(): ReturnType<DocumentConfig['read']> {
    const follows = await this.#config.read();
    this.#notices.ofConfig(this.#config.notices);
    if (follows !== 'nothing') this.patch({ taxonomy: this.#config.current.taxonomy ?? [], annotations: this.#config.annotationsBeside(this.#state.dataset) });
    return follows;
  }

  async #readLabels(): Promise<void> {
    this.patch({ labels: await readLabels(this) });
  }

  /** In a file that could not be read there is nothing to show them on; they are kept all the same. */
  async #showDecisions(): Promise<void> {
    if (this.#state.phase !== 'failed') await this.#quietly('show the decisions', this.decisions.send());
  }

  /** For what nobody asked for in so many words: an error becomes a notice, until the same succeeds. */
  async #quietly(what: string, work: Promise<unknown>): Promise<void> {
    const failed = `Could not ${what}: `;
    try {
      await work;
      this.#notices.withdraw(failed);
    } catch (error) {
      if (isAbort(error)) return;
      this.#services.log.error(`${this.name}: could not ${what}:`, error instanceof Error ? error : errorMessage(error));
      this.#notices.add({ severity: 'error', message: `${failed}${errorMessage(error)}` });
    }
  }
}
