import type { ViewRows } from './viewRows.ts';

/** Pages of a view, and the columns of them, that were asked for. */
export interface WindowRequest {
  readonly rows: ViewRows;
  readonly firstPage: number;
  readonly lastPage: number;
  readonly columns: readonly string[];
  /** The state of the document at the time. */
  readonly epoch: number;
  readonly controller: AbortController;
}

/** One page, and the columns that are wanted of it. */
export type WantedPage = Pick<WindowRequest, 'rows' | 'columns' | 'epoch'> & { readonly page: number };

/** Requests under way at once: one that is about to answer, and the newest. */
const maxRequests = 2;

/** The requests that are under way, and those that have failed: these are not made again until somebody asks. */
export class WindowRequests {
  #running: WindowRequest[] = [];
  #failed: { readonly request: WindowRequest; readonly message: string }[] = [];

  /** Nothing is under way, and nothing has failed. */
  get idle(): boolean {
    return this.#running.length === 0 && this.#failed.length === 0;
  }

  get failure(): string | null {
    return this.#failed[0]?.message ?? null;
  }

  add(request: WindowRequest): void {
    this.#running.push(request);
  }

  remove(request: WindowRequest): void {
    this.#running = this.#running.filter((other) => other !== request);
  }

  fail(request: WindowRequest, message: string): void {
    this.#failed.push({ request, message });
  }

  forgetFailures(): void {
    this.#failed = [];
  }

  /** Whether one that is under way, or has failed, is for this page. `held`: columns that are at hand. */
  cover({ rows, page, columns, epoch }: WantedPage, held: (column: string) => boolean): boolean {
    const covers = (request: WindowRequest): boolean =>
      request.rows === rows && request.epoch === epoch && page >= request.firstPage && page <= request.lastPage
      && columns.every((column) => request.columns.includes(column) || held(column));
    return this.#running.some(covers) || this.#failed.some(({ request }) => covers(request));
  }

  /** Whether there is room for another request: one for pages or columns that are no longer wanted is aborted for it. */
  makeRoom({ firstPage, lastPage }: Pick<WindowRequest, 'firstPage' | 'lastPage'>, columns: readonly string[]): boolean {
    if (this.#running.length < maxRequests) return true;
    const useless = this.#running.find((request) =>
      request.lastPage < firstPage || request.firstPage > lastPage || !request.columns.some((column) => columns.includes(column)));
    if (!useless) return false;
    this.remove(useless);
    useless.controller.abort();
    return true;
  }

  abortAll(): void {
    const gone = this.#running;
    this.#running = [];
    for (const request of gone) request.controller.abort();
  }
}
