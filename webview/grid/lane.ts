import { make, type Box } from './box.ts';
import type { ColumnLayout } from './geometry.ts';
import { ReadingOrder } from './readingOrder.ts';

/** The columns in sight: the frozen ones, and [first, last) beside them. */
export interface ColumnRange {
  readonly layout: ColumnLayout;
  readonly first: number;
  readonly last: number;
}

/**
 * The cells of one row, or of the header. Column c lives in slot c % slots, so that scrolling by one column rewrites one
 * cell; frozen cells lie above the others and stay.
 */
export class Lane<Cell extends Box> {
  readonly #makeCell: (parent: Element, place: string) => Cell;
  readonly #frozenPart: HTMLElement;
  readonly #movingPart: HTMLElement;
  readonly #frozen: Cell[] = [];
  readonly #moving: Cell[] = [];
  readonly #order: ReadingOrder;
  #range: ColumnRange | null = null;
  #left = 0;

  /** `makeCell` is told a text that names the cell's place in this lane for good. */
  constructor(parent: Element, makeCell: (parent: Element, place: string) => Cell) {
    this.#makeCell = makeCell;
    this.#frozenPart = make(parent, 'grid-frozen', 'presentation');
    this.#movingPart = make(parent, 'grid-moving', 'presentation');
    this.#order = new ReadingOrder(this.#movingPart);
  }

  /** How far the cells that move are scrolled. Set on each lane: a variable that all cells inherit would restyle them all. */
  set left(left: number) {
    if (left !== this.#left) this.#movingPart.style.transform = `translateX(${-(this.#left = left)}px)`;
  }

  draw(range: ColumnRange, paint: (cell: Cell, column: number) => void): void {
    this.#range = range;
    const { layout, first, last } = range;
    while (this.#frozen.length < layout.frozen) this.#frozen.push(this.#makeCell(this.#frozenPart, `f${this.#frozen.length}`));
    this.#frozen.forEach((cell, column) => this.#place(cell, column, column < layout.frozen, paint));
    while (this.#moving.length < last - first) this.#moving.push(this.#makeCell(this.#movingPart, `m${this.#moving.length}`));
    const slots = this.#moving.length;
    this.#order.begin(first, this.#moving);
    this.#moving.forEach((cell, slot) => {
      const column = first + ((((slot - first) % slots) + slots) % slots);
      this.#place(cell, column, column < last, paint);
    });
  }

  /** The cell that shows a column just now. */
  cell(column: number): Cell | undefined {
    if (!this.#range) return undefined;
    const { layout, first, last } = this.#range;
    if (column < layout.frozen) return this.#frozen[column];
    return column >= first && column < last ? this.#moving[column % this.#moving.length] : undefined;
  }

  #place(cell: Cell, column: number, shown: boolean, paint: (cell: Cell, column: number) => void): void {
    cell.shown = shown;
    if (!shown || !this.#range) return;
    const { lefts } = this.#range.layout;
    cell.left = lefts[column]!;
    cell.width = lefts[column + 1]! - lefts[column]!;
    paint(cell, column);
  }
}
