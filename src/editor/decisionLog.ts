import { appliesOf } from '../core/applied.ts';
import { compareDecisions, type Decision } from '../core/decision.ts';
import type { ListStep } from '../sidecar/listStep.ts';

/** One undoable step: what a person did at once, however many rows it touched. */
export interface DecisionEdit {
  /** Names it in the Edit menu. */
  readonly title: string;
  readonly decisions: readonly Decision[];
  /** What became of the labels in winnow.json with it. */
  readonly labels?: ListStep;
}

/** What the disk does not have yet: the content of a hot-exit backup. */
export interface UnsavedDecisions {
  readonly added: readonly Decision[];
  /** Ids of saved decisions that were undone after they had been saved. */
  readonly removed: readonly string[];
}

/**
 * The decisions of one open document: those on disk, plus what was decided, minus what was undone since.
 * It mirrors the undo stack that VS Code keeps for the document, so that `canUndo` and `canRedo` are true to it.
 * Decisions are a set by id: nothing here depends on the order of the sidecar.
 */
export class DecisionLog {
  #onDisk = new Map<string, Decision>();
  readonly #added = new Map<string, Decision>();
  readonly #removed = new Set<string>();
  #edits: DecisionEdit[] = [];
  /** Edits that are applied: those before this index. */
  #position = 0;
  /** `#position` at the last save. */
  #savedPosition = 0;

  /** Every decision, unsaved ones included, oldest first. */
  all(): Decision[] {
    const kept = [...this.#onDisk.values()].filter((decision) => !this.#removed.has(decision.id));
    return [...kept, ...this.#added.values()].sort(compareDecisions);
  }

  get unsaved(): UnsavedDecisions {
    return { added: [...this.#added.values()], removed: [...this.#removed] };
  }

  get unsavedCount(): number {
    return this.#added.size + this.#removed.size;
  }

  get canUndo(): boolean {
    return this.#position > 0;
  }

  get canRedo(): boolean {
    return this.#position < this.#edits.length;
  }

  /**
   * Applies a new edit and forgets the undone ones.
   * `afterUndoneSave` is true where the undone edits had been saved: VS Code compares positions in its
   * stack, so it would take the document for clean again and has to be told that it is not.
   */
  push(edit: DecisionEdit): { readonly afterUndoneSave: boolean } {
    const afterUndoneSave = this.#position < this.#savedPosition;
    this.#edits = [...this.#edits.slice(0, this.#position), edit];
    this.#position = this.#edits.length;
    this.#apply(edit);
    return { afterUndoneSave };
  }

  undo(edit: DecisionEdit): void {
    this.pass(true);
    // What the data file says by now is not undone by forgetting who said it.
    const applied = this.#applied();
    for (const { id } of edit.decisions) {
      if (applied.has(id)) continue;
      this.#added.delete(id);
      if (this.#onDisk.has(id)) this.#removed.add(id);
    }
  }

  /** The undo stack has gone on over an edit that stays as it is. */
  pass(undone: boolean): void {
    this.#position = Math.min(this.#edits.length, Math.max(0, this.#position + (undone ? -1 : 1)));
  }

  /** The data file says some of it by now, by what is on disk. */
  isApplied(edit: DecisionEdit): boolean {
    const applied = this.#applied();
    return edit.decisions.some(({ id }) => applied.has(id));
  }

  redo(edit: DecisionEdit): void {
    this.pass(false);
    this.#apply(edit);
  }

  /** The disk has these now, because they were saved. What was decided while the save ran stays unsaved. */
  saved(onDisk: readonly Decision[]): void {
    this.#savedPosition = this.#position;
    this.mergeFromDisk(onDisk);
  }

  /** A save that found nothing to write: VS Code takes the document for clean at this place from now on. */
  nothingToSave(): void {
    this.#savedPosition = this.#position;
  }

  /** The disk has changed; unsaved edits stay. */
  mergeFromDisk(onDisk: readonly Decision[]): void {
    this.#onDisk = byId(onDisk);
    for (const id of [...this.#added.keys()]) if (this.#onDisk.has(id)) this.#added.delete(id);
    for (const id of [...this.#removed]) if (!this.#onDisk.has(id)) this.#removed.delete(id);
  }

  /**
   * The document is as it is on disk: unsaved edits are dropped.
   * @returns those that were made since the save, newest first, and those that had been undone since, oldest first.
   */
  revert(onDisk: readonly Decision[]): { readonly dropped: readonly DecisionEdit[]; readonly remade: readonly DecisionEdit[] } {
    const turned = {
      dropped: this.#edits.slice(this.#savedPosition, this.#position).reverse(),
      remade: this.#edits.slice(this.#position, this.#savedPosition),
    };
    this.#added.clear();
    this.#removed.clear();
    this.#onDisk = byId(onDisk);
    this.#edits = this.#edits.slice(0, this.#savedPosition);
    this.#savedPosition = this.#edits.length;
    this.#position = this.#edits.length;
    return turned;
  }

  /** Lays the unsaved decisions of an earlier window over those on disk. */
  restore(unsaved: UnsavedDecisions): void {
    for (const decision of unsaved.added) if (!this.#onDisk.has(decision.id)) this.#added.set(decision.id, decision);
    for (const id of unsaved.removed) if (this.#onDisk.has(id)) this.#removed.add(id);
  }

  /** Whether what is on disk is what the log knows of it: our own save seen by the file watcher. */
  sameOnDisk(decisions: readonly Decision[]): boolean {
    return decisions.length === this.#onDisk.size
      && decisions.every((decision) => JSON.stringify(this.#onDisk.get(decision.id)) === JSON.stringify(decision));
  }

  /** Ids of what applies have written. */
  #applied(): ReadonlySet<string> {
    return new Set(appliesOf(this.#onDisk.values()).flatMap((apply) => apply.applied));
  }

  #apply(edit: DecisionEdit): void {
    for (const decision of edit.decisions) {
      this.#removed.delete(decision.id);
      if (!this.#onDisk.has(decision.id)) this.#added.set(decision.id, decision);
    }
  }
}

function byId(decisions: readonly Decision[]): Map<string, Decision> {
  return new Map(decisions.map((decision) => [decision.id, decision]));
}
