import { type Html, html } from '../html.ts';
import { chartWidth, px } from './chart.ts';

export interface LineChart {
  readonly title: string;
  /** In order; null: too few to say. */
  readonly values: readonly (number | null)[];
  readonly most: number;
  /** The top of the scale, as it is written. */
  readonly top: string;
  readonly from: string;
  readonly to: string;
  readonly unit: string;
  note(place: number): string;
  /** A level to compare with. */
  readonly level?: number;
}

/** On the left there is room for “100.0 %”. */
const [left, width, height, axis] = [54, chartWidth - 62, 74, 28];

/** One figure over time; a gap where it is not known. */
export function lineChart({ title, values, most, top, from, to, unit, note, level }: LineChart): Html {
  const x = (place: number): number => px(left + (values.length > 1 ? place / (values.length - 1) : 0.5) * width);
  const y = (value: number): number => px(4 + (1 - Math.min(1, value / Math.max(most, Number.MIN_VALUE))) * (height - 4));
  const path = values.map((value, place) => (value === null ? '' : `${place > 0 && values[place - 1] !== null ? 'L' : 'M'}${x(place)} ${y(value)}`)).join('');
  return html`<svg role="img" aria-label="${title}" width="${chartWidth}" height="${height + axis}" viewBox="0 0 ${chartWidth} ${height + axis}">
${level !== undefined && html`<path class="level" d="M${left} ${y(level)}H${left + width}"/>`}
<path class="line" d="${path}"/>
${values.map((value, place) => (value === null ? '' : html`<circle class="point" cx="${x(place)}" cy="${y(value)}" r="2"><title>${note(place)}</title></circle>`))}
<path class="axis" d="M${left} 4V${height}H${left + width}"/>
<text class="dim" x="${left - 4}" y="12" text-anchor="end">${top}</text><text class="dim" x="${left - 4}" y="${height}" text-anchor="end">0</text>
<text class="dim" x="${left}" y="${height + 13}">${from}</text><text class="dim" x="${left + width}" y="${height + 13}" text-anchor="end">${to}</text>
<text class="dim" x="${left + width / 2}" y="${height + 25}" text-anchor="middle">${unit}</text>
</svg>`;
}
