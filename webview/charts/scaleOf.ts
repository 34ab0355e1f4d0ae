import { svg, type SVGTemplateResult } from 'lit';

export interface Scale {
  /** Where the chart begins; what is written stands to the left of it. */
  readonly left: number;
  readonly right: number;
  /** Heights of the largest amount and of none. */
  readonly top: number;
  readonly bottom: number;
  /** The largest amount, with its unit. */
  readonly words: string;
}

/** The upright scale of a chart: lines at nothing and at the largest amount, which are written beside them. */
export function scaleOf({ left, right, top, bottom, words }: Scale): SVGTemplateResult {
  return svg`<line class="scale-line" x1=${left} x2=${right} y1=${top} y2=${top}></line><line class="scale-line" x1=${left} x2=${right} y1=${bottom} y2=${bottom}></line>
    <text class="scale-words" x=${left - 4} y=${top + 7} text-anchor="end">${words}</text><text class="scale-words" x=${left - 4} y=${bottom} text-anchor="end">0</text>`;
}
