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

/** Acts that follow one another from a row that was selected: where they have got to. */
interface Walk {
  /** Null while the row that was selected is not known. */
  row: number | null;
}

interface ActOptions {
  /** On to the next row afterwards, where a person wants that. */
  readonly advance?: boolean;
  /** The row that the act is about; else the one that the acts before it have got to. */
  readonly on?: number;
}

/**
 * What a person does to the selected row. Acts wait for one another: each sees the row as the act before left it,
 * however fast the keys come. Where another row is selected meanwhile, those that still wait mean the rows that they
 * were meant for, and the selection stays where it is.
 */
export class RowActions {
  readonly #context: Context;
  readonly #detail: Latest<RowDetail>;
  #queue: Promise<unknown> = Promise.resolve();
  #walk: Walk = { row: null };
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

  /** Accepts a finding of a row. */
  acceptFinding(finding: RowFinding, on: number): void {
    this.#act((detail) => [acceptFindingDraft(detail, finding)], (row) => `Accept row ${row}`, { advance: false, on });
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

  comment(note: string, on: number): void {
    this.#act((detail) => [{ row: detail.row, act: 'comment', note }], (row) => `Comment on row ${row}`, { advance: false, on });
  }

  /** Sets a cell of a row. */
  set(column: string, to: string | null, on: number): void {
    const isLabel = column === this.#label();
    const draft = (detail: RowDetail): Drafts => (isLabel && to !== null ? relabelDrafts(detail, column, to) : setDrafts(detail, column, to));
    this.#act(draft, (row) => `Set ${column} of row ${row}`, { advance: false, on });
  }

  /** Takes back a decision on a row. */
  takeBack(decision: Decision, on: number): void {
    this.#act((detail) => [retractDraft(detail, decision)], (row) => `Take back a decision on row ${row}`, { advance: false, on });
  }

  /** Takes back the newest decision on the row. */
  takeBackNewest(): void {
    const draft = (detail: RowDetail): Drafts => detail.decisions.slice(-1).map((decision) => retractDraft(detail, decision));
    this.#act(draft, (row) => `Take back a decision on row ${row}`, { advance: false });
  }

  /** One row down (1) or up (-1) in the view. */
  move(step: 1 | -1): void {
    this.#inView(async (walk, isStill) => {
      const found = await this.#neighbour(this.#context.store.view, walk.row, step);
      if (found && isStill()) this.#go(walk, found);
    });
  }

  /** Does something with the row that the acts before have got to. Settles when that is done, or means nothing any more. */
  onRow(act: (row: number) => void): Promise<unknown> {
    this.#inView((walk) => {
      if (walk.row !== null) act(walk.row);
      return Promise.resolve();
    });
    return this.#queue;
  }

  /** The next or previous row of the view that has an open finding. */
  moveToFlagged(step: 1 | -1): void {
    this.#inView(async (walk, isStill) => {
      const { store, host } = this.#context;
      const found = await neighbourFlagged(host, store.view, { row: store.screen.selectedRow, position: store.screen.selectedPosition }, step);
      if (!isStill()) return;
      if (found) this.#go(walk, found);
      else store.say(step === 1 ? 'No flagged row below' : 'No flagged row above');
    });
  }

  undo(): void {
    this.#turn('undo');
  }

  redo(): void {
    this.#turn('redo');
  }

  /** Says what was undone or redone, by these keys or those of VS Code, and goes to its row where the view has it. */
  followTurned(): void {
    const walk = this.#walkNow();
    this.#then(() => this.#followTurned(walk));
  }

  #turn(method: 'undo' | 'redo'): void {
    const walk = this.#walkNow();
    this.#then(async () => {
      await this.#context.host.call(method, undefined);
      await this.#followTurned(walk);
    });
  }

  async #followTurned(walk: Walk): Promise<void> {
    const { store, host } = this.#context;
    const { turned } = store.document;
    if (turned === null || turned === this.#followed) return;
    this.#followed = turned;
    store.say(`${turned.undone ? 'Undone' : 'Redone'}: ${turned.title}`);
    const { view, screen: { selectedRow, tab, labelling } } = store;
    if (turned.row === null || turned.row === selectedRow || tab !== 'samples' || labelling) return;
    const position = await host.call('positionOf', { view, row: turned.row });
    // Who has gone on to another row meanwhile stays there.
    if (position !== null && store.screen.selectedRow === selectedRow) {
      walk.row = turned.row;
      store.select(turned.row, position);
    }
  }

  #label(): string | undefined {
    return this.#context.store.document.dataset?.roles.label;
  }

  #act(draft: (detail: RowDetail) => Drafts, title: (row: string) => string, { advance = true, on }: ActOptions = {}): void {
    this.#inView(async (walk) => {
      const { store, host } = this.#context;
      const row = on ?? walk.row;
      if (row === null) return store.say('Select a row first');
      if (store.document.readOnly !== null) return store.setProblem(store.document.readOnly);
      const detail = await host.call('row', { row });
      const drafts = draft(detail);
      if (drafts.length === 0) return;
      if (detail.unreadable && drafts.some(({ act }) => act === 'relabel' || act === 'set')) {
        return store.say(`Row ${formatCount(row)} could not be read: mend it in the file itself`);
      }
      const { view } = store;
      const next = advance && store.screen.advance ? await this.#neighbour(view, row, 1) : null;
      const words = title(formatCount(row));
      await host.call('decide', { drafts, title: words });
      store.say(words);
      if (next === null) return;
      // Where the decision took this row out of the view, the next one has moved up.
      const moved = await host.call('positionOf', { view, row: next.row });
      const place = moved === null ? await this.#inPlaceOf(view, row, next) : { row: next.row, position: moved };
      if (place) this.#go(walk, place);
    });
  }

  /** The row below (1) or above (-1) a row; the selected one, where it has left the view, stands between its neighbours. */
  async #neighbour(view: View, row: number | null, step: 1 | -1): Promise<Place | null> {
    const { store, host } = this.#context;
    const { selectedRow, selectedPosition } = store.screen;
    const here = row === null ? null : await host.call('positionOf', { view, row });
    // The place of a row that is not selected any more is not known.
    if (here === null && row !== selectedRow) return null;
    const position = here !== null ? here + step : row === null || step === 1 ? selectedPosition : selectedPosition - 1;
    return this.#at(view, position);
  }

  /** A decision took the next row out of the view, too: the one that has come after this one, or in its place. */
  async #inPlaceOf(view: View, row: number, next: Place): Promise<Place | null> {
    const here = await this.#context.host.call('positionOf', { view, row });
    return this.#at(view, here === null ? next.position - 1 : here + 1);
  }

  async #at(view: View, position: number): Promise<Place | null> {
    if (position < 0) return null;
    const page = await this.#context.host.call('window', { view, offset: position, limit: 1, columns: [] });
    const found = page.rows[0];
    return found === undefined ? null : { row: found, position };
  }

  /** Goes on to a row. Who has selected another one meanwhile stays there. */
  #go(walk: Walk, { row, position }: Place): void {
    const { store } = this.#context;
    const stays = store.screen.selectedRow !== walk.row;
    walk.row = row;
    if (!stays) store.select(row, position);
  }

  /** What a key that is pressed now goes on with: the acts before it, unless another row has been selected since. */
  #walkNow(): Walk {
    const { selectedRow } = this.#context.store.screen;
    if (this.#walk.row !== selectedRow) this.#walk = { row: selectedRow };
    return this.#walk;
  }

  /** For keys that mean a row as it is seen: one that waits while another tab or other rows are chosen means nothing there. */
  #inView(act: (walk: Walk, isStill: () => boolean) => Promise<void>): void {
    const { store } = this.#context;
    const { tab, filters, sort } = store.screen;
    const isStill = (): boolean => store.screen.tab === tab && store.screen.filters === filters && store.screen.sort === sort;
    const walk = this.#walkNow();
    this.#then(() => {
      walk.row ??= store.screen.selectedRow;
      return isStill() ? act(walk, isStill) : undefined;
    });
  }

  #then(act: () => unknown): void {
    this.#queue = this.#queue.then(() => this.#context.attempt(Promise.resolve().then(act)));
  }
}
