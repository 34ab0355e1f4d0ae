import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { DecisionDraft } from '../core/decision.ts';
import { contentHashField } from '../core/rowKey.ts';
import { newId } from '../sidecar/newId.ts';
import type { DecisionStatus } from '../protocol/engineMethods.ts';
import type { DecisionState } from '../protocol/methods.ts';
import { readAuthor } from '../sidecar/author.ts';
import type { ListStep } from '../sidecar/listStep.ts';
import { readSidecar, saveSidecar, type DamagedLine } from '../sidecar/sidecarFile.ts';
import { buildDecisions } from './buildDecisions.ts';
import { DecisionLog, type DecisionEdit, type UnsavedDecisions } from './decisionLog.ts';
import type { DatasetDocument } from './document.ts';
import { readSettings } from './settings.ts';

/** What is decided on one open document: read, added to, undone, saved. Whoever changes it sends it to the engine afterwards. */
export class DocumentDecisions {
  readonly #document: DatasetDocument;
  readonly #log = new DecisionLog();
  #damaged: readonly DamagedLine[] = [];
  /** A hot-exit backup that has yet to be laid over the sidecar. */
  #backup: string | undefined;
  #author: Promise<string | undefined> | undefined;
  /** Reading, deciding and saving take turns. */
  #turn: Promise<unknown> = Promise.resolve();
  #sending: Promise<void> | null = null;
  #sendAgain = false;
  /** The newest apply that the file has gone through. */
  #since: string | undefined;

  constructor(document: DatasetDocument, backup: string | undefined) {
    this.#document = document;
    this.#backup = backup;
  }

  get log(): DecisionLog {
    return this.#log;
  }

  /** Reads the sidecar of the data file; decisions that are not saved stay. Returns whether anything is new. */
  read(path: string): Promise<boolean> {
    return this.#inTurn(async () => {
      const sidecar = await readSidecar(path);
      const news = !this.#log.sameOnDisk(sidecar.decisions) || this.#damaged.length !== sidecar.damaged.length;
      this.#damaged = sidecar.damaged;
      this.#log.mergeFromDisk(sidecar.decisions);
      if (this.#backup !== undefined) {
        this.#log.restore(await readBackup(this.#backup));
        this.#backup = undefined;
      }
      this.#document.patch({ author: (await this.#readAuthor()) ?? null });
      this.#tell();
      return news;
    });
  }

  /** Builds decisions from drafts and applies them as one edit. `labels`: what became of those in winnow.json with it. */
  decide(drafts: readonly DecisionDraft[], title: string, labels: ListStep | null): Promise<{ edit: DecisionEdit; afterUndoneSave: boolean }> {
    return this.#inTurn(async () => {
      const decisions = await buildDecisions(drafts, {
        keys: (rows, columns) => this.#document.call('keys', { rows, columns }),
        label: this.#document.state.dataset?.roles.label,
        author: await this.#readAuthor(),
        since: this.#since,
        now: new Date(),
        newId: () => newId(Date.now()),
      });
      const edit = { title, decisions, ...(labels && { labels }) };
      const pushed = this.#log.push(edit);
      this.#tell();
      return { edit, ...pushed };
    });
  }

  /** One step of the undo stack that decides nothing itself: that decisions were applied to the file. */
  step(title: string): Promise<{ edit: DecisionEdit; afterUndoneSave: boolean }> {
    return this.#inTurn(() => {
      const edit = { title, decisions: [] };
      return Promise.resolve({ edit, ...this.#log.push(edit) });
    });
  }

  async undo(edit: DecisionEdit): Promise<void> {
    await this.#inTurn(() => Promise.resolve(this.#log.undo(edit)));
  }

  /** The undo stack has gone on over a step that stays as it is. */
  async pass(undone: boolean): Promise<void> {
    await this.#inTurn(() => Promise.resolve(this.#log.pass(undone)));
    this.#tell();
  }

  async redo(edit: DecisionEdit): Promise<void> {
    await this.#inTurn(() => Promise.resolve(this.#log.redo(edit)));
  }

  /**
   * Writes the sidecar: what is on disk by then, without what was undone, with what was decided. Where nothing changed,
   * nothing is written.
   */
  async save(path: string): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#log.unsavedCount === 0) return this.#log.nothingToSave();
      const saved = await saveSidecar(path, { key: this.#key(), ...this.#log.unsaved });
      this.#damaged = saved.damaged;
      this.#log.saved(saved.decisions);
    });
  }

  /** Writes every decision into the sidecar of a copy of the data file. */
  async saveCopy(path: string): Promise<void> {
    await saveSidecar(path, { key: this.#key(), added: this.#log.all(), removed: [] });
  }

  /** Forgets what is not saved. Returns the edits that are not made any more, and those that are again. */
  revert(path: string): Promise<ReturnType<DecisionLog['revert']>> {
    return this.#inTurn(async () => {
      const sidecar = await readSidecar(path);
      this.#damaged = sidecar.damaged;
      return this.#log.revert(sidecar.decisions);
    });
  }

  /** Writes what is not saved to a file of VS Code's, for the next window. */
  async backup(destination: string): Promise<void> {
    const unsaved = this.#backup === undefined ? this.#log.unsaved : await readBackup(this.#backup);
    await mkdir(dirname(destination), { recursive: true });
    await writeFile(destination, JSON.stringify(unsaved));
  }

  /** Lays the decisions over the findings and the grid. Calls that come while one is under way are answered by one more. */
  send(): Promise<void> {
    this.#tell();
    this.#sendAgain = true;
    return (this.#sending ??= this.#sendAll());
  }

  async #sendAll(): Promise<void> {
    try {
      while (this.#sendAgain) {
        this.#sendAgain = false;
        this.#show(await this.#document.call('decide', { decisions: this.#log.all() }));
      }
    } finally {
      this.#sending = null;
    }
  }

  #show(status: DecisionStatus): void {
    const { state } = this.#document;
    this.#since = status.since;
    this.#document.patch({
      findings: status.findings ?? state.findings,
      revision: state.revision + 1,
      decisions: { ...this.#state(), decidedRows: status.decidedRows, conflicts: status.conflicts, orphans: status.orphans.length },
    });
  }

  #state(): DecisionState {
    return {
      ...this.#document.state.decisions,
      unsaved: this.#log.unsavedCount,
      damaged: this.#damaged,
      canUndo: this.#log.canUndo,
      canRedo: this.#log.canRedo,
    };
  }

  #tell(): void {
    this.#document.patch({ decisions: this.#state() });
  }

  /** The columns that identify a row; of a dataset that could not be read, those that its decisions name. */
  #key(): readonly string[] {
    const { dataset } = this.#document.state;
    if (dataset) return dataset.key;
    const row = this.#log.all().find((decision) => Object.keys(decision.row).length > 0)?.row ?? {};
    return Object.hasOwn(row, contentHashField) ? [] : Object.keys(row);
  }

  #readAuthor(): Promise<string | undefined> {
    return (this.#author ??= readAuthor(dirname(this.#document.files.path), readSettings(this.#document.uri).author));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}

async function readBackup(path: string): Promise<UnsavedDecisions> {
  const { added, removed } = JSON.parse(await readFile(path, 'utf8')) as UnsavedDecisions;
  return { added, removed };
}

/** Removes a backup that is not needed any more. */
export async function removeBackup(path: string): Promise<void> {
  await rm(path, { force: true });
}
