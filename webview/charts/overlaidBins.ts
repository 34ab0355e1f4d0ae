import { html, svg, type TemplateResult } from 'lit';
import { scaleOf } from './scaleOf.ts';

export interface OverlaidBins {
  /** What is shown, for those who hear it. */
  readonly title: string;
  /** One more than there are bins. */
  readonly edges: readonly number[];
  /** Shares of both sides, by bin. */
  readonly before: readonly number[];
  readonly now: readonly number[];
  /** How an edge is written. */
  words(edge: number): string;
}

const width = 288;
const height = 64;
const axis = 14;
/** Room for the scale to the left of the bars. */
const scale = 34;

/** One histogram as bars and another as a line over them, on one scale: shares of either, between the same edges. */
export function overlaidBins({ title, edges, before, now, words }: OverlaidBins): TemplateResult {
  const most = Math.max(...before, ...now, Number.MIN_VALUE);
  const step = (width - scale) / now.length;
  const top = (share: number): number => height - (share / most) * (height - 4);
  const line = before.map((share, bin) => `${bin === 0 ? 'M' : 'L'}${scale + bin * step} ${top(share)}H${scale + (bin + 1) * step}`).join('');
  return html`<svg class="bars overlaid" role="img" aria-label=${title} width=${width} height=${height + axis} viewBox="0 0 ${width} ${height + axis}">
    ${scaleOf({ left: scale, right: width, top: top(most), bottom: height, words: percent(most) })}
    ${now.map((share, bin) => svg`<rect class="bar" x=${scale + bin * step + 0.5} y=${top(share)} width=${Math.max(1, step - 1)} height=${height - top(share)}><title>${words(edges[bin]!)} to ${words(edges[bin + 1]!)}: ${percent(share)} here, ${percent(before[bin]!)} there</title></rect>`)}
    <path class="line" d=${line}></path>
    <text x=${scale} y=${height + axis - 2}>${words(edges[0]!)}</text>
    <text x=${width} y=${height + axis - 2} text-anchor="end">${words(edges.at(-1)!)}</text>
  </svg>`;
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
