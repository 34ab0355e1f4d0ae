import type { Sort } from '../../src/core/filter.ts';
import { Box, make } from './box.ts';
import { visibleText } from './cellText.ts';
import { maxWidth, minWidth, type GridColumn } from './columns.ts';
import { factsLine, headerBars, profileWords, type HeaderBar } from './headerFacts.ts';
import { Lane, type ColumnRange } from './lane.ts';
import { MiniHistogram } from './miniHistogram.ts';

/** What a person does at the header. */
export interface HeaderActs {
  sort(column: GridColumn): void;
  fileOrder(): void;
  menu(column: GridColumn, x: number, y: number): void;
  resize(column: GridColumn, width: number): void;
  /** As wide as the values in sight. */
  fit(column: GridColumn): void;
  filter(column: GridColumn, bar: HeaderBar, add: boolean): void;
}

export interface HeaderPaint {
  readonly columns: readonly GridColumn[];
  readonly range: ColumnRange;
  readonly left: number;
  readonly sort: Sort | null;
  /** The column that the keyboard is on, among those shown; -1 when it is among the rows. */
  readonly current: number;
}

/** Name, facts and bars of one column. */
class HeaderCell extends Box {
  readonly #acts: HeaderActs;
  readonly #name: HTMLElement;
  readonly #facts: HTMLElement;
  readonly #bars: MiniHistogram;
  #column: GridColumn | null = null;
  #ordered: 'ascending' | 'descending' | 'none' | null = null;
  #index = -1;

  constructor(parent: Element, id: string, acts: HeaderActs) {
    super(parent, 'grid-heading', 'columnheader');
    this.#acts = acts;
    this.element.id = id;
    this.#name = make(this.element, 'name');
    this.#facts = make(this.element, 'facts');
    this.#bars = new MiniHistogram(this.element, (bar, add) => this.#column && acts.filter(this.#column, bar, add));
    const more = make(this.element, 'more');
    more.textContent = '⋯';
    more.setAttribute('aria-hidden', 'true');
    more.addEventListener('click', (event) => this.#openMenu(event));
    this.element.addEventListener('contextmenu', (event) => this.#openMenu(event));
    this.element.addEventListener('click', () => (this.#column ? acts.sort(this.#column) : acts.fileOrder()));
    this.#listenToEdge(make(this.element, 'edge'));
  }

  paint(column: GridColumn | null, index: number, sort: Sort | null, current: boolean): void {
    const figure = column === null || column.numeric ? ' figure' : '';
    this.className = `grid-heading${column === null ? ' number' : ''}${column?.annotation ? ' annotation' : ''}${figure}${current ? ' current' : ''}`;
    if (index !== this.#index) this.element.setAttribute('aria-colindex', String((this.#index = index)));
    const ordered = column === null || sort?.column !== column.name ? 'none' : sort.descending ? 'descending' : 'ascending';
    if (ordered !== this.#ordered) this.element.setAttribute('aria-sort', (this.#ordered = ordered));
    const last = this.#column;
    this.#column = column;
    if (column === null) {
      if (last !== null || this.#name.textContent === '') this.#paintNumber();
      return;
    }
    if (column.name !== last?.name || column.profile !== last.profile || column.role !== last.role) this.#paintColumn(column);
    this.#bars.draw(barsOf(column), column.role === 'content' ? 120 : 64);
  }

  #paintNumber(): void {
    this.#name.textContent = '#';
    this.#facts.textContent = '';
    this.element.title = 'Row number in the file';
    this.#bars.draw(noBars, 0);
  }

  #paintColumn(column: GridColumn): void {
    this.#name.textContent = visibleText(column.name);
    this.#facts.textContent = factsLine(column);
    this.element.title = profileWords(column);
  }

  #openMenu(event: MouseEvent): void {
    event.preventDefault();
    event.stopPropagation();
    if (this.#column) this.#acts.menu(this.#column, event.clientX, event.clientY);
  }

  /** The edge is dragged to resize; a double click fits the column to its values. */
  #listenToEdge(edge: HTMLElement): void {
    let from: { readonly x: number; readonly width: number } | null = null;
    edge.addEventListener('pointerdown', (event) => {
      if (!this.#column || event.button !== 0) return;
      event.preventDefault();
      edge.setPointerCapture(event.pointerId);
      from = { x: event.clientX, width: this.#column.width };
    });
    edge.addEventListener('pointermove', (event) => {
      if (from && this.#column) this.#acts.resize(this.#column, Math.max(minWidth, Math.min(maxWidth, from.width + event.clientX - from.x)));
    });
    const end = (): void => void (from = null);
    edge.addEventListener('pointerup', end);
    edge.addEventListener('pointercancel', end);
    edge.addEventListener('click', (event) => event.stopPropagation());
    edge.addEventListener('dblclick', () => this.#column && this.#acts.fit(this.#column));
  }
}

const noBars: readonly HeaderBar[] = [];
const bars = new WeakMap<object, readonly HeaderBar[]>();

/** Made once per profile. */
function barsOf(column: GridColumn): readonly HeaderBar[] {
  if (!column.profile) return noBars;
  const made = bars.get(column.profile) ?? headerBars(column.profile);
  bars.set(column.profile, made);
  return made;
}

/** The header row: it stays while the rows move below it. */
export class Header {
  readonly element: HTMLElement;
  readonly #lane: Lane<HeaderCell>;

  constructor(parent: Element, acts: HeaderActs) {
    const group = make(parent, 'grid-head', 'rowgroup');
    this.element = make(group, 'grid-headings', 'row');
    this.element.setAttribute('aria-rowindex', '1');
    this.#lane = new Lane(this.element, (part, place) => new HeaderCell(part, `grid-head-${place}`, acts));
  }

  draw({ columns, range, left, sort, current }: HeaderPaint): void {
    this.#lane.left = left;
    this.#lane.draw(range, (cell, shown) => cell.paint(shown === 0 ? null : columns[shown - 1]!, shown + 1, sort, shown > 0 && shown - 1 === current));
  }

  /** The cell of a column, counted with the row numbers as 0, if it is in sight. */
  cell(column: number): HTMLElement | undefined {
    return this.#lane.cell(column)?.element;
  }
}
