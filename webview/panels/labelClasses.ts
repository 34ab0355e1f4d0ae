import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { ClassHealth } from '../../src/protocol/labelMethods.ts';
import { changeDots } from '../charts/changeDots.ts';
import { chart } from '../charts/chartMenu.ts';
import { type ChartTable, countCell, shareCell } from '../charts/chartTable.ts';
import type { Context } from '../context.ts';
import { button, linkButton } from '../ui/button.ts';
import { formatCount, formatShare, formatValue } from '../ui/numbers.ts';
import { hasChanged } from './labelHealthWords.ts';

/** Labels that are shown before all are asked for. */
const mostLabels = 15;

type Order = 'label' | 'rows' | 'noise' | 'flagged';
type Show = (given: string | undefined, suggested: string | undefined) => void;

const compare: Readonly<Record<Order, (a: ClassHealth, b: ClassHealth) => number>> = {
  label: (a, b) => a.label.localeCompare(b.label),
  rows: (a, b) => b.rows - a.rows,
  noise: (a, b) => b.noise - a.noise,
  flagged: (a, b) => b.flagged - a.flagged,
};

/** Each label: how many rows, how noisy, before and now, and what it is mistaken for. */
export class LabelClasses {
  readonly #context: Context;
  #order: Order = 'noise';
  #all = false;

  constructor(context: Context) {
    this.#context = context;
  }

  template(classes: readonly ClassHealth[], show: Show): TemplateResult | typeof nothing {
    if (classes.length === 0) return nothing;
    const changed = classes.some(({ noise, noiseBefore }) => noiseBefore !== undefined && hasChanged(noiseBefore, noise));
    const most = Math.max(...classes.flatMap(({ noise, noiseBefore }) => [noise, noiseBefore ?? 0]));
    const sorted = [...classes].sort((a, b) => compare[this.#order](a, b) || b.rows - a.rows);
    const shown = this.#all ? sorted : sorted.slice(0, mostLabels);
    return html`<h3>Labels</h3>
      ${chart(
        { title: 'Health of each label', table: () => tableOf(sorted) },
        html`<div class="heat-scroll"><table class="classes" aria-label="Health of each label">
        <thead><tr>${this.#heading('label', 'Label')}${this.#heading('rows', 'Rows', true)}${changed ? html`<th scope="col" class="num">Before</th>` : nothing}
          ${this.#heading('noise', changed ? 'Noise now' : 'Estimated noise', true)}${changed ? html`<th scope="col" class="legend">○ before ● now</th>` : html`<td></td>`}${this.#heading('flagged', 'Flagged', true)}<th scope="col">Most likely instead</th></tr></thead>
        <tbody>${repeat(
          shown,
          ({ label }) => label,
          (health) => row(health, { changed, most, show }),
        )}</tbody>
      </table></div>`,
      )}
      ${shown.length < sorted.length ? button(`Show all ${formatCount(sorted.length)} labels`, { onClick: () => this.#set(() => (this.#all = true)) }) : nothing}`;
  }

  #heading(order: Order, words: string, number = false): TemplateResult {
    const on = this.#order === order;
    const direction = order === 'label' ? 'ascending' : 'descending';
    return html`<th scope="col" class=${number ? 'num' : ''} aria-sort=${on ? direction : 'none'}><button type="button" class="plain" title="Sort by this" @click=${() => this.#set(() => (this.#order = order))}>${words}${
      on ? (order === 'label' ? ' ▴' : ' ▾') : ''}</button></th>`;
  }

  #set(change: () => void): void {
    change();
    this.#context.store.touch();
  }
}

/** All labels, with more places than the page has. */
function tableOf(classes: readonly ClassHealth[]): ChartTable {
  return {
    columns: ['label', 'rows', 'noise before', 'estimated noise', 'flagged', 'most likely instead', 'rows of that'],
    rows: classes.map(({ label, rows, noise, noiseBefore, flagged, confusion }) => [
      formatValue(label), countCell(rows), shareCell(noiseBefore ?? null), shareCell(noise), countCell(flagged),
      confusion === undefined || confusion.rows === 0 ? '' : formatValue(confusion.label), confusion === undefined ? '' : countCell(confusion.rows),
    ]),
  };
}

interface RowOptions {
  readonly changed: boolean;
  /** End of the scale of noise. */
  readonly most: number;
  readonly show: Show;
}

function row({ label, rows, noise, noiseBefore, flagged, confusion }: ClassHealth, { changed, most, show }: RowOptions): TemplateResult {
  const before = noiseBefore !== undefined && changed ? noiseBefore : undefined;
  const differs = before !== undefined && hasChanged(before, noise);
  const words = differs ? `noise ${formatShare(noise)}, before ${formatShare(before)}` : `noise ${formatShare(noise)}`;
  return html`<tr>
    <th scope="row" title=${label}>${formatValue(label)}</th>
    <td class="num">${formatCount(rows)}</td>
    ${changed ? html`<td class="num dim">${before === undefined ? '—' : formatShare(before)}</td>` : nothing}
    <td class="num">${differs ? html`<span class=${noise < before ? 'less' : 'more'} aria-hidden="true">${noise < before ? '↓' : '↑'}</span> ` : nothing}${formatShare(noise)}</td>
    <td>${changeDots(noise, before, most, words)}</td>
    <td class="num">${flagged === 0 ? html`<span class="dim">0</span>` : linkButton(formatCount(flagged), () => show(label, undefined), `Show the flagged rows labelled ${formatValue(label)}`)}</td>
    <td>${confusion === undefined || confusion.rows === 0 ? html`<span class="dim">—</span>` : html`<span class="instead" title=${formatValue(confusion.label)}><span>${formatValue(confusion.label)}</span><span class="dim" title="Rows, as estimated">${formatCount(confusion.rows)}</span></span>`}</td>
  </tr>`;
}
