import { html, nothing, svg, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Bar } from '../charts/barList.ts';
import { chart } from '../charts/chartMenu.ts';
import { moveStop, oneStop } from '../charts/oneStop.ts';
import { type Multiple, multipleCaption, multiplesTable, type MultiplesWords } from '../charts/smallMultiples.ts';

export interface HistogramOptions extends MultiplesWords {
  /** The amount of a full bar. */
  readonly most: number;
  /** How an amount is written at the top of the scale. */
  words(amount: number): string;
  /** Bars at the end that have no place on the axis: what is missing, or of another type. */
  readonly apart: number;
  /** Under the first and the last of the others. */
  readonly from: string;
  readonly to: string;
}

const width = 288;
/** Room for the figure at the top of the scale. */
const head = 12;
const height = head + 60;
const axis = 14;
/** Between the last bin and the bars apart from them. */
const gap = 8;

/** Upright bars for each of several groups, on one scale, with a tick in each where all rows have theirs. */
export function histogramMultiples(multiples: readonly Multiple[], options: HistogramOptions): TemplateResult {
  const { title, basis } = options;
  return chart(
    { title, ...(basis !== undefined && { basis }), table: multiplesTable(multiples), wide: true },
    html`<div class="multiples" ${oneStop()} @keydown=${(event: KeyboardEvent) => moveStop(event, 'right')}>${repeat(
      multiples,
      ({ key }) => key,
      (multiple) => html`<figure class="multiple">
    ${multipleCaption({ title: multiple.title, side: multiple.side, onTitle: multiple.onTitle })}
    ${histogram(multiple, options)}
  </figure>`,
    )}</div>`,
  );
}

function histogram({ title, side, bars, most: own }: Multiple, { most: shared, words, apart, from, to }: HistogramOptions): TemplateResult {
  const most = Math.max(own ?? shared, Number.MIN_VALUE);
  const step = (width - (apart > 0 ? gap : 0)) / Math.max(1, bars.length);
  const placeOf = (index: number): number => index * step + (index >= bars.length - apart ? gap : 0);
  const end = (bars.length - apart) * step;
  return html`<svg class="bars upright" role="list" aria-label="${title}, ${side}" width=${width} height=${height + axis} viewBox="0 0 ${width} ${height + axis}">
    ${bars.map((bar, index) => oneBar(bar, placeOf(index), step, (amount) => height - Math.min(1, amount / most) * (height - head)))}
    <line class="level" x1="0" x2=${end} y1=${head} y2=${head}></line>
    <text x="0" y=${head - 3}>${words(most)}</text>
    <line class="axis" x1="0" x2=${end} y1=${height} y2=${height}></line>
    <text x="0" y=${height + axis - 2}>${from}</text>
    <text x=${end} y=${height + axis - 2} text-anchor="end">${to}</text>
  </svg>`;
}

function oneBar(bar: Bar, left: number, step: number, topOf: (amount: number) => number): TemplateResult {
  const read = `${bar.name}: ${bar.words}${bar.note ? `, ${bar.note}` : ''}`;
  const top = bar.amount > 0 ? Math.min(height - 1, topOf(bar.amount)) : height;
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    bar.onClick?.();
  };
  const shapes = svg`<title>${read}</title>
    <rect class="hit" x=${left} y=${head} width=${step} height=${height - head}></rect>
    <rect class="bar ${bar.mark ?? ''}" x=${left + 0.5} y=${top} width=${Math.max(1, step - 1)} height=${height - top}></rect>
    ${bar.tick === undefined ? nothing : svg`<line class="tick" x1=${left} x2=${left + step} y1=${topOf(bar.tick)} y2=${topOf(bar.tick)}></line>`}`;
  return bar.onClick
    ? svg`<g role="listitem"><g class="row way" role="button" tabindex="-1" aria-label=${read} @click=${bar.onClick} @keydown=${key}>${shapes}</g></g>`
    : svg`<g class="row" role="listitem" aria-label=${read}>${shapes}</g>`;
}
