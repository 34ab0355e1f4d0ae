import { html, svg, type TemplateResult } from 'lit';
import { scaleOf } from './scaleOf.ts';

export interface TimeLine {
  readonly title: string;
  /** To the right of the title. */
  readonly side: string;
  /** In order; null: too few to say. */
  readonly values: readonly (number | null)[];
  /** The top of the scale. */
  readonly most: number;
  /** What is at a place, in words: read on hover. */
  note(place: number): string;
  /** How the top of the scale is written. */
  words(value: number): string;
  /** Under the first and the last value. */
  readonly from: string;
  readonly to: string;
  /** A level to compare with. */
  readonly level?: number;
}

const width = 288;
const height = 54;
const axis = 14;
/** Room for the scale to the left of the line. */
const scale = 34;

/** One figure over time, on the scale of those beside it; a gap where it is not known. */
export function timeLine({ title, side, values, most, note, words, from, to, level }: TimeLine): TemplateResult {
  const step = values.length > 1 ? (width - scale) / (values.length - 1) : width - scale;
  const top = (value: number): number => height - (value / Math.max(most, Number.MIN_VALUE)) * (height - 4);
  const line = values
    .map((value, place) =>
      value === null
        ? ''
        : `${place > 0 && values[place - 1] !== null ? 'L' : 'M'}${(scale + place * step).toFixed(1)} ${top(value).toFixed(1)}`,
    )
    .join('');
  return html`<figure class="time-line">
    <figcaption><b>${title}</b><span class="dim">${side}</span></figcaption>
    <svg class="bars overlaid" role="img" aria-label="${title}, ${side}" width=${width} height=${height + axis} viewBox="0 0 ${width} ${height + axis}">
      ${scaleOf({ left: scale, right: width, top: top(most), bottom: height, words: words(most) })}
      ${level === undefined ? null : svg`<line class="level" x1=${scale} x2=${width} y1=${top(level)} y2=${top(level)}></line>`}
      <path class="line" d=${line}></path>
      ${values.map((value, place) => (value === null ? null : svg`<circle class="point" cx=${scale + place * step} cy=${top(value)} r="2"><title>${note(place)}</title></circle>`))}
      <text x=${scale} y=${height + axis - 2}>${from}</text>
      <text x=${width} y=${height + axis - 2} text-anchor="end">${to}</text>
    </svg>
  </figure>`;
}
