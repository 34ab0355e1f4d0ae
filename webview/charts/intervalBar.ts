import { html, svg, type TemplateResult } from 'lit';
import type { Share } from '../../src/core/evaluation.ts';
import { formatShare } from '../ui/numbers.ts';

const width = 84;
const height = 12;

/** “82 % to 87 %”: the 95 % interval of a share. */
export function intervalWords({ low, high }: Share): string {
  return `${formatShare(low)} to ${formatShare(high)}`;
}

/** Where a share and its interval lie between 0 and 1, and both in figures, those of the interval in whole per cent. */
export function intervalBar(share: Share): TemplateResult {
  const { value, low, high } = share;
  if (value === null) return html`<span class="dim" title="A share of no rows">—</span>`;
  const at = (place: number): number => 2 + place * (width - 4);
  const words = `${formatShare(value)}, 95 % interval ${intervalWords(share)}`;
  return html`<span class="interval" title=${words}><svg width=${width} height=${height} role="img" aria-label="95 % interval ${intervalWords(share)}">
    ${svg`<line class="scale" x1=${at(0)} x2=${at(1)} y1=${height / 2} y2=${height / 2}></line>
      <rect class="range" x=${at(low)} width=${Math.max(1, at(high) - at(low))} y="3" height=${height - 6}></rect>
      <rect class="value" x=${at(value) - 1} width="2" y="0" height=${height}></rect>`}
  </svg><span class="figure">${formatShare(value)}</span><span class="dim range">${(low * 100).toFixed(0)}–${(high * 100).toFixed(0)}</span></span>`;
}
