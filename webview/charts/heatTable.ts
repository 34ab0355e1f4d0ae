import { html, nothing, type TemplateResult } from 'lit';
import { styled } from '../ui/styled.ts';
import { chart } from './chartMenu.ts';
import type { ChartTable } from './chartTable.ts';

export interface HeatCell {
  readonly words: string;
  /** The figure that is written; null where there is none. */
  readonly amount: number | null;
  /** 0–1: how strongly the cell is tinted. */
  readonly heat: number;
  /** What the cell says, whole; for hover and for those who hear it. */
  readonly note: string;
  readonly onClick?: () => void;
}

export interface HeatTableOptions {
  readonly title: string;
  /** Exact, sampled or partial, and from how many rows. */
  readonly basis?: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly name: string; readonly cells: readonly HeatCell[] }[];
}

/** A table of figures, tinted by their size. */
export function heatTable({ title, basis, columns, rows }: HeatTableOptions): TemplateResult {
  return chart(
    { title, ...(basis !== undefined && { basis }), table: () => tableOf(columns, rows) },
    html`<div class="heat-scroll"><table class="heat" aria-label=${title}>
    <thead><tr><td></td>${columns.map((column) => html`<th scope="col" class="num" title=${column}>${column}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr><th scope="row" title=${row.name}>${row.name}</th>${row.cells.map(cell)}</tr>`)}</tbody>
  </table></div>`,
  );
}

/** Cells that are tinted so much stand out by a border, too, where contrast comes first. */
const strongHeat = 0.5;

function tableOf(columns: HeatTableOptions['columns'], rows: HeatTableOptions['rows']): ChartTable {
  return { columns: ['', ...columns], rows: rows.map(({ name, cells }) => [name, ...cells.map(({ amount, words }) => ({ amount, words }))]) };
}

function cell({ words, heat, note, onClick }: HeatCell): TemplateResult {
  const tint = styled({ '--heat': String(Math.round(Math.min(1, Math.max(0, heat)) * 90)) });
  return html`<td class="num ${heat > strongHeat ? 'strong' : ''}" ${tint}>${onClick
    ? html`<button type="button" class="plain" title=${note} aria-label=${note} @click=${onClick}>${words}</button>`
    : html`<span title=${note ?? nothing}>${words}</span>`}</td>`;
}
