import type { Box } from './box.ts';

/**
 * Rows, cards and cells live in slots, of which any may be the first in sight. Where that is not the first in the page,
 * this says in which order a screen reader is to read them.
 */
export class ReadingOrder {
  readonly #parent: Element;
  #start = 0;
  #slots = 0;

  /** @param parent of the boxes, or above them where what is between has no role */
  constructor(parent: Element) {
    this.#parent = parent;
  }

  /** @param first of what is in sight; it lives in the slot `first % boxes.length`. Each element has an id. */
  begin(first: number, boxes: readonly Box[]): void {
    const slots = boxes.length;
    const start = slots === 0 ? 0 : first % slots;
    if (start === this.#start && (slots === this.#slots || start === 0)) return;
    this.#start = start;
    this.#slots = slots;
    if (start === 0) this.#parent.removeAttribute('aria-owns');
    else this.#parent.setAttribute('aria-owns', [...boxes.slice(start), ...boxes.slice(0, start)].map(({ element }) => element.id).join(' '));
  }
}
