import { type Html, html } from '../html.ts';
import { chartWidth, shortName } from './chart.ts';

export interface Bar {
  readonly name: string;
  /** On the scale of `most`. */
  readonly amount: number;
  /** To the right of the bar. */
  readonly words: string;
  /** What is said on hover, whole. */
  readonly note: string;
  /** A place to compare with: a thin line. */
  readonly tick?: number;
  /** An interval around the end of the bar: a whisker. */
  readonly low?: number;
  readonly high?: number;
}

export interface BarChart {
  /** What is shown, for those who hear it. */
  readonly title: string;
  readonly bars: readonly Bar[];
  /** The end of the scale, and how it is written. */
  readonly most: number;
  readonly end: string;
  /** What the scale measures. */
  readonly unit: string;
}

const row = 19;
const [nameEnd, barStart, barEnd] = [124, 130, 272];
const axis = 26;

/** Horizontal bars, one below the other, on one scale that begins at 0. */
export function barChart({ title, bars, most, end, unit }: BarChart): Html {
  const place = (amount: number): number =>
    Number((barStart + Math.min(1, Math.max(0, amount / Math.max(most, Number.MIN_VALUE))) * (barEnd - barStart)).toFixed(1));
  const bottom = bars.length * row + 2;
  return html`<svg role="img" aria-label="${title}" width="${chartWidth}" height="${bottom + axis}" viewBox="0 0 ${chartWidth} ${bottom + axis}">
${bars.map(({ name, amount, words, note, tick, low, high }, index) => {
    const [top, middle] = [index * row, index * row + row / 2];
    return html`<g><title>${note}</title><text x="${nameEnd}" y="${middle + 4}" text-anchor="end">${shortName(name, nameEnd)}</text>
<rect class="bar" x="${barStart}" y="${top + 3}" width="${Number((place(amount) - barStart).toFixed(1))}" height="${row - 6}"/>
${low !== undefined && high !== undefined && html`<path class="whisker" d="M${place(low)} ${middle}H${place(high)}M${place(low)} ${middle - 3}v6M${place(high)} ${middle - 3}v6"/>`}
${tick !== undefined && html`<path class="tick" d="M${place(tick)} ${top + 1}v${row - 2}"/>`}
<text class="dim" x="${barEnd + 6}" y="${middle + 4}">${words}</text></g>`;
  })}
<path class="axis" d="M${barStart} 0V${bottom}H${barEnd}"/>
<text class="dim" x="${barStart}" y="${bottom + 12}">0</text><text class="dim" x="${barEnd}" y="${bottom + 12}" text-anchor="end">${end}</text>
<text class="dim" x="${(barStart + barEnd) / 2}" y="${bottom + 23}" text-anchor="middle">${unit}</text>
</svg>`;
}
