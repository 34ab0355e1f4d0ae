import type { View } from '../../src/core/filter.ts';

export type FetchPosition = (params: { view: View; row: number }, signal: AbortSignal) => Promise<number | null>;

/** Looks for the place of a row in a view, one at a time: an older answer is of no use. */
export class RowSearch {
  readonly #fetch: FetchPosition;
  #current: AbortController | null = null;

  constructor(fetch: FetchPosition) {
    this.#fetch = fetch;
  }

  get running(): boolean {
    return this.#current !== null;
  }

  stop(): void {
    this.#current?.abort();
    this.#current = null;
  }

  /**
   * `then` is called with the position from 0, or null where the row is not in the view or cannot be looked for; never
   * once another search has begun.
   */
  start(view: View, row: number, then: (position: number | null) => void): void {
    this.stop();
    const current = (this.#current = new AbortController());
    const done = (position: number | null): void => {
      if (current !== this.#current) return;
      this.#current = null;
      then(position);
    };
    this.#fetch({ view, row }, current.signal).then(done, () => done(null));
  }
}
