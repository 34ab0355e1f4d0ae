import type { View } from '../../src/core/filter.ts';
import type { WindowResult } from '../../src/protocol/engineMethods.ts';
import { cellCount, joinPages, pageSize, pagesOf, type Page } from './pages.ts';

/** Cells that are kept before the farthest are let go: some tens of megabytes of text. */
const maxCells = 400_000;

/** What is at hand of one view. */
export class ViewRows {
  readonly view: View;
  /** All rows in file order. */
  readonly whole: boolean;
  /** Rows in the view; null until the first reply. */
  total: number | null = null;
  readonly #pages = new Map<number, Page>();
  #epoch = -1;

  constructor(view: View) {
    this.view = view;
    this.whole = view.filters.length === 0 && !view.sort;
  }

  /** The state of the document that the number of rows is of. */
  get epoch(): number {
    return this.#epoch;
  }

  page(number: number): Page | undefined {
    return this.#pages.get(number);
  }

  /** The position of a row among the pages read in this epoch. */
  positionOf(row: number, epoch: number): number | undefined {
    for (const page of this.#pages.values()) {
      const index = page.epoch === epoch ? page.rows.indexOf(row) : -1;
      if (index >= 0) return page.start + index;
    }
    return undefined;
  }

  /** Takes a reply in. Where the number of rows has changed, older pages may hold other rows and go. */
  receive(result: WindowResult, columns: readonly string[], epoch: number): void {
    if (this.total !== result.total) {
      for (const [number, page] of this.#pages) if (page.epoch !== epoch) this.#pages.delete(number);
    }
    // While the file loads, an older reply may come last.
    this.total = epoch === this.#epoch ? Math.max(this.total ?? 0, result.total) : result.total;
    this.#epoch = epoch;
    for (const page of pagesOf(result, columns, epoch)) {
      const number = page.start / pageSize;
      this.#pages.set(number, joinPages(this.#pages.get(number), page));
    }
  }

  /** The whole view has more rows than was known; a page that was not full is to be read again. */
  grow(records: number): boolean {
    if (!this.whole || this.total === null || records <= this.total) return false;
    this.total = records;
    for (const [number, page] of this.#pages) {
      if (page.rows.length < pageSize) this.#pages.set(number, { ...page, epoch: -1 });
    }
    return true;
  }

  /** Lets go of the pages that are farthest from one. */
  evict(centre: number): void {
    let cells = 0;
    for (const page of this.#pages.values()) cells += cellCount(page);
    if (cells <= maxCells) return;
    const farthest = [...this.#pages.keys()].sort((a, b) => Math.abs(b - centre) - Math.abs(a - centre));
    for (const number of farthest) {
      if (cells <= maxCells * 0.8) break;
      cells -= cellCount(this.#pages.get(number)!);
      this.#pages.delete(number);
    }
  }
}
