import { type Html, html } from '../html.ts';
import { chartWidth, px } from './chart.ts';

export interface BinChart {
  readonly title: string;
  /** One more than there are bins. */
  readonly edges: readonly number[];
  /** By bin. */
  readonly amounts: readonly number[];
  /** Another distribution over the same bins: a line. */
  readonly line?: readonly number[];
  /** The top of the scale, as it is written. */
  top(most: number): string;
  /** How an edge is written. */
  edge(edge: number): string;
  /** What is said of a bin on hover. */
  note(bin: number): string;
  /** What the edges and the amounts are. */
  readonly unit: string;
}

const [left, width, height, axis] = [40, chartWidth - 48, 84, 28];

/** A histogram: bars between edges, from 0 to the highest of them. */
export function binChart({ title, edges, amounts, line, top, edge, note, unit }: BinChart): Html {
  const most = Math.max(...amounts, ...(line ?? []), Number.MIN_VALUE);
  const step = width / amounts.length;
  const y = (amount: number): number => px(4 + (1 - amount / most) * (height - 4));
  const path = line?.map((amount, bin) => `${bin === 0 ? 'M' : 'L'}${px(left + bin * step)} ${y(amount)}H${px(left + (bin + 1) * step)}`).join('');
  return html`<svg role="img" aria-label="${title}" width="${chartWidth}" height="${height + axis}" viewBox="0 0 ${chartWidth} ${height + axis}">
${amounts.map((amount, bin) => html`<rect class="bar" x="${px(left + bin * step + 0.5)}" y="${y(amount)}" width="${px(Math.max(1, step - 1))}" height="${px(height - y(amount))}"><title>${note(bin)}</title></rect>`)}
${path !== undefined && html`<path class="line" d="${path}"/>`}
<path class="axis" d="M${left} 4V${height}H${left + width}"/>
<text class="dim" x="${left - 4}" y="12" text-anchor="end">${top(most)}</text><text class="dim" x="${left - 4}" y="${height}" text-anchor="end">0</text>
<text class="dim" x="${left}" y="${height + 13}">${edge(edges[0]!)}</text><text class="dim" x="${left + width}" y="${height + 13}" text-anchor="end">${edge(edges.at(-1)!)}</text>
<text class="dim" x="${left + width / 2}" y="${height + 25}" text-anchor="middle">${unit}</text>
</svg>`;
}
