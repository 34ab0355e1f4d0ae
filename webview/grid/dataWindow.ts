import { errorMessage } from '../../src/core/errorMessage.ts';
import type { View } from '../../src/core/filter.ts';
import type { WindowParams, WindowResult } from '../../src/protocol/engineMethods.ts';
import type { HeadRows } from '../../src/protocol/methods.ts';
import { isAbort } from '../../src/protocol/rpc.ts';
import { hasColumns, pageOfHead, pageSize, type Page } from './pages.ts';
import { ViewRows } from './viewRows.ts';
import { type WindowRequest, WindowRequests } from './windowRequests.ts';

export type FetchWindow = (params: Omit<WindowParams, 'id'>, signal: AbortSignal) => Promise<WindowResult>;

/** What is in sight: positions [first, last) of the view, and the columns worth having. */
export interface Wanted {
  readonly first: number;
  readonly last: number;
  readonly columns: readonly string[];
  /** Where it is moving: 1 down, -1 up. */
  readonly direction: 1 | -1;
}

export interface DataWindowEvents {
  /** Rows have arrived, or the number of rows has changed. `replaced`: they are now those of the view set last. */
  changed(replaced: boolean): void;
}

/**
 * The rows in sight, fetched by pages and kept for a while. What is at hand is always shown: the head of the file until
 * pages come, the rows of the last view until those of the next have come, old pages while newer ones are read.
 * The newest request wins: one for rows no longer in sight is aborted when another is waiting.
 */
export class DataWindow {
  readonly #fetch: FetchWindow;
  readonly #events: DataWindowEvents;
  #shown = new ViewRows({ filters: [] });
  /** The rows of a new view, until its first reply. */
  #coming: ViewRows | null = null;
  #comingAt = 0;
  #head: { readonly source: HeadRows; readonly page: Page } | null = null;
  #enabled = false;
  #epoch = 0;
  #wanted: Wanted = { first: 0, last: 0, columns: [], direction: 1 };
  readonly #requests = new WindowRequests();

  constructor(fetch: FetchWindow, events: DataWindowEvents) {
    this.#fetch = fetch;
    this.#events = events;
  }

  /** Rows in the view that is shown; null while nobody knows. */
  get total(): number | null {
    if (this.#shown.total !== null) return this.#shown.total;
    return this.#shown.whole && this.#head ? (this.#head.source.records ?? this.#head.page.rows.length) : null;
  }

  /** A new view has been asked for and the rows of the last one are still shown. */
  get waiting(): boolean {
    return this.#coming !== null;
  }

  /** The state of the document that the rows are wanted in. */
  get epoch(): number {
    return this.#epoch;
  }

  get failure(): string | null {
    return this.#requests.failure;
  }

  /** The page that holds a position of the view, if it is at hand. */
  page(position: number): Page | undefined {
    const page = this.#shown.page(Math.floor(position / pageSize));
    if (page && position - page.start < page.rows.length) return page;
    if (!this.#shown.whole || !this.#head || position >= this.#head.page.rows.length) return undefined;
    return this.#head.page;
  }

  /** The row number at a position, if it is at hand. */
  rowAt(position: number): number | undefined {
    const page = position < 0 ? undefined : this.page(position);
    return page?.rows[position - page.start];
  }

  /** The position of a row among the pages at hand. */
  positionAtHand(row: number): number | undefined {
    return this.#shown.positionOf(row, this.#epoch);
  }

  /** The first rows of the file, shown until its pages come. */
  setHead(head: HeadRows): void {
    this.#head = { source: head, page: pageOfHead(head) };
    this.#events.changed(false);
  }

  /** Whether the host can be asked for windows. */
  setEnabled(enabled: boolean): void {
    this.#enabled = enabled;
    this.#pump();
  }

  /** The view whose rows are shown. */
  get view(): View {
    return this.#shown.view;
  }

  /**
   * Rows of another view are wanted, `at` a position of it. Those of the last are shown until they come, and stay when
   * it is wanted again.
   */
  setView(view: View, at = 0): void {
    this.#requests.abortAll();
    this.#requests.forgetFailures();
    if (this.#shown.total !== null && JSON.stringify(view) === JSON.stringify(this.#shown.view)) {
      this.#coming = null;
      this.#events.changed(true);
      return this.#pump();
    }
    this.#coming = new ViewRows(view);
    this.#comingAt = at;
    if (this.#shown.total === null && (!this.#head || !this.#coming.whole)) this.#replace(this.#coming);
    this.#pump();
  }

  /** The document has changed: pages are read again, quietly. */
  refresh(): void {
    this.#epoch++;
    this.#requests.forgetFailures();
    this.#pump();
  }

  /** More of the file has been read: the whole view has grown, other views are as they were until all is known. */
  grow(records: number): void {
    if (!this.#shown.grow(records)) return;
    this.#events.changed(false);
    this.#pump();
  }

  /** Forgets everything: another file is shown, or this one anew. */
  clear(view: View): void {
    this.#requests.abortAll();
    this.#epoch++;
    this.#requests.forgetFailures();
    this.#coming = null;
    this.#shown = new ViewRows(view);
    this.#events.changed(true);
  }

  want(wanted: Wanted): void {
    this.#wanted = wanted;
    this.#pump();
  }

  retry(): void {
    this.#requests.forgetFailures();
    this.#pump();
  }

  #pump(): void {
    if (!this.#enabled || this.#wanted.columns.length === 0) return;
    const range = this.#missing() ?? (this.#requests.idle ? this.#ahead() : undefined);
    if (!range || !this.#requests.makeRoom(range, this.#wanted.columns)) return;
    void this.#send(range.firstPage, range.lastPage);
  }

  /** The pages in sight that are not at hand and not under way. */
  #missing(): { firstPage: number; lastPage: number } | undefined {
    const rows = this.#coming ?? this.#shown;
    const visible = this.#wanted.last - this.#wanted.first;
    const first = this.#coming ? this.#comingAt : this.#wanted.first;
    const end = Math.max(first + 1, first + visible);
    let firstPage = -1;
    let lastPage = -1;
    for (let page = Math.floor(Math.max(0, first) / pageSize); page <= Math.floor((end - 1) / pageSize); page++) {
      if (!this.#needs(rows, page)) continue;
      if (firstPage < 0) firstPage = page;
      lastPage = page;
    }
    return firstPage < 0 ? undefined : { firstPage, lastPage };
  }

  /** The page next in the direction of movement. */
  #ahead(): { firstPage: number; lastPage: number } | undefined {
    const { first, last, direction } = this.#wanted;
    const page = direction > 0 ? Math.floor(Math.max(0, last - 1) / pageSize) + 1 : Math.floor(first / pageSize) - 1;
    return page >= 0 && this.#needs(this.#shown, page) ? { firstPage: page, lastPage: page } : undefined;
  }

  #needs(rows: ViewRows, page: number): boolean {
    const { columns } = this.#wanted;
    // A view without rows has no page that could be at hand: its answer is all there is.
    if (rows.total === 0 && rows.epoch === this.#epoch) return false;
    if (rows.total !== null && rows.total > 0 && page * pageSize >= rows.total) return false;
    const held = rows.page(page);
    if (held && held.epoch === this.#epoch && hasColumns(held, columns)) return false;
    const isHeld = (column: string): boolean => held?.epoch === this.#epoch && held.cells.has(column);
    return !this.#requests.cover({ rows, page, columns, epoch: this.#epoch }, isHeld);
  }

  /** Of the columns that are wanted those that some page lacks: scrolling sideways asks for what comes into sight alone. */
  #lacking(rows: ViewRows, firstPage: number, lastPage: number): readonly string[] {
    const { columns } = this.#wanted;
    const pages = Array.from({ length: lastPage - firstPage + 1 }, (_, index) => rows.page(firstPage + index));
    if (!pages.every((page) => page?.epoch === this.#epoch)) return columns;
    return columns.filter((column) => pages.some((page) => !page?.cells.has(column)));
  }

  async #send(firstPage: number, lastPage: number): Promise<void> {
    const rows = this.#coming ?? this.#shown;
    const columns = this.#lacking(rows, firstPage, lastPage);
    const request: WindowRequest = { rows, firstPage, lastPage, columns, epoch: this.#epoch, controller: new AbortController() };
    this.#requests.add(request);
    try {
      const limit = (lastPage - firstPage + 1) * pageSize;
      const result = await this.#fetch({ view: rows.view, offset: firstPage * pageSize, limit, columns }, request.controller.signal);
      this.#requests.remove(request);
      if (!request.controller.signal.aborted) this.#receive(request, result);
    } catch (error) {
      this.#requests.remove(request);
      if (isAbort(error) || request.controller.signal.aborted) return;
      this.#requests.fail(request, errorMessage(error));
      if (rows === this.#coming) this.#replace(rows);
      this.#events.changed(false);
    }
    this.#pump();
  }

  #receive(request: WindowRequest, result: WindowResult): void {
    const { rows } = request;
    this.#requests.forgetFailures();
    rows.receive(result, request.columns, request.epoch);
    rows.evict((this.#wanted.first + this.#wanted.last) / 2 / pageSize);
    if (rows === this.#coming) this.#replace(rows);
    else this.#events.changed(false);
  }

  #replace(rows: ViewRows): void {
    this.#coming = null;
    this.#shown = rows;
    this.#events.changed(true);
  }
}
