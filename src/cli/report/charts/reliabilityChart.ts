import type { ReliabilityBin } from '../../../core/evaluation.ts';
import { type Html, html } from '../html.ts';
import { countOf, intervalText, percentText } from '../words.ts';
import { chartWidth, px } from './chart.ts';

const [left, size, axis] = [48, 260, 34];

/** How often predictions are right (up) by how probable they are held (across): on the diagonal where the model knows how sure it is. */
export function reliabilityChart(title: string, bins: readonly ReliabilityBin[]): Html {
  const x = (share: number): number => px(left + share * size);
  const y = (share: number): number => px(4 + (1 - share) * size);
  const most = Math.max(1, ...bins.map(({ rows }) => rows));
  const shown = bins.filter((bin) => bin.rows > 0 && bin.accuracy.value !== null);
  return html`<svg role="img" aria-label="${title}" width="${chartWidth}" height="${size + 4 + axis}" viewBox="0 0 ${chartWidth} ${size + 4 + axis}">
${shown.map(({ from, to, rows }) => html`<rect class="faint" x="${x(from)}" y="${px(y(0) - (rows / most) * size * 0.3)}" width="${px(Math.max(1, (to - from) * size - 1))}" height="${px((rows / most) * size * 0.3)}"/>`)}
<path class="level" d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}"/>
${shown.map((bin) => {
    const at = x(bin.confidence ?? (bin.from + bin.to) / 2);
    return html`<g><title>${bin.from.toFixed(2)} to ${bin.to.toFixed(2)}: right for ${intervalText(bin.accuracy)} of ${countOf(bin.rows, 'row')}, mean probability ${percentText(bin.confidence)}</title>
<path class="whisker" d="M${at} ${y(bin.accuracy.low)}V${y(bin.accuracy.high)}"/><circle class="point" cx="${at}" cy="${y(bin.accuracy.value!)}" r="3.5"/></g>`;
  })}
<path class="axis" d="M${left} 4V${y(0)}H${x(1)}"/>
<text class="dim" x="${left - 4}" y="12" text-anchor="end">100 %</text><text class="dim" x="${left - 4}" y="${y(0)}" text-anchor="end">0</text>
<text class="dim" x="${left}" y="${y(0) + 14}">0</text><text class="dim" x="${x(1)}" y="${y(0) + 14}" text-anchor="end">1</text>
<text class="dim" x="${x(0.5)}" y="${y(0) + 28}" text-anchor="middle">probability of the predicted class; up: how often it is right</text>
</svg>`;
}
