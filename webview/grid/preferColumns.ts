import type { Context } from '../context.ts';
import type { GridColumn } from './columns.ts';
import type { ColumnRange } from './lane.ts';

/** Scrolling on is not worth a message. */
const rest = 150;

/** Tells the host which columns are in sight while the file is read, so that their figures come first. */
export class PreferColumns {
  readonly #context: Context;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #told = '';

  constructor(context: Context) {
    this.#context = context;
  }

  /** @param range counts the row numbers as column 0. */
  see(columns: readonly GridColumn[], { layout, first, last }: ColumnRange): void {
    const { phase } = this.#context.store.document;
    clearTimeout(this.#timer);
    if (phase !== 'head' && phase !== 'loading') {
      this.#told = '';
      return;
    }
    this.#timer = setTimeout(() => {
      const names = [...columns.slice(0, layout.frozen - 1), ...columns.slice(first - 1, last - 1)]
        .filter(({ profile, annotation }) => !profile && !annotation)
        .map(({ name }) => name);
      const told = JSON.stringify([phase, names]);
      if (names.length === 0 || told === this.#told) return;
      this.#told = told;
      // Without an answer figures come in the order of the file.
      this.#context.host.call('preferColumns', { columns: names }).catch(() => undefined);
    }, rest);
  }
}
