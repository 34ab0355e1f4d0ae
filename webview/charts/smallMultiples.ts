import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { barList, type Bar } from './barList.ts';
import { chart } from './chartMenu.ts';
import type { ChartTable } from './chartTable.ts';
import { moveStop, oneStop } from './oneStop.ts';

export interface Multiple {
  readonly key: string;
  readonly title: string;
  /** To the right of the title: “2,615 rows”. */
  readonly side: string;
  readonly bars: readonly Bar[];
  /** The amount of a full bar, where this one is not on the scale of the others; its `side` says so. */
  readonly most?: number;
  readonly onTitle?: () => void;
}

export interface MultiplesWords {
  /** What all of them show. */
  readonly title: string;
  /** Exact, sampled or partial, and from how many rows. */
  readonly basis?: string;
}

/** The same bars for each of several groups, on one scale, so that lengths can be compared across them. */
export function smallMultiples(multiples: readonly Multiple[], most: number, words: MultiplesWords): TemplateResult {
  const labelWidth = nameWidth(multiples.flatMap(({ bars }) => bars.map(({ name }) => name)));
  return chart(
    { ...words, table: multiplesTable(multiples), wide: true },
    html`<div class="multiples" ${oneStop()} @keydown=${(event: KeyboardEvent) => moveStop(event, 'down')}>${repeat(
      multiples,
      ({ key }) => key,
      ({ title, side, bars, most: own, onTitle }) => html`<figure class="multiple">
    ${multipleCaption({ title, side, onTitle })}
    ${barList({ isPart: true, title: `${title}, ${side}`, bars, most: own ?? most, labelWidth, barWidth: 288 - labelWidth - 60 })}
  </figure>`,
    )}</div>`,
  );
}

/** The name of one of several charts, which leads to its rows where that is known. */
export function multipleCaption({
  title,
  side,
  onTitle,
}: Pick<Multiple, 'title' | 'side'> & { readonly onTitle: Multiple['onTitle'] | undefined }): TemplateResult {
  return html`<figcaption>${onTitle ? html`<button type="button" class="plain way" tabindex="-1" title="Show the rows of ${title}" @click=${onTitle}><b>${title}</b></button>` : html`<b>${title}</b>`}<span class="dim">${side}</span></figcaption>`;
}

export function multiplesTable(multiples: readonly Multiple[]): ChartTable {
  return {
    columns: ['rows of', 'value', 'amount', 'note'],
    rows: multiples.flatMap(({ title, side, bars }) =>
      bars.map(({ name, amount, words, note = '' }) => [`${title} (${side})`, name, { amount, words }, note]),
    ),
  };
}

/** Room for the longest name, within reason. */
function nameWidth(names: readonly string[]): number {
  const longest = names.reduce((most, name) => Math.max(most, name.length), 0);
  return Math.min(112, Math.max(36, Math.ceil(longest * 6.4) + 10));
}
