import { html, nothing, svg, type TemplateResult } from 'lit';

const width = 120;
const height = 14;
const inset = 5;

/** A share now, and before where it is known: a hollow dot for before, a line to the filled one for now. `most` is the end of the scale. */
export function changeDots(now: number, before: number | undefined, most: number, words: string): TemplateResult {
  const at = (share: number): number => inset + (most > 0 ? Math.min(1, share / most) : 0) * (width - 2 * inset);
  const y = height / 2;
  return html`<svg class="change-dots" role="img" aria-label=${words} width=${width} height=${height} viewBox="0 0 ${width} ${height}"><title>${words}</title>
    <line class="scale" x1=${inset} x2=${width - inset} y1=${y} y2=${y}></line>
    ${before === undefined ? nothing : svg`<line class="way ${now <= before ? 'less' : 'more'}" x1=${at(before)} x2=${at(now)} y1=${y} y2=${y}></line><circle class="before" cx=${at(before)} cy=${y} r="3.5"></circle>`}
    <circle class="now" cx=${at(now)} cy=${y} r="3.5"></circle>
  </svg>`;
}
