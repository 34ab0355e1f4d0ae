import { html, svg, type TemplateResult } from 'lit';
import type { RecallPosition } from '../../src/protocol/labelMethods.ts';
import { formatCount, formatCounted } from '../ui/numbers.ts';
import { chart } from './chartMenu.ts';
import { type ChartTable, countCell, shareCell } from './chartTable.ts';
import { scaleOf } from './scaleOf.ts';

const step = 30;
const height = 34;
const barWidth = 14;
/** Room for the scale to the left of the bars; as wide in the style sheet. */
const scale = 62;

/** Its bars stand above the stops of a slider with a knob of `knob` pixels. */
const knob = 16;

export interface RecallBarsOptions {
  readonly title: string;
  readonly positions: readonly RecallPosition[];
  readonly chosen: number;
}

/** Rows at each position of the slider, filled as far as they are expected to be wrong. The slider says the same in words. */
export function recallBars({ title, positions, chosen }: RecallBarsOptions): TemplateResult {
  const most = Math.max(1, ...positions.map(({ rows }) => rows));
  const width = scale + (positions.length - 1) * step + knob;
  const basis =
    'rows listed at each position of the slider, from the most certain to all with which the model disagrees; filled: those expected to be wrong, an estimate';
  return chart(
    { title, basis, table: tableOf(positions) },
    html`<svg class="bars recall-bars" aria-hidden="true" width=${width} height=${height} viewBox="0 0 ${width} ${height}">
    ${scaleOf({ left: scale, right: width, top: 1, bottom: height, words: formatCounted(most, 'row') })}
    ${positions.map(({ rows, expected }, index) => {
      const x = scale + index * step + (knob - barWidth) / 2;
      const all = Math.max(1, (rows / most) * (height - 2));
      const wrong = Math.min(all, (expected / most) * (height - 2));
      return svg`<g class=${index <= chosen ? 'shown' : ''}><title>${formatCounted(rows, 'row')}, about ${formatCount(Math.round(expected))} of them wrong</title>
        <rect class="all" x=${x} y=${height - all} width=${barWidth} height=${all}></rect>
        <rect class="wrong" x=${x} y=${height - wrong} width=${barWidth} height=${wrong}></rect></g>`;
    })}</svg>`,
  );
}

function tableOf(positions: readonly RecallPosition[]): ChartTable {
  const estimate = (amount: number): { amount: number; words: string } => ({ amount, words: formatCount(Math.round(amount)) });
  return {
    columns: ['position', 'rows', 'expected to be wrong', 'at least', 'share of all wrong labels'],
    rows: positions.map(({ rows, expected, least, recall }, index) => [
      String(index + 1),
      countCell(rows),
      estimate(expected),
      estimate(least),
      shareCell(recall ?? null),
    ]),
  };
}
