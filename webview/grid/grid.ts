import type { Context } from '../context.ts';
import { make } from './box.ts';
import { FindMarks, type ShownText } from './findMarks.ts';
import { ColumnDrag } from './columnDrag.ts';
import { columnsAt, leftThatShows, rowsAt, topThatShows } from './geometry.ts';
import { GridInput, type GridHooks } from './gridInput.ts';
import { LayoutKeeper, type GridLayout } from './gridLayout.ts';
import { Header } from './header.ts';
import type { ColumnRange } from './lane.ts';
import { NearColumns } from './nearColumns.ts';
import { PreferColumns } from './preferColumns.ts';
import { RowPool } from './rowPool.ts';
import type { RowsModel, RowsView } from './rowsModel.ts';
import { Scroller } from './scroller.ts';

const rowHeight = 26;
const headerHeight = 66;

/** The table of rows: any number of them, of which only those in sight exist. */
export class Grid implements RowsView {
  readonly element: HTMLElement;
  readonly #context: Context;
  readonly #model: RowsModel;
  readonly #scroller: Scroller;
  readonly #header: Header;
  readonly #rows: RowPool;
  readonly #input: GridInput;
  readonly #edge: HTMLElement;
  readonly #marks = new FindMarks();
  readonly #layout = new LayoutKeeper();
  readonly #near = new NearColumns();
  readonly #prefer: PreferColumns;
  /** A position to be shown as soon as there are rows and a size. */
  #toReveal: number | null = 0;
  #columnToReveal: string | null = null;
  #lastTop = 0;

  constructor(context: Context, model: RowsModel, hooks: GridHooks) {
    this.#context = context;
    this.#model = model;
    this.element = document.createElement('div');
    this.element.className = 'grid';
    this.#scroller = new Scroller(this.element, rowHeight, headerHeight, { role: 'grid', paint: () => this.#paint(), resized: () => this.changed() });
    const { layer } = this.#scroller;
    this.#edge = make(layer, 'grid-edge', 'presentation');
    this.#input = new GridInput(context, model, hooks, {
      scroller: this.#scroller, headerHeight, layout: () => this.#layOut(), repaint: () => this.changed(),
      headerCell: (column) => this.#header.cell(column), cell: (position, column) => this.#rows.cell(position, column)?.element,
    });
    this.#rows = new RowPool(layer);
    this.#header = new Header(layer, this.#input);
    layer.append(this.#edge);
    this.#prefer = new PreferColumns(context);
    new ColumnDrag(this.#header.element, layer, {
      scroller: this.#scroller, layout: () => this.#layout.current, move: (column, before) => this.#input.reorder(column, before),
    });
  }

  /** Takes over what has changed in the store. */
  update(): void {
    const { selectedColumn } = this.#context.store.screen;
    if (selectedColumn !== this.#columnToReveal) {
      this.#columnToReveal = selectedColumn;
      this.#revealColumn();
    }
    this.changed();
  }

  changed(): void {
    this.#setExtent();
    if (this.#toReveal !== null && this.#model.count > this.#toReveal) this.reveal(this.#toReveal);
    this.#scroller.schedule();
  }

  reveal(position: number): void {
    const layout = this.#setExtent();
    this.#toReveal = null;
    if (this.#scroller.viewHeight === 0 || position >= this.#model.count || layout.columns.length === 0) {
      this.#toReveal = position;
      return;
    }
    const { top, scale } = this.#scroller;
    const far = Math.abs(position * rowHeight - top) > 2 * scale.body;
    this.#scroller.scrollTo(topThatShows(Math.max(0, position), top, rowHeight, scale, far));
    this.#revealColumn();
  }

  /** Marks a text wherever it shows; empty: none. */
  mark(text: string): void {
    this.#marks.setText(text);
    this.element.classList.toggle('searched', text !== '');
    this.#scroller.schedule();
  }

  /** Puts the keyboard on a column, and the column in sight. */
  goToColumn(name: string): void {
    this.#columnToReveal = name;
    this.#context.store.patchScreen({ selectedColumn: name });
    this.#setExtent();
    this.#revealColumn();
    this.#scroller.schedule();
  }

  /** The columns that are shown, from left to right, with those that are not in the file. */
  get columnNames(): readonly string[] {
    return this.#layout.current.columns.map(({ name }) => name);
  }

  focus(): void {
    this.#scroller.element.focus({ preventScroll: true });
  }

  /** The columns as the store has them: a second key may come before the first has been drawn. */
  #layOut(): GridLayout {
    const { document, screen } = this.#context.store;
    const records = document.dataset?.records ?? document.head?.records ?? this.#model.count;
    return this.#layout.update(document, screen, records, this.#scroller.viewWidth);
  }

  #setExtent(): GridLayout {
    const made = this.#layOut();
    this.#scroller.setExtent(this.#model.count, made.layout.totalWidth);
    return made;
  }

  #revealColumn(): void {
    const { places, layout } = this.#layout.current;
    const index = this.#columnToReveal === null ? -1 : (places.get(this.#columnToReveal) ?? -1);
    const { left, viewWidth } = this.#scroller;
    if (index >= 0 && viewWidth > 0) this.#scroller.scrollToLeft(leftThatShows(layout, index + 1, left, viewWidth));
  }

  #paint(): void {
    const { columns, layout } = this.#layout.current;
    const { top, left, scale, viewWidth, layer } = this.#scroller;
    const { count, position } = this.#model;
    const { first, last, offset } = rowsAt(top, scale.body, rowHeight, count);
    const range: ColumnRange = { layout, ...columnsAt(layout, left, viewWidth) };
    this.#wantRows(first, Math.max(last, first + Math.ceil(scale.body / rowHeight)), range, top);
    this.#prefer.see(columns, range);
    this.#edge.style.left = `${layout.frozenWidth - 1}px`;
    layer.classList.toggle('scrolled', left > 0);
    const onHeader = this.#input.onHeader;
    const selectedColumn = this.#input.column;
    this.#header.draw({ columns, range, left, sort: this.#context.store.screen.sort, current: onHeader ? selectedColumn : -1 });
    this.#rows.draw({
      shown: this.#layout.current, range, left, rowHeight, first, last, selected: position, selectedRange: this.#model.range,
      selectedColumn: onHeader ? -1 : selectedColumn, page: (at) => this.#model.data.page(at),
    }, headerHeight, offset);
    this.#marks.draw(this.#visibleTexts(first, last, range));
    this.#describe(count, columns.length, onHeader ? this.#header.cell(selectedColumn + 1) : this.#rows.cell(position, selectedColumn + 1)?.element);
  }

  #wantRows(first: number, last: number, range: ColumnRange, top: number): void {
    const columns = this.#near.columns(this.#layout.current, range);
    this.#model.data.want({ first, last, columns, direction: top < this.#lastTop ? -1 : 1 });
    this.#lastTop = top;
  }

  *#visibleTexts(first: number, last: number, range: ColumnRange): Iterable<ShownText> {
    const { position } = this.#model;
    const selectedColumn = this.#input.column + 1;
    for (let row = first; row < last; row++) {
      for (let column = 1; column < range.last; column++) {
        const current = row === position && column === selectedColumn;
        for (const node of this.#rows.cell(row, column)?.texts ?? []) yield { node, current };
      }
    }
  }

  /** What a screen reader is told of the whole. */
  #describe(rows: number, columns: number, current: HTMLElement | undefined): void {
    const { element } = this.#scroller;
    const known = this.#model.data.total !== null;
    const attributes = {
      'aria-rowcount': String(known ? rows + 1 : -1), 'aria-colcount': String(columns + 1), 'aria-busy': String(this.#model.waiting),
      'aria-activedescendant': current?.id ?? '',
    };
    for (const [name, value] of Object.entries(attributes)) if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}
