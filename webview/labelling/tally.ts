import type { Filter, View } from '../../src/core/filter.ts';
import type { Context } from '../context.ts';
import { Pace } from './pace.ts';
import type { Target } from './target.ts';

/** What is left of the rows that were entered. */
export interface Standing {
  readonly total: number;
  readonly decided: number;
  readonly left: number;
  readonly secondsEach: number | null;
}

/** How many of the rows that were entered want a decision still: counted once, then followed row by row, and counted again when others decide. */
export class Tally {
  readonly #context: Context;
  #pace = new Pace();
  /** Rows that wanted a decision when they were entered and have one now. */
  readonly #settled = new Set<number>();
  /** Rows decided upon that had what they are looked at for before. */
  readonly #had = new Set<number>();
  #leftAtFirst: number | null = null;
  /** Something else has changed: what is left is to be counted again. */
  isMiscounted = false;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Rows are entered, and counted. */
  get isKnown(): boolean {
    return this.#leftAtFirst !== null;
  }

  /** Of `total` rows. */
  standing(total: number): Standing | null {
    if (this.#leftAtFirst === null) return null;
    const left = Math.max(0, this.#leftAtFirst - this.#settled.size);
    return { total, decided: total - left, left, secondsEach: this.#pace.secondsEach };
  }

  /** Other rows are being entered. */
  begin(): void {
    this.#settled.clear();
    this.#had.clear();
    this.#leftAtFirst = null;
    this.#pace = new Pace();
  }

  leave(): void {
    this.#leftAtFirst = null;
  }

  async count(target: Target, view: View): Promise<void> {
    this.#leftAtFirst = await this.#countLeft(target, view);
  }

  /** Counts what is left again. `holds`: whether it is still what was asked for; `isBehind`: whether decisions of this page may be in it or not. */
  async countAnew(target: Target, view: View, holds: () => boolean, isBehind: () => boolean): Promise<void> {
    this.isMiscounted = false;
    if (this.#leftAtFirst === null) return;
    const left = await this.#countLeft(target, view);
    if (!holds()) return;
    // What was decided here meanwhile is in it or not: it is counted once more, when all is answered.
    this.isMiscounted = isBehind();
    if (this.isMiscounted) return;
    this.#leftAtFirst = left;
    this.#settled.clear();
    this.#context.store.touch();
  }

  /** Something was decided on a row. `had`: it had what it is looked at for; `settles`: what was decided gives it that. */
  decided(row: number, had: boolean, settles: boolean): void {
    this.#pace.note(performance.now());
    if (had && !this.#settled.has(row)) this.#had.add(row);
    else if (settles) this.#settled.add(row);
  }

  /** What the row turned out to have, once what was decided on it is answered. */
  turnedOut(row: number, isFilledIn: boolean): void {
    if (!isFilledIn) {
      this.#settled.delete(row);
      this.isMiscounted ||= this.#had.delete(row);
    } else if (!this.#had.has(row)) this.#settled.add(row);
  }

  /** Rows of the view that have not what they are looked at for. */
  async #countLeft(target: Target, view: View): Promise<number> {
    const { store, host } = this.#context;
    const undecided: Filter =
      target.kind === 'file'
        ? { kind: 'decided', decided: false }
        : {
            kind: 'annotated',
            column: target.column,
            annotated: false,
            ...(store.document.author === null ? {} : { by: store.document.author }),
          };
    const { total } = await host.call('window', { view: { ...view, filters: [...view.filters, undecided] }, offset: 0, limit: 0, columns: [] });
    return total;
  }
}
