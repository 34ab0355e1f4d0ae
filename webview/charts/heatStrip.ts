import { html, nothing, type TemplateResult } from 'lit';
import { styled } from '../ui/styled.ts';
import { chart } from './chartMenu.ts';
import type { ChartTable } from './chartTable.ts';

export interface StripCell {
  /** 0–1: how strongly it is tinted; null: nothing is known. */
  readonly heat: number | null;
  /** It stands out, and by what sign. */
  readonly mark?: '•' | '∅';
  /** What it says, whole. */
  readonly note: string;
}

export interface HeatStripOptions {
  readonly title: string;
  readonly basis: string;
  /** Of the cells, in order. */
  readonly names: readonly string[];
  readonly rows: readonly { readonly name: string; readonly side: string; readonly cells: readonly StripCell[] }[];
  /** The figures behind it. */
  readonly table: ChartTable;
  /** A cell is chosen; absent: none can be. */
  readonly onChoose?: ((place: number) => void) | undefined;
}

/** Room for all cells of a line, and the narrowest and widest that one may be, in pixels. */
const room = 620;
const narrowest = 11;
const widest = 30;
/** What the name of a period takes. */
const nameWidth = 66;

/** A line of small tinted cells for each name. One tab stop: arrow keys go from cell to cell, whose words stand below. */
export function heatStrip({ title, basis, names, rows, table, onChoose }: HeatStripOptions): TemplateResult {
  const width = Math.max(narrowest, Math.min(widest, Math.floor(room / names.length)));
  const every = Math.ceil(nameWidth / width);
  const marks = names.flatMap((name, place) => (place % every === 0 ? [{ name, span: Math.min(every, names.length - place) }] : []));
  const choose = (event: Event): void => {
    const at = placeOf(event.target);
    if (at) onChoose?.(at[1]);
  };
  return html`${chart(
    { title, basis, table, wide: true },
    html`<div class="strip-scroll"><table class="strip ${onChoose ? 'ways' : ''}" role="grid" aria-label=${title} ${styled({ '--cell': `${width}px` })}
      @keydown=${move} @click=${choose} @focusin=${tell} @mouseover=${tell}>
    <thead><tr role="row"><td role="presentation"></td>${marks.map(({ name, span }) => html`<th scope="colgroup" colspan=${span}><span>${span * width < nameWidth ? '' : name}</span></th>`)}<td role="presentation"></td></tr></thead>
    <tbody>${rows.map(
      ({ name, side, cells }, row) =>
        html`<tr role="row"><th scope="row" title=${name}>${name}</th>${cells.map(
          (
            cell,
            place,
          ) => html`<td role="gridcell" tabindex=${row === 0 && place === 0 ? 0 : -1} data-at="${row},${place}" class="cell ${cell.heat === null ? 'unknown' : cell.mark ? 'marked' : ''}"
      title=${cell.note} aria-label=${cell.note} ${styled({ '--heat': String(Math.round(100 * Math.min(1, cell.heat ?? 0))) })}>${cell.mark ?? nothing}</td>`,
        )}<td class="strip-side dim">${side}</td></tr>`,
    )}</tbody>
  </table></div>`,
  )}<p class="strip-note dim"></p>`;
}

const placeOf = (target: EventTarget | null): [number, number] | null => {
  const at = target instanceof HTMLElement ? target.dataset['at'] : undefined;
  return at === undefined ? null : (at.split(',').map(Number) as [number, number]);
};

/** Says below what the cell says, for those who come by keyboard, too. */
function tell(event: Event): void {
  const { target } = event;
  if (!placeOf(target)) return;
  const note = (event.currentTarget as HTMLElement).closest('.chart')?.nextElementSibling;
  if (note?.classList.contains('strip-note')) note.textContent = (target as HTMLElement).title;
}

const steps: Readonly<Record<string, readonly [number, number]>> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** The tab stop goes along with the focus. */
function move(event: KeyboardEvent): void {
  const at = placeOf(event.target);
  if (!at) return;
  const step = steps[event.key];
  if (event.key === 'Enter' || event.key === ' ') (event.target as HTMLElement).click();
  else if (step) {
    const grid = event.currentTarget as HTMLElement;
    const to = grid.querySelector<HTMLElement>(`[data-at="${at[0] + step[0]},${at[1] + step[1]}"]`);
    for (const stop of to ? grid.querySelectorAll<HTMLElement>('[tabindex="0"]') : []) stop.tabIndex = -1;
    if (to) to.tabIndex = 0;
    to?.focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}
