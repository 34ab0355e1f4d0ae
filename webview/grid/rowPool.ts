import type { RowMark } from '../../src/protocol/engineMethods.ts';
import { Box, make } from './box.ts';
import { Cell } from './cell.ts';
import { cellContent, isExcluded, isUnreadable, pendingCell, rowDot, unreadableText, type CellContent } from './cellContent.ts';
import type { GridColumn } from './columns.ts';
import type { GridLayout } from './gridLayout.ts';
import { Lane, type ColumnRange } from './lane.ts';
import type { Page } from './pages.ts';
import { ReadingOrder } from './readingOrder.ts';

/** What the rows are drawn from. */
export interface RowsPaint {
  /** Another object whenever columns, widths or roles have changed. */
  readonly shown: GridLayout;
  readonly range: ColumnRange;
  /** How far it is scrolled sideways. */
  readonly left: number;
  readonly rowHeight: number;
  /** Positions [first, last) are in sight. */
  readonly first: number;
  readonly last: number;
  /** Position of the selected row, or -1, the range around it, and the selected column among those shown, or -1. */
  readonly selected: number;
  readonly selectedRange: readonly [number, number];
  readonly selectedColumn: number;
  page(position: number): Page | undefined;
}

type RowState = 'selected' | 'ranged' | '';

/** One row of the pool. It is written again only when something that it shows has changed. */
class Row extends Box {
  readonly #lane: Lane<Cell>;
  #unreadable: HTMLElement | null = null;
  #position = -1;
  #page: Page | undefined;
  #range: ColumnRange | null = null;
  #layout: GridLayout | null = null;
  #state: RowState = '';
  #current = -1;

  constructor(parent: Element, slot: number) {
    super(parent, 'grid-row', 'row');
    this.element.id = `grid-row-${slot}`;
    this.#lane = new Lane(this.element, (part, place) => new Cell(part, `grid-${slot}-${place}`, place === 'f0' ? 'rowheader' : 'gridcell'));
  }

  get position(): number {
    return this.#position;
  }

  cell(column: number): Cell | undefined {
    return this.#lane.cell(column);
  }

  draw(position: number, paint: RowsPaint): void {
    this.#lane.left = paint.left;
    const page = paint.page(position);
    const state = position === paint.selected ? 'selected' : position >= paint.selectedRange[0] && position <= paint.selectedRange[1] ? 'ranged' : '';
    const current = state === 'selected' ? paint.selectedColumn : -1;
    const { first, last } = paint.range;
    if (position === this.#position && page === this.#page && first === this.#range?.first && last === this.#range.last
      && paint.shown === this.#layout && state === this.#state && current === this.#current) return;
    if (position !== this.#position) this.element.setAttribute('aria-rowindex', String(position + 2));
    if (state !== this.#state || this.#layout === null) this.element.setAttribute('aria-selected', String(state !== ''));
    this.#position = position;
    this.#page = page;
    this.#range = paint.range;
    this.#layout = paint.shown;
    this.#state = state;
    this.#current = current;
    this.#write(page, position, paint, current);
  }

  #write(page: Page | undefined, position: number, paint: RowsPaint, current: number): void {
    const index = page ? position - page.start : 0;
    const row = page?.rows[index];
    const mark = row === undefined ? undefined : page?.marks.get(row);
    const unreadable = page !== undefined && isUnreadable(page, index);
    this.className = ['grid-row', this.#state, isExcluded(mark) ? 'excluded' : '', unreadable ? 'unreadable' : ''].filter((name) => name !== '').join(' ');
    this.#showUnreadable(unreadable && page ? unreadableText(page, index) : null, paint.range.layout.lefts[1] ?? 0);
    this.#lane.draw(paint.range, (cell, shown) => {
      if (shown === 0) return cell.paint(numberContent(row, mark, paint), 'grid-cell number', 1);
      const column = paint.shown.columns[shown - 1]!;
      const content = page && !unreadable ? cellContent(page, index, column, mark) : unreadable ? blank : pendingCell;
      cell.paint(content, classOf(column, shown - 1 === current), shown + 1);
    });
  }

  /** A record that does not parse is shown as it stands in the file, across the columns. */
  #showUnreadable(text: string | null, left: number): void {
    if (text === null) {
      if (this.#unreadable) this.#unreadable.hidden = true;
      return;
    }
    this.#unreadable ??= make(this.element, 'grid-unreadable', 'gridcell');
    this.#unreadable.hidden = false;
    this.#unreadable.textContent = text;
    this.#unreadable.style.left = `${left}px`;
  }
}

const blank: CellContent = { text: '', kind: 'value', dot: null, was: null };

function classOf(column: GridColumn, current: boolean): string {
  const kind = column.role === 'label' ? 'grid-cell label' : column.numeric ? 'grid-cell figure' : 'grid-cell';
  return current ? `${kind} current` : kind;
}

function numberContent(row: number | undefined, mark: RowMark | undefined, { shown, range }: RowsPaint): CellContent {
  if (row === undefined) return pendingCell;
  const inSight = (column: string): boolean => {
    const place = (shown.places.get(column) ?? -1) + 1;
    return place > 0 && (place < range.layout.frozen || (place >= range.first && place < range.last));
  };
  return { text: String(row), kind: 'value', dot: rowDot(mark, shown.label, inSight), was: null };
}

/** The rows in sight. Row p lives in slot p % slots, so that scrolling by one row rewrites one row. */
export class RowPool {
  readonly element: HTMLElement;
  readonly #rows: Row[] = [];
  readonly #order: ReadingOrder;
  /** Tops are counted from this position, so that they stay small. */
  #base = 0;
  #shift = Number.NaN;

  constructor(parent: Element) {
    this.element = make(parent, 'grid-body', 'rowgroup');
    this.#order = new ReadingOrder(this.element);
  }

  /** @param edge where the rows' part begins, in pixels from the top of the layer. */
  draw(paint: RowsPaint, edge: number, offset: number): void {
    const { first, last, rowHeight } = paint;
    while (this.#rows.length < last - first) this.#rows.push(new Row(this.element, this.#rows.length));
    if (Math.abs(first - this.#base) > 20_000) this.#base = first;
    const shift = edge - (first - this.#base) * rowHeight - offset;
    if (shift !== this.#shift) this.element.style.transform = `translateY(${(this.#shift = shift)}px)`;
    const slots = this.#rows.length;
    this.#order.begin(first, this.#rows);
    this.#rows.forEach((row, slot) => {
      const position = first + ((((slot - first) % slots) + slots) % slots);
      row.shown = position < last;
      if (position >= last) return;
      row.top = (position - this.#base) * rowHeight;
      row.draw(position, paint);
    });
  }

  /** The cell that shows a column of a position just now. */
  cell(position: number, column: number): Cell | undefined {
    const row = this.#rows[position % Math.max(1, this.#rows.length)];
    return row?.position === position ? row.cell(column) : undefined;
  }
}
