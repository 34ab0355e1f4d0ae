import { basename } from 'node:path';
import type * as vscode from 'vscode';
import { errorMessage } from '../core/errorMessage.ts';
import type { EngineEnd } from '../engine/engineEnd.ts';
import { readFirstRows } from '../formats/index.ts';
import type { LoadProgress, OpenResult } from '../protocol/engineMethods.ts';
import { isAbort } from '../protocol/rpc.ts';
import { sidecarPath } from '../sidecar/sidecarFile.ts';
import { cacheFolder } from './clearCache.ts';
import { Crashes } from './crashes.ts';
import type { DatasetSession } from './datasetSession.ts';
import type { DatasetDocument } from './document.ts';
import type { DocumentChecks } from './documentChecks.ts';
import type { DocumentConfig } from './documentConfig.ts';
import type { DocumentNotices } from './documentNotices.ts';
import type { DocumentServices } from './documentServices.ts';
import { describeFailure, engineFailure } from './failure.ts';
import { whyUndecided } from './partialKeys.ts';
import { readSettings } from './settings.ts';
import type { RunningWork } from './workList.ts';

/** What loading a document works with, of what the document keeps to itself. */
export interface LoadingParts {
  readonly services: DocumentServices;
  readonly session: DatasetSession;
  readonly config: DocumentConfig;
  readonly checks: DocumentChecks;
  readonly notices: DocumentNotices;
  readonly readConfig: () => Promise<unknown>;
  readonly readLabels: () => Promise<void>;
  readonly showDecisions: () => Promise<void>;
}

/** Gets the file of one document read, and read again where the engine has stopped. */
export class DocumentLoading implements vscode.Disposable {
  readonly #document: DatasetDocument;
  readonly #parts: LoadingParts;
  readonly #crashes = new Crashes();
  readonly #engineRestarts: vscode.Disposable;
  /** Stops the load under way; a newer one has its own. */
  #loading = new AbortController();

  constructor(document: DatasetDocument, parts: LoadingParts) {
    this.#document = document;
    this.#parts = parts;
    this.#engineRestarts = parts.services.engine.onDidRestart(({ crash }) => this.#reopen(crash));
  }

  /** Reads the file, again where it was read before. Decisions stay. What goes wrong is shown, not thrown. */
  load({ check = readSettings(this.#document.uri).checkOnOpen, afterCrash = false } = {}): void {
    const document = this.#document;
    const { services, session, checks, notices } = this.#parts;
    if (!afterCrash) this.#crashes.forget();
    services.engine.start();
    this.#loading.abort();
    checks.stop();
    const loading = (this.#loading = new AbortController());
    notices.clear();
    document.patch({ phase: 'starting', failure: null, head: null, loadedRows: 0, dataset: null, profiles: [], findings: null, fileChanged: null });
    // Cancel ends loading where it is: what there is by then is shown.
    const opening = document.work.run(`Reading ${document.name}`, (work) => this.#open(loading.signal, work), { cancel: () => session.stop() });
    session.begin(opening);
    opening.then((opened) => this.#opened(opened, loading.signal, check)).catch((error: unknown) => {
      if (loading.signal.aborted) return;
      if (!isAbort(error)) services.log.error(`${document.name} could not be opened:`, error instanceof Error ? error : errorMessage(error));
      document.patch({ phase: 'failed', failure: describeFailure(error, document.name), head: null });
    });
  }

  async #open(signal: AbortSignal, work: RunningWork): Promise<OpenResult> {
    const document = this.#document;
    const { services, config, notices, readConfig } = this.#parts;
    const readOnly = await document.files.open();
    const { path } = document.files;
    document.patch({ readOnly, decisions: { ...document.state.decisions, sidecar: basename(sidecarPath(path)) } });
    await readConfig();
    void this.#showHead(path, signal);
    await notices.quietly('read the decisions', document.decisions.read(path));
    const { cacheLimit, memoryLimit } = readSettings(document.uri);
    return services.engine.call('open', {
      path, config: config.current, cacheFolder: cacheFolder(services.storage), cacheLimit, memoryLimit,
    }, { signal, onProgress: (progress) => this.#showLoading(progress, work, signal) });
  }

  /** The first rows, while the engine reads. Where they cannot be had, the engine's own error says why. */
  async #showHead(path: string, signal: AbortSignal): Promise<void> {
    const document = this.#document;
    const { services, config, notices } = this.#parts;
    try {
      const head = await readFirstRows(path, config.current.format ?? {});
      if (signal.aborted || document.state.phase !== 'starting') return;
      document.patch({ phase: 'head', head });
      notices.ofReader(head.notices);
    } catch (error) {
      services.log.debug(`The first rows of ${document.name} could not be shown: ${errorMessage(error)}`);
    }
  }

  #showLoading(progress: LoadProgress, work: RunningWork, signal: AbortSignal): void {
    if (signal.aborted) return;
    const document = this.#document;
    work.progress(progress);
    if (progress.id !== undefined) this.#parts.session.name(progress.id, progress.rows !== undefined);
    if (document.state.phase === 'head') document.patch({ phase: 'loading' });
    if (progress.rows !== undefined) document.patch({ loadedRows: progress.rows });
    if (progress.profiles) document.patch({ profiles: [...document.state.profiles, ...progress.profiles] });
  }

  async #opened({ dataset, profiles }: OpenResult, signal: AbortSignal, check: boolean): Promise<void> {
    if (signal.aborted) return;
    const document = this.#document;
    const { config, notices, showDecisions, readLabels } = this.#parts;
    const { state } = document;
    document.patch({
      phase: 'ready',
      dataset,
      annotations: config.annotationsBeside(dataset),
      profiles,
      head: null,
      loadedRows: 0,
      readOnly: state.readOnly ?? whyUndecided(dataset),
      revision: state.revision + 1,
    });
    notices.ofReader(dataset.notices);
    await showDecisions();
    await notices.quietly('count the labels', readLabels());
    // A watcher may have missed what happened while it was read.
    await document.files.look();
    void notices.quietly('look for decisions under another name', document.strays.look());
    if (check) await notices.quietly('run the checks', document.check(true));
  }

  /** The engine was started again and knows nothing of this dataset. */
  #reopen(crash: EngineEnd | null): void {
    const { checks, notices } = this.#parts;
    const { phase, findings } = this.#document.state;
    const wasChecking = checks.running;
    if (phase === 'failed') return;
    const crashed = crash !== null;
    if (crash && this.#crashes.note()) return this.#giveUp(crash);
    // Checks that the engine died of would be its end again; whoever restarts it wants them to go on.
    const check = crashed ? findings !== null && !wasChecking : findings !== null || wasChecking;
    this.load(phase === 'ready' ? { afterCrash: crashed, check } : { afterCrash: crashed });
    if (wasChecking && crash)
      notices.add({
        severity: 'error',
        message: `The data engine ${crash.limited ? crash.what : 'stopped'} while the checks ran. Run them again with Check; the log says more.`,
      });
  }

  /** The engine stops again and again: nothing more is tried until somebody asks for it. */
  #giveUp(crash: EngineEnd): void {
    const document = this.#document;
    this.#loading.abort();
    this.#parts.checks.stop();
    this.#parts.session.close();
    document.patch({ phase: 'failed', failure: engineFailure(document.name, crash), head: null, dataset: null, profiles: [], findings: null, fileChanged: null });
  }

  dispose(): void {
    this.#loading.abort();
    this.#engineRestarts.dispose();
  }
}
