import { basename } from 'node:path';
import * as vscode from 'vscode';
import { errorMessage } from '../core/errorMessage.ts';
import type { DecisionDraft } from '../core/decision.ts';
import type { TaxonomyChange } from '../core/taxonomy.ts';
import { turnListStep } from '../sidecar/config.ts';
import type { WorkProgress } from '../protocol/engineMethods.ts';
import type { FindingSummary } from '../protocol/findingMethods.ts';
import { startingState, type DocumentState } from '../protocol/methods.ts';
import { turnedStep } from '../protocol/turnedStep.ts';
import { DatasetSession, type DatasetMethod } from './datasetSession.ts';
import { revertLabels, turnsOf } from './decidedStep.ts';
import type { DecisionEdit } from './decisionLog.ts';
import { DocumentChecks } from './documentChecks.ts';
import { DocumentCompare } from './documentCompare.ts';
import { DocumentConfig } from './documentConfig.ts';
import { DocumentDecisions } from './documentDecisions.ts';
import { DocumentFiles } from './documentFiles.ts';
import { DocumentHistory } from './documentHistory.ts';
import { DocumentLoading } from './documentLoading.ts';
import { DocumentNotices } from './documentNotices.ts';
import type { DocumentServices, UndoableEdit } from './documentServices.ts';
import { DocumentStrays } from './documentStrays.ts';
import type { OptionsOf, ParamsOf, ResultOf } from './engineHost.ts';
import { requireWritable } from './requireWritable.ts';
import { readLabels } from './readLabels.ts';
import { WorkList } from './workList.ts';

/** One dataset that is open in the editor, whatever number of panels show it. */
export class DatasetDocument implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  readonly name: string;
  readonly files: DocumentFiles;
  readonly work: WorkList;
  readonly decisions: DocumentDecisions;
  readonly compare: DocumentCompare;
  readonly history: DocumentHistory;
  readonly strays = new DocumentStrays(this);
  readonly #services: DocumentServices;
  readonly #config: DocumentConfig;
  readonly #checks = new DocumentChecks(this);
  readonly #notices = new DocumentNotices((notices) => this.patch({ notices }), (failed, error) => {
    this.#services.log.error(`${this.name}: ${failed}:`, error instanceof Error ? error : errorMessage(error));
  });
  readonly #session: DatasetSession;
  readonly #changes = new vscode.EventEmitter<Partial<DocumentState>>();
  readonly #edits = new vscode.EventEmitter<UndoableEdit>();
  readonly #dirt = new vscode.EventEmitter<void>();
  readonly #disposals = new vscode.EventEmitter<void>();
  readonly #loading: DocumentLoading;
  #state: DocumentState;
  /** Decisions are kept in the order in which they were asked for; laying them over the rows is waited for by each alone. */
  #deciding: Promise<unknown> = Promise.resolve();
  #disposed = false;

  /** What has changed of the state, in patches. */
  readonly onDidChange = this.#changes.event;
  readonly onDidEdit = this.#edits.event;
  readonly onDidStayDirty = this.#dirt.event;
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
      sidecarChanged: () => this.#notices.quietly('read the decisions', this.mergeSidecar()),
      configChanged: () => this.#notices.quietly('read winnow.json', this.configure()),
    });
    this.#config = new DocumentConfig(uri, this.files);
    this.#loading = new DocumentLoading(this, {
      services, session: this.#session, config: this.#config, checks: this.#checks, notices: this.#notices,
      readConfig: () => this.#readConfig(), readLabels: () => this.#readLabels(), showDecisions: () => this.#showDecisions(),
    });
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
  load(): void {
    this.#loading.load();
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

  /** One undoable step, the labels in winnow.json included that change with it. Rejects in plain words where it cannot be done. */
  async decide(drafts: readonly DecisionDraft[], title: string, taxonomy?: TaxonomyChange): Promise<void> {
    if (this.#state.readOnly !== null) throw new Error(this.#state.readOnly);
    if (drafts.length === 0) return;
    const decided = this.#deciding.then(() => this.#decide(drafts, title, taxonomy));
    this.#deciding = decided.catch(() => undefined);
    await decided;
    // What is asked for by now is kept first: laying takes the engine's time, the more the more was decided.
    for (let newest; newest !== this.#deciding; await newest) newest = this.#deciding;
    await this.decisions.send();
    if (taxonomy) await this.configure();
  }

  async #decide(drafts: readonly DecisionDraft[], title: string, taxonomy?: TaxonomyChange): Promise<void> {
    await requireWritable(this, drafts);
    const labels = taxonomy ? await this.#config.changeTaxonomy(taxonomy) : null;
    const { edit, afterUndoneSave } = await this.decisions.decide(drafts, title, labels).catch(async (error: unknown) => {
      if (labels) await turnListStep(labels, true);
      throw error;
    });
    this.#edits.fire({ label: title, staysDirty: afterUndoneSave, ...turnsOf(this, edit, drafts) });
  }

  /** Shows what an undo or a redo has made of the decisions, and takes up what winnow.json says by then. */
  async showTurned(undone: boolean, { title, labels }: DecisionEdit, drafts: readonly DecisionDraft[]): Promise<void> {
    await this.#showDecisions();
    this.patch({ turned: turnedStep(undone, title, drafts) });
    // The checks run again where labels have changed, which the undo stack does not wait for.
    if (labels) void this.#notices.quietly('read winnow.json', this.configure());
  }

  /** VS Code takes the document for clean where its stack is where it was saved; what is not saved by then is told. */
  stayDirty(): void {
    if (this.decisions.log.unsavedCount > 0) this.#dirt.fire();
  }

  /**
   * Puts a step on the undo stack that has been made already. What goes wrong with it later is for `undo` and `redo` to
   * tell: the stack goes on.
   */
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
    // What was asked for before the save is saved with it.
    await this.#deciding;
    await this.decisions.save(this.files.path);
    // What is shown follows: a save that is done is not held up by it.
    void this.#showDecisions();
  }

  /** Forgets the decisions that are not saved, with what became of labels in winnow.json with them. */
  async revert(): Promise<void> {
    await revertLabels(await this.decisions.revert(this.files.path));
    await this.#showDecisions();
    void this.#notices.quietly('read winnow.json', this.configure());
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
    await this.strays.lookAgain();
  }

  dispose(): void {
    this.#disposed = true;
    this.#loading.dispose();
    this.work.cancelAll();
    this.files.dispose();
    this.compare.dispose();
    this.history.dispose();
    this.#session.close();
    this.#disposals.fire();
    for (const emitter of [this.#changes, this.#edits, this.#dirt, this.#disposals]) emitter.dispose();
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
    if (this.#state.phase !== 'failed') await this.#notices.quietly('show the decisions', this.decisions.send());
  }
}
