import { html, nothing, type TemplateResult } from 'lit';
import type { Filter, View } from '../../src/core/filter.ts';
import type { Store } from '../store.ts';
import { button } from '../ui/button.ts';
import { progressBar } from '../ui/progress.ts';

/** Something that a person waits for. */
export interface Waiting {
  readonly words: string;
  /** Gives it up; what was shown before stays. */
  cancel(): void;
}

/** What is quicker needs no words. */
const quick = 150;

/** Says what the rows are waiting for, with a way out, once it has taken longer than a glance. */
export class SlowWork {
  readonly #store: Store;
  #words: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #shown = false;

  constructor(store: Store) {
    this.#store = store;
  }

  template(waiting: Waiting | null): TemplateResult | typeof nothing {
    this.#follow(waiting?.words ?? null);
    return html`<div class="slow-work" role="status" ?hidden=${!waiting || !this.#shown}>${
      waiting && this.#shown
        ? html`${progressBar(waiting.words, undefined)}<span>${waiting.words}</span>${button('Cancel', { title: 'Escape', onClick: () => waiting.cancel() })}`
        : nothing
    }</div>`;
  }

  #follow(words: string | null): void {
    if (words === this.#words) return;
    // Another wait after one that shows goes on showing.
    const goesOn = this.#shown && words !== null;
    this.#words = words;
    clearTimeout(this.#timer);
    this.#shown = goesOn;
    if (words === null || goesOn) return;
    this.#timer = setTimeout(() => {
      this.#shown = true;
      this.#store.touch();
    }, quick);
  }
}

/** What happens on the way from one view to another, in words. */
export function viewWords(from: View, to: View): string {
  const same = (a: readonly Filter[], b: readonly Filter[]): boolean => JSON.stringify(a) === JSON.stringify(b);
  const sorts = to.sort !== undefined && JSON.stringify(to.sort) !== JSON.stringify(from.sort);
  if (sorts) return same(from.filters, to.filters) ? `Sorting by ${to.sort!.column} …` : `Filtering and sorting by ${to.sort!.column} …`;
  if (!same(from.filters, to.filters)) return to.filters.length === 0 ? 'Going back to all rows …' : 'Filtering …';
  return 'Going back to file order …';
}
