import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';
import type { CalibrationFigures, ReliabilityBin } from '../../src/core/evaluation.ts';
import { formatCount, formatCounted, formatShare } from '../ui/numbers.ts';
import { chart } from './chartMenu.ts';
import { type Amount, type ChartTable, countCell } from './chartTable.ts';
import { intervalWords } from './intervalBar.ts';
import { moveStop, oneStop } from './oneStop.ts';

export interface ReliabilityOptions {
  readonly title: string;
  readonly basis: string;
  readonly calibration: CalibrationFigures;
  /** A bin is chosen: a way in to its rows. */
  readonly onChoose: (bin: ReliabilityBin) => void;
}

const size = 240;
const counts = 44;
const [left, top, gap, bottom] = [44, 8, 10, 34];
const ticks = [0, 0.25, 0.5, 0.75, 1];

/**
 * How often predictions are right against how sure the model is of them, with 95 % intervals, and below how many rows there
 * are of each. One tab stop: arrow keys go from bin to bin.
 */
export function reliabilityDiagram({ title, basis, calibration, onChoose }: ReliabilityOptions): TemplateResult {
  const bins = calibration.bins.filter(({ rows }) => rows > 0);
  const most = Math.max(1, ...bins.map(({ rows }) => rows));
  const [width, height] = [left + size + 12, top + size + gap + counts + bottom];
  return chart(
    { title, basis, table: tableOf(bins) },
    html`<svg class="bars reliability" ${oneStop()} @keydown=${(event: KeyboardEvent) => moveStop(event, 'right')} role="group" aria-label=${title} width=${width} height=${height} viewBox="0 0 ${width} ${height}">
    ${axes(most)}
    <line class="perfect" x1=${x(0)} y1=${y(0)} x2=${x(1)} y2=${y(1)}></line>
    ${bins.map((bin) => mark(bin, most, onChoose))}
  </svg>`,
  );
}

const x = (share: number): number => left + share * size;
const y = (share: number): number => top + (1 - share) * size;
const floor = top + size + gap + counts;

function axes(most: number): SVGTemplateResult {
  const middle = left + size / 2;
  return svg`${ticks.map((tick) => svg`<line class="grid" x1=${x(0)} x2=${x(1)} y1=${y(tick)} y2=${y(tick)}></line>
      <text x=${left - 6} y=${y(tick) + 4} text-anchor="end">${percent(tick)}</text>
      <line class="grid" x1=${x(tick)} x2=${x(tick)} y1=${floor} y2=${floor + 3}></line>
      <text x=${x(tick)} y=${floor + 14} text-anchor="middle">${percent(tick)}</text>`)}
    <line class="axis" x1=${x(0)} x2=${x(1)} y1=${floor} y2=${floor}></line>
    <text x=${left - 6} y=${floor - counts + 8} text-anchor="end">${formatCount(most)}</text>
    <text x=${left - 6} y=${floor} text-anchor="end">rows</text>
    <text x=${middle} y=${floor + 29} text-anchor="middle">highest probability of a row</text>
    <text transform="translate(11 ${top + size / 2}) rotate(-90)" text-anchor="middle">predicted rightly</text>`;
}

function mark(bin: ReliabilityBin, most: number, onChoose: ReliabilityOptions['onChoose']): SVGTemplateResult {
  const { from, to, rows, confidence, accuracy } = bin;
  if (confidence === null || accuracy.value === null) return svg``;
  const high = (rows / most) * counts;
  const words = `Probability ${percent(from, 1)} to ${percent(to, 1)}: ${formatCounted(rows, 'row')}, ${formatShare(confidence)} on average, right for ${formatShare(accuracy.value)} (95 % interval ${intervalWords(accuracy)}). Show them`;
  const choose = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    event.stopPropagation();
    onChoose(bin);
  };
  return svg`<g class="way" role="button" tabindex="-1" aria-label=${words} @click=${() => onChoose(bin)} @keydown=${choose}>
    <title>${words}</title>
    <rect class="hit" x=${x(from)} y=${top} width=${x(to) - x(from)} height=${size + gap + counts}></rect>
    <line class="gap" x1=${x(confidence)} x2=${x(confidence)} y1=${y(confidence)} y2=${y(accuracy.value)}></line>
    <line class="range" x1=${x(confidence)} x2=${x(confidence)} y1=${y(accuracy.low)} y2=${y(accuracy.high)}></line>
    <circle class="value" cx=${x(confidence)} cy=${y(accuracy.value)} r="3.5"></circle>
    <rect class="bar" x=${x(from) + 0.5} y=${floor - high} width=${Math.max(1, x(to) - x(from) - 1)} height=${high}></rect>
  </g>`;
}

function tableOf(bins: readonly ReliabilityBin[]): ChartTable {
  const share = (amount: number | null): Amount => ({ amount, words: amount === null ? '' : percent(amount, 1) });
  return {
    columns: ['probability', 'up to', 'rows', 'mean probability', 'predicted rightly', '95 % interval from', 'to'],
    rows: bins.map(({ from, to, rows, confidence, accuracy }) => [
      share(from),
      share(to),
      countCell(rows),
      share(confidence),
      share(accuracy.value),
      share(accuracy.low),
      share(accuracy.high),
    ]),
  };
}

const percent = (share: number, places = 0): string => `${(share * 100).toFixed(places)} %`;

/** “.034”; a dash where there are no rows. */
export function errorWords(ece: number | null): string {
  return ece === null ? '—' : ece.toFixed(3).replace(/^0\./, '.');
}
