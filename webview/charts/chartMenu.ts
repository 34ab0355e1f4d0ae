import { html, nothing, type TemplateResult } from 'lit';
import { openMenu, type MenuItem } from '../grid/menu.ts';
import { formatCount } from '../ui/numbers.ts';
import { type ChartTable, cellWords } from './chartTable.ts';

export interface ChartOptions {
  /** What is shown, whole: the heading of a saved picture, and the name of its file. */
  readonly title: string;
  /** Exact, sampled or partial, and from how many rows: a line under the heading of a saved picture. */
  readonly basis?: string;
  /** The figures behind it; a function where the chart is itself a table, and they are only copied. */
  readonly table: ChartTable | (() => ChartTable);
  /** As wide as there is room, for many small charts beside each other; else as wide as the chart. */
  readonly wide?: boolean;
}

export type ChartAct = 'copy-png' | 'copy-svg' | 'save-png' | 'save-svg' | 'copy-table';

/** What a person wants of a chart; `chartEvent` carries it to the page (`takeChart.ts`). */
export interface ChartWish {
  readonly act: ChartAct;
  /** The element that holds the chart and nothing else. */
  readonly body: HTMLElement;
  readonly options: ChartOptions;
}

export const chartEvent = 'winnow-chart';

/** Lines of a table that stand in the page; copied, it has all. */
const mostLines = 500;

/**
 * Puts a chart into a frame with a menu: copied and saved as a picture, with a table of its figures behind it, which
 * is there for those who do not see the chart, and in its place where “Table” is chosen.
 */
export function chart(options: ChartOptions, body: TemplateResult): TemplateResult {
  return html`<figure class="chart ${options.wide ? 'wide' : ''}" aria-label=${options.title}>
    <div class="chart-body">${body}</div>
    ${typeof options.table === 'function' ? nothing : tableBehind(options.title, options.table)}
    <button type="button" class="icon chart-menu" aria-haspopup="menu" title="Copy or save this chart" aria-label="Copy or save the chart: ${options.title}"
      @click=${(event: Event) => open(event.currentTarget as HTMLElement, options)}>⋯</button>
  </figure>`;
}

function tableBehind(title: string, { columns, rows }: ChartTable): TemplateResult {
  const left = rows.length - mostLines;
  return html`<div class="chart-table"><table><caption>${title}</caption>
    <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
    <tbody>${rows.slice(0, mostLines).map(([name, ...cells]) => html`<tr><th scope="row">${cellWords(name!)}</th>${cells.map((cell) => html`<td>${cellWords(cell)}</td>`)}</tr>`)}</tbody>
  </table>${left > 0 ? html`<p class="dim">${formatCount(left)} more lines are in the table that “Copy the table” copies.</p>` : nothing}</div>`;
}

function open(button: HTMLElement, options: ChartOptions): void {
  const figure = button.closest<HTMLElement>('.chart')!;
  const body = figure.querySelector<HTMLElement>('.chart-body')!;
  const wish = (act: ChartAct) => (): void =>
    void button.dispatchEvent(new CustomEvent<ChartWish>(chartEvent, { bubbles: true, detail: { act, body, options } }));
  const shown = figure.classList.contains('as-table');
  const toggle: MenuItem = { words: 'Table', checked: shown, act: () => void figure.classList.toggle('as-table', !shown) };
  const items: MenuItem[] = [
    { words: 'Copy as PNG', act: wish('copy-png') }, { words: 'Copy as SVG', act: wish('copy-svg') },
    'separator', { words: 'Save as PNG…', act: wish('save-png') }, { words: 'Save as SVG…', act: wish('save-svg') },
    'separator', ...(typeof options.table === 'function' ? [] : [toggle]), { words: 'Copy the table as CSV', act: wish('copy-table') },
  ];
  const { right, bottom } = button.getBoundingClientRect();
  openMenu(items, right, bottom, () => button.focus());
}
