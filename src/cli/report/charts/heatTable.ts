import { type Html, html, valueText } from '../html.ts';

export interface HeatTable {
  readonly title: string;
  /** What stands down and across. */
  readonly down: string;
  readonly across: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly HeatCell[] }[];
}

export interface HeatCell {
  readonly words: string;
  /** 0–1: how strongly it is tinted. */
  readonly heat: number;
  readonly note: string;
}

/** Steps of tint, as classes: the page allows no styles of elements. */
const steps = 8;

/** A table of figures, tinted by their size: chart and table in one. */
export function heatTable({ title, down, across, columns, rows }: HeatTable): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}"><table class="heat"><caption>${title}</caption>
<thead><tr><th scope="col">${down} ↓ ${across} →</th>${columns.map((column) => html`<th scope="col" class="num" title="${column}">${valueText(column, 14)}</th>`)}</tr></thead>
<tbody>${rows.map(
    ({
      name,
      cells,
    }) => html`<tr><th scope="row" title="${name}">${valueText(name, 24)}</th>${cells.map(({ words, heat, note }) => html`<td class="num heat${Math.min(steps, Math.ceil(Math.max(0, heat) * steps))}" title="${note}">${words}</td>`)}</tr>
`,
  )}</tbody></table></div>`;
}
