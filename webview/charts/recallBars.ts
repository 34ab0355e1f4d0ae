import { html, svg, type TemplateResult } from 'lit';
import type { RecallPosition } from '../../src/protocol/labelMethods.ts';
import { formatCount, formatCounted } from '../ui/numbers.ts';

const step = 30;
const height = 34;
const barWidth = 14;

/** Width of the strip: its bars stand above the stops of a slider of the same width with a knob of `knob` pixels. */
const knob = 16;

/** Rows at each position of the slider, filled as far as they are expected to be wrong. The slider says the same in words. */
export function recallBars(positions: readonly RecallPosition[], chosen: number): TemplateResult {
  const most = Math.max(1, ...positions.map(({ rows }) => rows));
  const width = (positions.length - 1) * step + knob;
  return html`<svg class="recall-bars" aria-hidden="true" width=${width} height=${height} viewBox="0 0 ${width} ${height}">${positions.map(({ rows, expected }, index) => {
    const x = index * step + (knob - barWidth) / 2;
    const all = Math.max(1, (rows / most) * (height - 2));
    const wrong = Math.min(all, (expected / most) * (height - 2));
    return svg`<g class=${index <= chosen ? 'shown' : ''}><title>${formatCounted(rows, 'row')}, about ${formatCount(Math.round(expected))} of them wrong</title>
      <rect class="all" x=${x} y=${height - all} width=${barWidth} height=${all}></rect>
      <rect class="wrong" x=${x} y=${height - wrong} width=${barWidth} height=${wrong}></rect></g>`;
  })}</svg>`;
}
