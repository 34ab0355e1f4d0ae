import type { Filter } from '../../src/core/filter.ts';
import type { Context } from '../context.ts';
import { maxWidth, minWidth, moveColumn, type GridColumn } from './columns.ts';
import { copyCell, copyRows } from './copyRows.ts';
import { joinValues, toggleFilter } from './filters.ts';
import type { GridLayout } from './gridLayout.ts';
import { columnMenu, rowMenu } from './gridMenus.ts';
import type { HeaderActs } from './header.ts';
import type { HeaderBar } from './headerFacts.ts';
import { actOfKey, type GridAct } from './keyboard.ts';
import { openMenu } from './menu.ts';
import type { RowsModel } from './rowsModel.ts';
import type { Scroller } from './scroller.ts';

/** What the grid asks of the tab around it. */
export interface GridHooks {
  /** The keyboard goes to the inspector. */
  inspect(): void;
  find(): void;
  /** The list of columns opens. */
  goToColumn(): void;
  /** The filter menu opens on a column. */
  filter(column: string): void;
}

/** What input needs to know of the grid that it drives. */
export interface GridSurface {
  readonly scroller: Scroller;
  readonly headerHeight: number;
  layout(): GridLayout;
  repaint(): void;
  headerCell(column: number): HTMLElement | undefined;
  cell(position: number, column: number): HTMLElement | undefined;
}

/** Keyboard, mouse and header acts of the grid. */
export class GridInput implements HeaderActs {
  readonly #context: Context;
  readonly #model: RowsModel;
  readonly #hooks: GridHooks;
  readonly #surface: GridSurface;
  /** The keyboard is on the header rather than on a row. */
  onHeader = false;

  constructor(context: Context, model: RowsModel, hooks: GridHooks, surface: GridSurface) {
    this.#context = context;
    this.#model = model;
    this.#hooks = hooks;
    this.#surface = surface;
    const { element } = surface.scroller;
    element.addEventListener('keydown', (event) => this.#keyed(event));
    element.addEventListener('pointerdown', (event) => this.#pressed(event));
    element.addEventListener('contextmenu', (event) => this.#openRowMenu(event));
    element.addEventListener('dblclick', (event) => this.#place(event) && hooks.inspect());
    element.addEventListener('pointerover', (event) => showWhole(event.target));
  }

  /** Index of the selected column among those that are shown. */
  get column(): number {
    const { selectedColumn } = this.#context.store.screen;
    return selectedColumn === null ? 0 : (this.#surface.layout().places.get(selectedColumn) ?? 0);
  }

  get #columns(): readonly GridColumn[] {
    return this.#surface.layout().columns;
  }

  sort(column: GridColumn): void {
    const { sort } = this.#context.store.screen;
    const next = sort?.column !== column.name ? { column: column.name, descending: false } : sort.descending ? null : { column: column.name, descending: true };
    this.#context.store.patchScreen({ sort: next, selectedRow: null, selectedPosition: 0 });
  }

  fileOrder(): void {
    if (this.#context.store.screen.sort) this.#context.store.patchScreen({ sort: null, selectedRow: null, selectedPosition: 0 });
  }

  menu(column: GridColumn, x: number, y: number): void {
    const items = columnMenu(this.#context, this.#columns, column, {
      fit: () => this.fit(column), filter: () => this.#hooks.filter(column.name), goToColumn: () => this.#hooks.goToColumn(),
      shift: (by) => this.shift(column, by), changeLabels: (kind) => this.#context.changeLabels(kind),
    });
    openMenu(items, x, y, () => this.#surface.scroller.element.focus({ preventScroll: true }));
  }

  /** Moves a column before another of those that are shown; their number for the end. */
  reorder(column: GridColumn, before: number): void {
    const { store } = this.#context;
    store.patchScreen({ order: moveColumn(store.document, store.screen.order, this.#columns, column.name, before), selectedColumn: column.name });
  }

  /** Moves a column one place to the left or to the right. */
  shift(column: GridColumn, by: 1 | -1): void {
    const place = (this.#surface.layout().places.get(column.name) ?? 0) + by;
    if (place >= 0 && place < this.#columns.length) this.reorder(column, by > 0 ? place + 1 : place);
  }

  resize(column: GridColumn, width: number): void {
    const { store } = this.#context;
    const kept = Math.round(Math.max(minWidth, Math.min(maxWidth, width)));
    store.patchScreen({ widths: { ...store.screen.widths, [column.name]: kept } });
  }

  fit(column: GridColumn): void {
    const shown = (this.#surface.layout().places.get(column.name) ?? -1) + 1;
    const { top, scale, rowHeight } = this.#surface.scroller;
    const cells = [this.#surface.headerCell(shown)];
    for (let y = top; y < top + scale.body; y += rowHeight) cells.push(this.#surface.cell(Math.floor(y / rowHeight), shown));
    this.resize(column, Math.min(800, Math.max(minWidth, ...cells.map((cell) => (cell ? naturalWidth(cell) : 0)))));
  }

  filter(_column: GridColumn, bar: HeaderBar, add: boolean): void {
    const { store } = this.#context;
    if (!bar.filter) return;
    const set = (filters: readonly Filter[]): void => store.patchScreen({ filters });
    if (add && bar.filter.kind === 'values') set(joinValues(store.screen.filters, bar.filter));
    else set(toggleFilter(store.screen.filters, bar.filter));
  }

  #keyed(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing) return;
    // Escape gives up a view that is on its way before anything else.
    if (event.key === 'Escape' && this.#model.formerView !== null) return;
    const { scale, rowHeight } = this.#surface.scroller;
    const place = { position: this.onHeader ? -1 : this.#model.position, column: this.column };
    const page = Math.max(1, Math.floor(scale.body / rowHeight) - 1);
    const act = actOfKey(event, place, { rows: this.#model.count, columns: this.#columns.length, page });
    if (!act || (act.kind === 'clear' && !this.onHeader && this.#model.range[0] === this.#model.range[1])) return;
    event.preventDefault();
    event.stopPropagation();
    this.#do(act);
  }

  #do(act: GridAct): void {
    const { store, host, attempt } = this.#context;
    const column = this.#columns[this.column];
    switch (act.kind) {
      case 'move':
        return this.#move(act.place.position, act.place.column, act.extend);
      case 'sort':
        return column && this.sort(column);
      case 'resize':
        return column && this.resize(column, column.width + act.by);
      case 'shift':
        return column && this.shift(column, act.by);
      case 'menu':
        return this.#openMenuByKey();
      case 'copy': {
        const { range } = this.#model;
        const row = this.#model.data.rowAt(range[0]);
        if (range[0] !== range[1]) void attempt(copyRows(store, host, range, this.#columns.map(({ name }) => name), 'tsv'));
        else if (row !== undefined && column) void attempt(copyCell(store, host, row, column.name));
        return;
      }
      case 'selectAll':
        return this.#model.selectRange(0, this.#model.count - 1);
      case 'clear':
        this.onHeader = false;
        return this.#model.clearRange();
      case 'inspect':
        return this.#hooks.inspect();
      case 'find':
        return this.#hooks.find();
      case 'goToColumn':
        return this.#hooks.goToColumn();
      case 'none':
        return;
    }
  }

  #move(position: number, column: number, extend: boolean): void {
    const name = this.#columns[column]?.name ?? null;
    if (name !== this.#context.store.screen.selectedColumn) this.#context.store.patchScreen({ selectedColumn: name });
    this.onHeader = position < 0;
    if (!this.onHeader && position !== this.#model.position) this.#model.moveTo(position, extend);
    else if (!this.onHeader && !extend) this.#model.clearRange();
    this.#surface.repaint();
  }

  #openMenuByKey(): void {
    const column = this.#columns[this.column];
    const cell = this.onHeader ? this.#surface.headerCell(this.column + 1) : this.#surface.cell(this.#model.position, this.column + 1);
    if (!cell || !column) return;
    const { left, bottom } = cell.getBoundingClientRect();
    if (this.onHeader) this.menu(column, left, bottom);
    else this.#openCellMenu(this.#model.position, column, left, bottom);
  }

  #pressed(event: PointerEvent): void {
    const place = this.#place(event);
    if (!place || event.button > 2) return;
    if (event.button === 2 && place.position >= this.#model.range[0] && place.position <= this.#model.range[1]) return;
    const column = place.column < 0 ? this.column : place.column;
    this.#move(place.position, column, event.shiftKey);
  }

  #openRowMenu(event: MouseEvent): void {
    const place = this.#place(event);
    if (!place) return;
    event.preventDefault();
    this.#openCellMenu(place.position, this.#columns[place.column], event.clientX, event.clientY);
  }

  #openCellMenu(position: number, column: GridColumn | undefined, x: number, y: number): void {
    const page = this.#model.data.page(position);
    const cells = column && page?.cells.get(column.name);
    const index = position - (page?.start ?? 0);
    const code = cells?.codes?.[index] ?? 0;
    const value = !cells || code === 3 ? undefined : code === 0 ? cells.text[index] : null;
    const items = rowMenu(this.#context, this.#columns, { row: page?.rows[index], column, value, range: this.#model.range });
    openMenu(items, x, y, () => this.#surface.scroller.element.focus({ preventScroll: true }));
  }

  /** The cell under the mouse; column -1 is the row number. */
  #place(event: MouseEvent): { readonly position: number; readonly column: number } | null {
    const { layer, top, left, scale, rowHeight } = this.#surface.scroller;
    const box = layer.getBoundingClientRect();
    const x = event.clientX - box.left;
    const y = event.clientY - box.top - this.#surface.headerHeight;
    const position = Math.floor((top + y) / rowHeight);
    if (x < 0 || x >= box.width || y < 0 || y >= scale.body || position >= this.#model.count) return null;
    const { layout } = this.#surface.layout();
    const inRows = x < layout.frozenWidth ? x : x + left;
    const column = layout.lefts.findIndex((edge, index) => index > 0 && inRows < edge) - 2;
    return { position, column: column === -3 ? this.#columns.length - 1 : column };
  }
}

/** A cell says on hover what its mark means, and all of its text where that is cut. */
function showWhole(target: EventTarget | null): void {
  const cell = target instanceof HTMLElement ? target.closest<HTMLElement>('.grid-cell') : null;
  if (!cell) return;
  const mark = cell.querySelector('.dot')?.getAttribute('aria-label') ?? '';
  const text = cell.scrollWidth > cell.clientWidth ? (cell.textContent ?? '') : '';
  cell.title = [text, mark].filter((part) => part !== '').join('\n');
}

/** The width that a cell's contents would take, its padding included; a name keeps room for the arrow of a sort. */
function naturalWidth(cell: HTMLElement): number {
  const { width } = cell.style;
  cell.style.width = '0px';
  const name = cell.querySelector('.name');
  const natural = name ? name.scrollWidth + 32 : cell.scrollWidth + 10;
  cell.style.width = width;
  return natural;
}
