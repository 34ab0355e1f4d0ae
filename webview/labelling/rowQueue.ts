import type { View } from '../../src/core/filter.ts';
import type { Host } from '../host.ts';

/** Rows that are asked for at once, and how many there should be on either side. */
const chunk = 200;
const margin = 40;
/** Known rows that are asked for again, and how often, where many leave the view at once. */
const overlap = 40;
const mostAttempts = 5;

/**
 * The rows of a view in the order in which it had them when it was entered. A row that leaves the view because it was
 * decided upon keeps its place: one can go back to it, and none is skipped for it.
 */
export class RowQueue {
  readonly #host: Pick<Host, 'call'>;
  #view: View = { filters: [] };
  #rows: number[] = [];
  /** Position in the view, when it was entered, of the first of `#rows`. */
  #first = 0;
  #index = 0;
  #total = 0;
  #extending: Promise<void> | null = null;

  constructor(host: Pick<Host, 'call'>) {
    this.#host = host;
  }

  /** The row at hand; null where the view has none. */
  get row(): number | null {
    return this.#rows[this.#index] ?? null;
  }

  /** 0-based, in the view as it was entered. */
  get position(): number {
    return this.#first + this.#index;
  }

  /** Rows in the view when it was entered. */
  get total(): number {
    return this.#total;
  }

  /** Enters a view at a row, or at a position where that row is not in it. */
  async enter(view: View, row: number | null, position: number): Promise<void> {
    this.#view = view;
    const found = row === null ? null : await this.#host.call('positionOf', { view, row });
    const page = await this.#host.call('window', { view, offset: found ?? Math.max(0, position), limit: chunk, columns: [] });
    // A position that the view does not have any more: its first rows.
    const shown = page.rows.length > 0 || page.total === 0 ? page : await this.#host.call('window', { view, offset: 0, limit: chunk, columns: [] });
    this.#rows = [...shown.rows];
    this.#first = shown.offset;
    this.#index = 0;
    this.#total = shown.total;
  }

  /** The rows that come next in this direction, nearest first, as far as they are at hand. */
  coming(step: 1 | -1, count: number): number[] {
    const from = this.#index + step;
    return step === 1 ? this.#rows.slice(from, from + count) : this.#rows.slice(Math.max(0, from - count + 1), from + 1).reverse();
  }

  /** Goes one row down or up; false at the end. */
  async move(step: 1 | -1): Promise<boolean> {
    const near = step === 1 ? this.#rows.length - 1 - this.#index : this.#index;
    const more = near < margin && this.#hasMore(step) ? this.#extend(step) : null;
    if (near === 0) await more;
    else more?.catch(() => undefined);
    const next = this.#index + step;
    if (next < 0 || next >= this.#rows.length) return false;
    this.#index = next;
    return true;
  }

  /** Goes to a row that has been here; false where it has not. */
  goTo(row: number): boolean {
    const index = this.#rows.indexOf(row);
    if (index >= 0) this.#index = index;
    return index >= 0;
  }

  #hasMore(step: 1 | -1): boolean {
    return step === 1 ? this.#first + this.#rows.length < this.#total : this.#first > 0;
  }

  #extend(step: 1 | -1): Promise<void> {
    this.#extending ??= (step === 1 ? this.#extendDown() : this.#extendUp()).finally(() => void (this.#extending = null));
    return this.#extending;
  }

  /**
   * Asks for the rows behind the last that is at hand and still in the view. Rows may leave the view between the two
   * questions, so that the second asks for some that are known: what follows the last of these is new.
   */
  async #extendDown(): Promise<void> {
    const known = new Set(this.#rows);
    for (let attempt = 0; attempt < mostAttempts; attempt++) {
      const offset = Math.max(0, (await this.#placeAfter()) - overlap);
      const page = await this.#host.call('window', { view: this.#view, offset, limit: chunk + overlap, columns: [] });
      const last = page.rows.findLastIndex((row) => known.has(row));
      if (last < 0 && offset > 0) continue;
      const fresh = page.rows.slice(last + 1);
      this.#rows.push(...fresh);
      // What others decided meanwhile may have left the view unseen.
      if (fresh.length === 0) this.#total = this.#first + this.#rows.length;
      return;
    }
  }

  /** Where the rows begin that come after those at hand: behind the last of them that is still in the view. */
  async #placeAfter(): Promise<number> {
    for (let index = this.#rows.length - 1; index >= 0; index--) {
      const position = await this.#host.call('positionOf', { view: this.#view, row: this.#rows[index]! });
      if (position !== null) return position + 1;
    }
    return this.#first;
  }

  async #extendUp(): Promise<void> {
    const offset = Math.max(0, this.#first - chunk);
    const page = await this.#host.call('window', { view: this.#view, offset, limit: this.#first - offset, columns: [] });
    const known = new Set(this.#rows);
    const fresh = page.rows.filter((row) => !known.has(row));
    this.#rows.unshift(...fresh);
    this.#index += fresh.length;
    this.#first = fresh.length === 0 ? 0 : offset;
  }
}
