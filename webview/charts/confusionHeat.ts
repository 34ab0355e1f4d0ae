import { html, type TemplateResult } from 'lit';
import { styled } from '../ui/styled.ts';
import { formatCount, formatCounted, formatValue } from '../ui/numbers.ts';
import { chart } from './chartMenu.ts';
import { type ChartTable, countCell } from './chartTable.ts';

export interface ConfusionHeatOptions {
  /** What is counted, for those who hear it. */
  readonly title: string;
  /** Exact, sampled or partial, and from how many rows. */
  readonly basis?: string;
  /** Names of the axes: down, across. */
  readonly down: string;
  readonly across: string;
  readonly labels: readonly string[];
  /** Down, then across; the diagonal is left empty, unless it is wanted. */
  readonly counts: readonly (readonly number[])[];
  readonly diagonal?: boolean;
  /** Rows of each label where these are more than are shown: down, and across. */
  readonly totals?: { readonly down: readonly number[]; readonly across: readonly number[] };
  /** A cell, a whole row (no `across`) or a whole column (no `down`) is chosen. */
  readonly onChoose: (down: string | undefined, across: string | undefined) => void;
}

/** Names are written upwards where there are more of them, or one is longer, or all together are. */
const mostAcross = 9;
const longestAcross = 30;
const mostCharacters = 90;
/** Of more labels cells are small, so that patterns are to be seen at once. */
const mostRoomy = 24;

/**
 * Counts of one label against another, tinted by size. One tab stop: arrow keys go from filled cell to filled cell,
 * and on to the names at the edges, which stand for a whole row or column.
 */
export function confusionHeat(options: ConfusionHeatOptions): TemplateResult {
  const { title, basis, down, across, labels, counts, onChoose } = options;
  const most = Math.max(1, ...counts.flatMap((row, place) => row.filter((_, other) => other !== place)));
  const first = firstFilled(counts, options.diagonal);
  const heading = (label: string, index: number): TemplateResult => {
    const rows = options.totals?.across[index] ?? counts.reduce((sum, row) => sum + (row[index] ?? 0), 0);
    return html`<th scope="col" role="columnheader" tabindex="-1" data-at="-1,${index}" title=${`${across} ${formatValue(label)}: ${formatCounted(rows, 'row')}`} @click=${() => onChoose(undefined, label)}><span>${formatValue(label)}</span></th>`;
  };
  return chart(
    { title, ...(basis !== undefined && { basis }), table: () => tableOf(options) },
    html`<div class="confusion-scroll"><table class="confusion ${formOf(labels).join(' ')}" role="grid" aria-label=${title} @keydown=${move}>
    <thead>
      <tr role="row"><td role="presentation"></td><th class="axis" scope="colgroup" colspan=${labels.length}>${across} →</th></tr>
      <tr role="row"><th class="axis" scope="col">${down} ↓</th>${labels.map(heading)}</tr>
    </thead>
    <tbody>${labels.map(
      (label, index) => html`<tr role="row">
      <th scope="row" role="rowheader" tabindex="-1" data-at="${index},-1" title=${`${down} ${formatValue(label)}: ${formatCounted(options.totals?.down[index] ?? counts[index]!.reduce((sum, count) => sum + count, 0), 'row')}`}
        @click=${() => onChoose(label, undefined)}><span>${formatValue(label)}</span></th>
      ${counts[index]!.map((count, place) => cell(options, index, place, count / most, index === first[0] && place === first[1]))}
    </tr>`,
    )}</tbody>
  </table></div>`,
  );
}

/** How the table is set, by how many labels there are and how long they are. */
export function formOf(labels: readonly string[]): ('upright' | 'dense')[] {
  const longest = labels.reduce((most, label) => Math.max(most, label.length), 0);
  const isUpright = labels.length > mostAcross || longest > longestAcross || longest * labels.length > mostCharacters;
  return [...(isUpright ? (['upright'] as const) : []), ...(labels.length > mostRoomy ? (['dense'] as const) : [])];
}

function cell(
  { down, across, labels, counts, diagonal, onChoose }: ConfusionHeatOptions,
  row: number,
  column: number,
  share: number,
  first: boolean,
): TemplateResult {
  const count = counts[row]![column]!;
  if ((row === column && !diagonal) || count === 0) return html`<td role="gridcell" class=${row === column ? 'same' : ''}></td>`;
  const words = `${down} ${formatValue(labels[row]!)}, ${across} ${formatValue(labels[column]!)}: ${formatCounted(count, 'row')}`;
  // Square roots: otherwise one large confusion makes all others look alike.
  return html`<td role="gridcell" class="filled ${row === column ? 'agreeing' : ''}" tabindex=${first ? 0 : -1} data-at="${row},${column}" title=${words} aria-label=${words}
    ${styled({ '--heat': row === column ? '0' : String(Math.round(100 * Math.sqrt(share))) })} @click=${() => onChoose(labels[row], labels[column])}>${formatCount(count)}</td>`;
}

/** Cells that are left empty have no figure. */
function tableOf({ down, across, labels, counts, diagonal }: ConfusionHeatOptions): ChartTable {
  return {
    columns: [`${down} ↓ ${across} →`, ...labels.map(formatValue)],
    rows: labels.map((label, row) => [formatValue(label), ...counts[row]!.map((count, column) => (row === column && !diagonal ? '' : countCell(count)))]),
  };
}

function firstFilled(counts: readonly (readonly number[])[], diagonal = false): readonly [number, number] | readonly [] {
  for (const [row, cells] of counts.entries()) {
    const column = cells.findIndex((count, place) => count > 0 && (diagonal || place !== row));
    if (column >= 0) return [row, column];
  }
  return [];
}

const steps: Readonly<Record<string, readonly [number, number]>> = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/** The tab stop goes along with the focus. */
function move(event: KeyboardEvent): void {
  const table = event.currentTarget as HTMLElement;
  const from = (event.target as HTMLElement).dataset['at'];
  if (from === undefined) return;
  if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    event.stopPropagation();
    (event.target as HTMLElement).click();
    return;
  }
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  event.stopPropagation();
  const to = nextFilled(table, from.split(',').map(Number) as [number, number], step);
  if (!to) return;
  for (const stop of table.querySelectorAll<HTMLElement>('[tabindex="0"]')) stop.tabIndex = -1;
  to.tabIndex = 0;
  to.focus();
}

function nextFilled(table: HTMLElement, [row, column]: [number, number], [down, across]: readonly [number, number]): HTMLElement | null {
  const size = table.querySelectorAll('tbody tr').length;
  for (let r = row + down, c = column + across; r >= -1 && c >= -1 && r < size && c < size; r += down, c += across) {
    const found = table.querySelector<HTMLElement>(`[data-at="${r},${c}"]`);
    if (found) return found;
  }
  return null;
}
