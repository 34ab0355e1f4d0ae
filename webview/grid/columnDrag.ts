import { make } from './box.ts';
import type { GridColumn } from './columns.ts';
import type { GridLayout } from './gridLayout.ts';
import type { Scroller } from './scroller.ts';

export interface ColumnDragOptions {
  readonly scroller: Scroller;
  layout(): GridLayout;
  /** `before`: index among the columns that are shown; their number for the end. */
  move(column: GridColumn, before: number): void;
}

/** The mouse may tremble by this many pixels in a click. */
const tremble = 5;
/** Near the sides the columns move on, this many pixels at a time. */
const nearSide = 30;

/** A header is dragged to another place among the columns. A line shows where it would go; Escape leaves it where it was. */
export class ColumnDrag {
  readonly #options: ColumnDragOptions;
  readonly #line: HTMLElement;
  #from: { readonly x: number; readonly pointer: number; readonly column: GridColumn } | null = null;
  #before = -1;

  constructor(header: HTMLElement, layer: Element, options: ColumnDragOptions) {
    this.#options = options;
    this.#line = make(layer, 'grid-drop', 'presentation');
    this.#line.hidden = true;
    header.addEventListener('pointerdown', (event) => this.#start(event));
    header.addEventListener('pointermove', (event) => this.#drag(event, header));
    header.addEventListener('pointerup', () => this.#drop());
    header.addEventListener('pointercancel', () => this.#end());
    // A click ends each drag; it must not sort.
    header.addEventListener('click', (event) => {
      if (this.#before >= 0) event.stopPropagation();
      this.#before = -1;
    }, true);
    addEventListener('keydown', (event) => event.key === 'Escape' && this.#from && this.#end());
  }

  #start(event: PointerEvent): void {
    this.#before = -1;
    const { columns, layout } = this.#options.layout();
    if (event.button !== 0 || (event.target instanceof Element && event.target.closest('.edge, .more, .target'))) return;
    const x = this.#inRows(event.clientX);
    const column = columns[layout.lefts.findIndex((left) => left > x) - 2];
    if (column) this.#from = { x: event.clientX, pointer: event.pointerId, column };
  }

  #drag(event: PointerEvent, header: HTMLElement): void {
    if (!this.#from || (this.#before < 0 && Math.abs(event.clientX - this.#from.x) < tremble)) return;
    if (this.#before < 0) header.setPointerCapture(this.#from.pointer);
    const { scroller } = this.#options;
    const { columns, layout } = this.#options.layout();
    const box = scroller.layer.getBoundingClientRect();
    if (event.clientX > box.right - nearSide) scroller.scrollToLeft(scroller.left + nearSide);
    else if (event.clientX < box.left + layout.frozenWidth + nearSide && scroller.left > 0) scroller.scrollToLeft(Math.max(0, scroller.left - nearSide));
    const x = this.#inRows(event.clientX);
    const place = columns.findIndex((_, index) => x < (layout.lefts[index + 1]! + layout.lefts[index + 2]!) / 2);
    this.#before = place < 0 ? columns.length : place;
    const left = layout.lefts[this.#before + 1]!;
    this.#line.style.left = `${Math.min(box.width - 2, left < layout.frozenWidth ? left : left - scroller.left)}px`;
    this.#line.hidden = false;
  }

  #drop(): void {
    const from = this.#from;
    const before = this.#before;
    this.#end();
    if (from && before >= 0) this.#options.move(from.column, before);
  }

  #end(): void {
    this.#from = null;
    this.#line.hidden = true;
  }

  /** From a place in the window to one in the rows, as the layout counts. */
  #inRows(clientX: number): number {
    const { scroller } = this.#options;
    const x = clientX - scroller.layer.getBoundingClientRect().left;
    return x < this.#options.layout().layout.frozenWidth ? x : x + scroller.left;
  }
}
