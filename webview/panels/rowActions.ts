import type { Decision, DecisionDraft } from '../../src/core/decision.ts';
import type { View } from '../../src/core/filter.ts';
import type { RowDetail, RowFinding } from '../../src/protocol/engineMethods.ts';
import type { TurnedStep } from '../../src/protocol/turnedStep.ts';
import type { Context } from '../context.ts';
import { Latest, type Answer } from '../latest.ts';
import { formatCount } from '../ui/numbers.ts';
import { acceptDrafts, acceptFindingDraft, relabelDrafts, retractDraft, setDrafts, standingDrafts, suggestedDrafts } from './drafts.ts';
import { neighbourFlagged, type Place } from './flaggedRows.ts';

type Drafts = readonly DecisionDraft[];

/**
 * What a person does to the selected row. Acts wait for one another: each sees the row as the act before left it,
 * however fast the keys come.
 */
export class RowActions {
  readonly #context: Context;
  readonly #detail: Latest<RowDetail>;
  #queue: Promise<unknown> = Promise.resolve();
  /** The undone or redone step that was followed last. */
  #followed: TurnedStep | null = null;

  constructor(context: Context) {
    this.#context = context;
    this.#detail = new Latest<RowDetail>(() => context.store.touch());
  }

  /** The selected row, for drawing; null when none is selected. */
  detail(): Answer<RowDetail> | null {
    const { store, host } = this.#context;
    const row = store.screen.selectedRow;
    if (row === null || store.document.dataset === null) return null;
    return this.#detail.ask(`${row} ${store.document.revision}`, (signal) => host.call('row', { row }, { signal }));
  }

  relabel(to: string): void {
    const label = this.#label();
    if (label === undefined) return this.#context.store.say('No column has the role label: choose one under Roles');
    this.#act((detail) => relabelDrafts(detail, label, to), (row) => `Label row ${row} ${to}`);
  }

  accept(): void {
    this.#act((detail) => acceptDrafts(detail, this.#label()), (row) => `Accept row ${row}`);
  }

  acceptFinding(finding: RowFinding): void {
    this.#act((detail) => [acceptFindingDraft(detail, finding)], (row) => `Accept row ${row}`, false);
  }

  acceptSuggestion(): void {
    this.#act((detail) => {
      const suggested = suggestedDrafts(detail);
      if (!suggested) this.#context.store.say('No finding of this row suggests an act');
      return suggested?.drafts ?? [];
    }, (row) => `Take the suggestion for row ${row}`);
  }

  standing(act: 'ambiguous' | 'exclude'): void {
    this.#act((detail) => standingDrafts(detail, act), (row) => (act === 'exclude' ? `Exclude row ${row}` : `Mark row ${row} ambiguous`));
  }

  comment(note: string): void {
    this.#act((detail) => [{ row: detail.row, act: 'comment', note }], (row) => `Comment on row ${row}`, false);
  }

  set(column: string, to: string | null): void {
    const isLabel = column === this.#label();
    this.#act((detail) => (isLabel && to !== null ? relabelDrafts(detail, column, to) : setDrafts(detail, column, to)), (row) => `Set ${column} of row ${row}`, false);
  }

  takeBack(decision: Decision): void {
    this.#act((detail) => [retractDraft(detail, decision)], (row) => `Take back a decision on row ${row}`, false);
  }

  /** Takes back the newest decision on the row. */
  takeBackNewest(): void {
    this.#act((detail) => detail.decisions.slice(-1).map((decision) => retractDraft(detail, decision)), (row) => `Take back a decision on row ${row}`, false);
  }

  /** One row down (1) or up (-1) in the view. */
  move(step: 1 | -1): void {
    this.#inView(async (isStill) => {
      const { store } = this.#context;
      const found = await this.#neighbour(store.view, step);
      if (found && isStill()) store.select(found.row, found.position);
    });
  }

  /** The next or previous row of the view that has an open finding. */
  moveToFlagged(step: 1 | -1): void {
    this.#inView(async (isStill) => {
      const { store, host } = this.#context;
      const found = await neighbourFlagged(host, store.view, { row: store.screen.selectedRow, position: store.screen.selectedPosition }, step);
      if (!isStill()) return;
      if (found) store.select(found.row, found.position);
      else store.say(step === 1 ? 'No flagged row below' : 'No flagged row above');
    });
  }

  undo(): void {
    this.#then(async () => {
      await this.#context.host.call('undo', undefined);
      await this.#followTurned();
    });
  }

  redo(): void {
    this.#then(async () => {
      await this.#context.host.call('redo', undefined);
      await this.#followTurned();
    });
  }

  /** Says what was undone or redone, by these keys or those of VS Code, and goes to its row where the view has it. */
  followTurned(): void {
    this.#then(() => this.#followTurned());
  }

  async #followTurned(): Promise<void> {
    const { store, host } = this.#context;
    const { turned } = store.document;
    if (turned === null || turned === this.#followed) return;
    this.#followed = turned;
    store.say(`${turned.undone ? 'Undone' : 'Redone'}: ${turned.title}`);
    const { view, screen: { selectedRow, tab, labelling } } = store;
    if (turned.row === null || turned.row === selectedRow || tab !== 'samples' || labelling) return;
    const position = await host.call('positionOf', { view, row: turned.row });
    // Who has gone on to another row meanwhile stays there.
    if (position !== null && store.screen.selectedRow === selectedRow) store.select(turned.row, position);
  }

  #label(): string | undefined {
    return this.#context.store.document.dataset?.roles.label;
  }

  #act(draft: (detail: RowDetail) => Drafts, title: (row: string) => string, advance = true): void {
    this.#inView(async () => {
      const { store, host } = this.#context;
      const { selectedRow: row } = store.screen;
      if (row === null) return store.say('Select a row first');
      if (store.document.readOnly !== null) return store.setProblem(store.document.readOnly);
      const detail = await host.call('row', { row });
      const drafts = draft(detail);
      if (drafts.length === 0) return;
      if (detail.unreadable && drafts.some(({ act }) => act === 'relabel' || act === 'set')) {
        return store.say(`Row ${formatCount(row)} could not be read: mend it in the file itself`);
      }
      const { view } = store;
      const next = advance && store.screen.advance ? await this.#neighbour(view, 1) : null;
      const words = title(formatCount(row));
      await host.call('decide', { drafts, title: words });
      store.say(words);
      if (next === null) return;
      // Where the decision took this row out of the view, the next one has moved up.
      const moved = await host.call('positionOf', { view, row: next.row });
      if (moved !== null && store.screen.selectedRow === row) store.select(next.row, moved);
    });
  }

  /** The row below (1) or above (-1) the selected one; a selected row that has left the view stands between its neighbours. */
  async #neighbour(view: View, step: 1 | -1): Promise<Place | null> {
    const { store, host } = this.#context;
    const { selectedRow: row, selectedPosition } = store.screen;
    const here = row === null ? null : await host.call('positionOf', { view, row });
    const position = here !== null ? here + step : row === null || step === 1 ? selectedPosition : selectedPosition - 1;
    if (position < 0) return null;
    const page = await host.call('window', { view, offset: position, limit: 1, columns: [] });
    const found = page.rows[0];
    return found === undefined ? null : { row: found, position };
  }

  /** For keys that mean a row as it is seen: one that waits while another tab or other rows are chosen means nothing there. */
  #inView(act: (isStill: () => boolean) => Promise<void>): void {
    const { store } = this.#context;
    const { tab, filters, sort } = store.screen;
    const isStill = (): boolean => store.screen.tab === tab && store.screen.filters === filters && store.screen.sort === sort;
    this.#then(() => (isStill() ? act(isStill) : undefined));
  }

  #then(act: () => unknown): void {
    this.#queue = this.#queue.then(() => this.#context.attempt(Promise.resolve().then(act)));
  }
}
