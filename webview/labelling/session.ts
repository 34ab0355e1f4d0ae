import type { DecisionDraft } from '../../src/core/decision.ts';
import type { RowDetail } from '../../src/protocol/engineMethods.ts';
import type { Context } from '../context.ts';
import { formatCount } from '../ui/numbers.ts';
import { RowDetails } from './rowDetails.ts';
import { RowQueue } from './rowQueue.ts';
import { type Standing, Tally } from './tally.ts';
import { targetOf, type Target } from './target.ts';
import { isFilledIn } from './values.ts';

/** Rows read before they are shown. */
const ahead = 8;

/**
 * One stay in the labelling mode: the rows of a view one after another. Acts wait for one another, so that each means
 * the row that its key was pressed for. What they decide is sent at once and answered behind them, so that nobody waits
 * for it; only an act on a row whose last decision is not answered yet does, since it goes by what that one made of it.
 */
export class LabellingSession {
  readonly #context: Context;
  readonly #queue: RowQueue;
  readonly #details: RowDetails;
  readonly #tally: Tally;
  /** Rows decided upon, in that order, for taking it back. */
  readonly #history: number[] = [];
  #acts: Promise<unknown> = Promise.resolve();
  /** The newest decision on each row that the host has yet to answer. */
  readonly #sent = new Map<number, Promise<unknown>>();
  #revision = -1;
  /** Of the document when the last decision made here was laid over the rows. */
  #ownRevision = -1;
  #entered = '';
  /** Rows that are being entered: nothing of those before is shown meanwhile, where a field would be begun and taken away. */
  #entering = 0;

  constructor(context: Context) {
    this.#context = context;
    this.#queue = new RowQueue(context.host);
    this.#tally = new Tally(context);
    this.#details = new RowDetails(context.host, () => context.store.touch());
  }

  get target(): Target | null {
    const { document, screen } = this.#context.store;
    return targetOf(document, screen.labellingTarget);
  }

  /** The row at hand; undefined while it is on its way, null where there is none. */
  get detail(): RowDetail | null | undefined {
    if (this.#entering > 0) return undefined;
    return this.#queue.row === null ? (this.#tally.isKnown ? null : undefined) : this.#details.at(this.#queue.row);
  }

  /** 0-based, among the rows that were entered. */
  get position(): number {
    return this.#queue.position;
  }

  get standing(): Standing | null {
    return this.#tally.standing(this.#queue.total);
  }

  /** Settles when all is done that has been asked for until now. */
  get settled(): Promise<unknown> {
    return this.#acts;
  }

  /** Follows the store: another view or column is entered, what decisions have changed is read again. */
  update(): void {
    const { store } = this.#context;
    const { target } = this;
    if (store.document.phase !== 'ready' || target === null) return;
    const entered = JSON.stringify([store.view, target.kind, target.column, store.document.dataset?.path]);
    if (entered !== this.#entered) {
      this.#entered = entered;
      this.#entering++;
      this.#then(async () => {
        await this.#enter().finally(() => this.#entering--);
        this.#show();
      });
    }
    const { revision } = store.document;
    if (this.#sent.size > 0) return;
    if (revision !== this.#revision) {
      this.#revision = revision;
      if (revision !== this.#ownRevision) {
        this.#tally.isMiscounted = true;
        this.#details.outdate();
      }
      if (this.#queue.row !== null) this.#details.refresh(this.#queue.row, revision);
    }
    if (this.#tally.isMiscounted) void this.#countAnew().catch(() => undefined);
  }

  /** The rows are left: what is entered next begins anew. */
  leave(): void {
    this.#entered = '';
    this.#tally.leave();
  }

  /**
   * Decides on the row at hand and goes on to the next one. No drafts: nothing to do, which the drafter has said.
   * `on`: the row that was at hand when what is decided was written; one stays where one is by then.
   */
  act(
    draft: (detail: RowDetail, isAtHand: boolean) => readonly DecisionDraft[], title: (row: string) => string,
    { advance = true, on }: { readonly advance?: boolean; readonly on?: number } = {},
  ): void {
    this.#then(async () => {
      const { store } = this.#context;
      const row = on ?? this.#queue.row;
      if (row === null) return;
      const isAtHand = row === this.#queue.row;
      if (store.document.readOnly !== null) return store.setProblem(store.document.readOnly);
      await this.#sent.get(row);
      const detail = await this.#details.whole(row);
      const drafts = draft(detail, isAtHand);
      if (drafts.length === 0) return;
      if (detail.unreadable && drafts.some(({ act }) => act === 'relabel' || act === 'set'))
        return store.say(`Row ${formatCount(row)} could not be read: mend it in the file itself`);
      this.#send(detail, drafts, title(formatCount(row)));
      if (advance && isAtHand && drafts.some(settles)) await this.#move(1);
    });
  }

  /** Does something with the row at hand, after what was asked for before. */
  onRow(act: (detail: RowDetail) => void): void {
    this.#then(async () => {
      const { row } = this.#queue;
      if (row !== null) act(await this.#details.whole(row));
    });
  }

  move(step: 1 | -1): void {
    this.#then(async () => {
      if (!(await this.#move(step))) this.#context.store.say(step === 1 ? 'This is the last row' : 'This is the first row');
    });
  }

  /** Takes back what was done last, and goes to the row on which it was. */
  undo(): void {
    this.#then(async () => {
      await this.#answered();
      await this.#context.host.call('undo', undefined);
      const row = this.#history.pop();
      if (row === undefined) return;
      this.#details.forget(row);
      this.#queue.goTo(row);
      await this.#details.renew(row, this.#context.store.document.revision);
      this.#show();
    });
  }

  redo(): void {
    this.#then(async () => {
      await this.#answered();
      await this.#context.host.call('redo', undefined);
    });
  }

  async #enter(): Promise<void> {
    const { store } = this.#context;
    const { target } = this;
    if (target === null) return;
    this.#details.clear();
    this.#tally.begin();
    this.#history.length = 0;
    const { view } = store;
    await this.#queue.enter(view, store.screen.selectedRow, store.screen.selectedPosition);
    await this.#tally.count(target, view);
  }

  /** Counts what is left again: others have decided, or steps were taken back or made again. */
  async #countAnew(): Promise<void> {
    const { target } = this;
    const [entered, revision] = [this.#entered, this.#revision];
    if (target === null) {
      this.#tally.isMiscounted = false;
      return;
    }
    await this.#tally.countAnew(target, this.#context.store.view, () => this.#entered === entered, () => this.#revision !== revision || this.#sent.size > 0);
  }

  async #move(step: 1 | -1): Promise<boolean> {
    const moved = await this.#queue.move(step);
    if (moved) this.#show();
    return moved;
  }

  /** The row at hand is what the other screens have selected, too. */
  #show(): void {
    const { store } = this.#context;
    const { row, position } = this.#queue;
    const { revision } = store.document;
    if (row !== null) {
      this.#details.prefetch([row, ...this.#queue.coming(1, ahead), ...this.#queue.coming(-1, 1)], revision);
      this.#details.refresh(row, revision);
      store.select(row, position);
    }
    store.touch();
  }

  #send(detail: RowDetail, drafts: readonly DecisionDraft[], title: string): void {
    const { row } = detail;
    const { target } = this;
    this.#details.forget(row);
    this.#history.push(row);
    this.#tally.decided(row, target !== null && isFilledIn(detail, target, this.#context.store.document.author), drafts.some(settles));
    const answered = this.#context.attempt(this.#decide(row, drafts, title)).then(() => {
      if (this.#sent.get(row) === answered) this.#sent.delete(row);
      this.#context.store.touch();
    });
    this.#sent.set(row, answered);
  }

  async #decide(row: number, drafts: readonly DecisionDraft[], title: string): Promise<void> {
    const { store, host } = this.#context;
    try {
      await host.call('decide', { drafts, title });
      this.#ownRevision = store.document.revision;
      store.say(title);
    } catch (error) {
      // It was not decided: the row wants it still.
      const last = this.#history.lastIndexOf(row);
      if (last >= 0) this.#history.splice(last, 1);
      if (this.#queue.goTo(row)) this.#show();
      await this.#recount(row).catch(() => undefined);
      throw error;
    }
    await this.#recount(row);
  }

  /** Everything that was decided until now has its answer. */
  async #answered(): Promise<void> {
    await Promise.all(this.#sent.values());
  }

  /** Whether the row has what it was wanted for. */
  async #recount(row: number): Promise<void> {
    const { target } = this;
    const { document } = this.#context.store;
    if (target === null) return;
    const entered = this.#entered;
    const detail = await this.#details.renew(row, document.revision);
    // It has what another column wanted, which was left meanwhile.
    if (this.#entered !== entered) return;
    this.#tally.turnedOut(row, isFilledIn(detail, target, document.author));
    this.#context.store.touch();
  }

  #then(act: () => unknown): void {
    this.#acts = this.#acts.then(() => this.#context.attempt(Promise.resolve().then(act)));
  }
}

/** It gives the row what it is looked at for; the others take something away, or say something beside it. */
const settles = ({ act, to }: DecisionDraft): boolean => act !== 'comment' && act !== 'retract' && !(act === 'annotate' && to === null);
