import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { button } from './button.ts';
import { moreWords } from './numbers.ts';

/** Leads from a figure to what it counts. */
export interface FigureWay {
  /** What is shown then. */
  readonly title: string;
  readonly go: () => void;
}

export interface FigureColumn<Line> {
  readonly words: string;
  readonly title?: string;
  /** Words rather than figures: on the left, and sorted by alphabet. */
  readonly text?: boolean;
  /** What lines are sorted by; null comes last. */
  readonly by: (line: Line) => number | string | null;
  readonly cell: (line: Line) => unknown;
  /** Between which the figure lies: the lower and the upper limit of its interval. */
  readonly limits?: (line: Line) => readonly [number, number];
  readonly way?: (line: Line) => FigureWay | null;
}

export interface FigureTableOptions<Line> {
  readonly title: string;
  /** The first one names the line. */
  readonly columns: readonly FigureColumn<Line>[];
  readonly keyOf: (line: Line) => string;
  readonly isOn?: (line: Line) => boolean;
}

const firstShown = 15;
const pageSize = 100;

/** A table of figures that can be sorted by each of its columns. One tab stop: arrow keys go from way in to way in. */
export class FigureTable<Line> {
  readonly #touch: () => void;
  #order: { readonly column: number; readonly descending: boolean } | null = null;
  #limit = firstShown;

  /** `touch` has the page drawn again. */
  constructor(touch: () => void) {
    this.#touch = touch;
  }

  /** `lines` stand as they come until a person sorts them. */
  template(lines: readonly Line[], { title, columns, keyOf, isOn }: FigureTableOptions<Line>): TemplateResult {
    const shown = this.#sorted(lines, columns).slice(0, this.#limit);
    const left = lines.length - shown.length;
    const first = this.#firstWay(shown, columns);
    return html`<div class="heat-scroll"><table class="classes figures" role="grid" aria-label=${title} aria-rowcount=${lines.length + 1} @keydown=${moveAmong}>
        <thead><tr role="row">${columns.map((column, index) => this.#heading(column, index))}</tr></thead>
        <tbody>${repeat(
          shown,
          keyOf,
          (line, row) =>
            html`<tr role="row" class=${isOn?.(line) ? 'on' : ''} aria-selected=${isOn ? String(isOn(line)) : nothing}>${columns.map(
              (column, index) => cell(column, line, { row, index, isFirst: first?.row === row && first.index === index }),
            )}</tr>`,
        )}</tbody>
      </table></div>
      ${left > 0 ? html`<p>${button(moreWords(left, pageSize), { onClick: () => this.#set(() => (this.#limit += pageSize)) })}</p>` : nothing}`;
  }

  #heading({ words, title, text }: FigureColumn<Line>, column: number): TemplateResult {
    const on = this.#order?.column === column;
    const descending = on && this.#order!.descending;
    const sort = (): void => this.#set(() => {
      const current = this.#order?.column === column ? this.#order : null;
      this.#order = { column, descending: current ? !current.descending : !text };
    });
    return html`<th scope="col" role="columnheader" class=${text ? '' : 'num'} aria-sort=${on ? (descending ? 'descending' : 'ascending') : 'none'}><button type="button" class="plain" title=${title === undefined ? 'Sort by this' : `${title}. Sort by this`} @click=${sort}>${words}${on ? (descending ? ' ▾' : ' ▴') : ''}</button></th>`;
  }

  #sorted(lines: readonly Line[], columns: readonly FigureColumn<Line>[]): readonly Line[] {
    const order = this.#order;
    const by = order && columns[order.column]?.by;
    if (!by) return lines;
    const sign = order.descending ? -1 : 1;
    return lines.map((line) => ({ line, key: by(line) })).sort((a, b) => compare(a.key, b.key, sign)).map(({ line }) => line);
  }

  #firstWay(lines: readonly Line[], columns: readonly FigureColumn<Line>[]): { readonly row: number; readonly index: number } | null {
    for (const [row, line] of lines.entries()) {
      const index = columns.findIndex(({ way }) => way?.(line));
      if (index >= 0) return { row, index };
    }
    return null;
  }

  #set(change: () => void): void {
    change();
    this.#touch();
  }
}

function compare(a: number | string | null, b: number | string | null, sign: number): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return sign * (typeof a === 'string' || typeof b === 'string' ? String(a).localeCompare(String(b)) : a - b);
}

function cell<Line>(
  { text, way, cell: content }: FigureColumn<Line>,
  line: Line,
  { row, index, isFirst }: { readonly row: number; readonly index: number; readonly isFirst: boolean },
): TemplateResult {
  const to = way?.(line) ?? null;
  const inner =
    to === null
      ? content(line)
      : html`<button type="button" class="link" tabindex=${isFirst ? 0 : -1} data-at="${row},${index}" title=${to.title} @click=${() => to.go()}>${content(line)}</button>`;
  return index === 0
    ? html`<th scope="row" role="rowheader">${inner}</th>`
    : html`<td role="gridcell" class=${text ? '' : 'num'}>${inner}</td>`;
}

const steps: Readonly<Record<string, readonly [number, number]>> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** The tab stop goes along with the focus. */
function moveAmong(event: KeyboardEvent): void {
  const table = event.currentTarget as HTMLElement;
  const from = (event.target as HTMLElement).dataset['at'];
  const step = steps[event.key];
  if (from === undefined || !step) return;
  event.preventDefault();
  event.stopPropagation();
  const places = [...table.querySelectorAll<HTMLElement>('[data-at]')].map((element) => ({
    element,
    at: element.dataset['at']!.split(',').map(Number) as [number, number],
  }));
  const [row, column] = from.split(',').map(Number) as [number, number];
  const [down, across] = step;
  const ahead = places
    .map(({ element, at }) => ({
      element,
      distance: down !== 0 ? (at[1] === column ? (at[0] - row) * down : 0) : at[0] === row ? (at[1] - column) * across : 0,
    }))
    .filter(({ distance }) => distance > 0)
    .sort((a, b) => a.distance - b.distance);
  const to = ahead[0]?.element;
  if (!to) return;
  for (const { element } of places) element.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}
