import { type Html, html, type HtmlPart } from './html.ts';

/** A table: the first column names the rows, `right` are flush right. */
export interface ReportTable {
  readonly header: readonly HtmlPart[];
  readonly rows: readonly (readonly HtmlPart[])[];
  readonly right?: readonly number[];
  /** What is not listed, in words. */
  readonly more?: string;
}

export function table({ header, rows, right = [], more }: ReportTable, caption?: string): Html {
  const side = (column: number): Html => (right.includes(column) ? html` class="num"` : html``);
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption ?? 'Table'}"><table>${caption !== undefined && html`<caption>${caption}</caption>`}
<thead><tr>${header.map((cell, column) => html`<th scope="col"${side(column)}>${cell}</th>`)}</tr></thead>
<tbody>${rows.map(
    (
      cells,
    ) => html`<tr>${cells.map((cell, column) => (column === 0 ? html`<th scope="row">${cell}</th>` : html`<td${side(column)}>${cell}</td>`))}</tr>
`,
  )}</tbody></table></div>${more !== undefined && html`<p class="dim">${more}</p>`}`;
}

export interface Figure {
  readonly title: string;
  /** To the right of the title. */
  readonly side?: HtmlPart;
  readonly chart: Html;
  /** What is measured and from how many rows. */
  readonly basis: HtmlPart;
  /** What the chart shows, in figures. */
  readonly table: ReportTable;
}

/** A chart with its title, what it rests on, and its table behind it. */
export function figure({ title, side, chart, basis, table: behind }: Figure): Html {
  return html`<figure><figcaption><b>${title}</b>${side !== undefined && html`<span class="dim">${side}</span>`}</figcaption>
${chart}
<p class="dim">${basis}</p>
<details><summary>Table</summary>${table(behind, title)}</details></figure>`;
}

/** A section of the report with the anchor that the contents lead to. */
export function section(id: string, title: string, ...content: readonly HtmlPart[]): Html {
  return html`<section id="${id}" aria-labelledby="${id}-title"><h2 id="${id}-title">${title}</h2>
${content}</section>
`;
}

export const figures = (list: readonly Html[]): Html => html`<div class="figures">${list}</div>`;
