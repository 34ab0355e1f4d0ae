import { html, nothing, type TemplateResult } from 'lit';
import { driftLimits } from '../../src/core/drift.ts';
import type { LabelTimeline, NoTimeline, Period } from '../../src/core/timeline.ts';
import { chart } from '../charts/chartMenu.ts';
import { countCell } from '../charts/chartTable.ts';
import { timeLine } from '../charts/timeLine.ts';
import type { Context } from '../context.ts';
import { Latest } from '../latest.ts';
import { dropdown } from '../ui/dropdown.ts';
import { formatCount, formatCounted, formatScore, formatShare, formatValue } from '../ui/numbers.ts';

/** Lets the engine choose. */
const fitting = '';
/** How long a period may be. */
export const periodChoices = [
  { value: fitting, words: 'automatic' },
  { value: 'day', words: 'by day' },
  { value: 'week', words: 'by week' },
  { value: 'month', words: 'by month' },
];

/** The labels over time, and how far each period is from all others; nothing where no column has the role time. */
export class DriftTimeline {
  readonly #context: Context;
  readonly #answer: Latest<LabelTimeline | NoTimeline>;
  #period = fitting;

  constructor(context: Context) {
    this.#context = context;
    this.#answer = new Latest<LabelTimeline | NoTimeline>(() => context.store.touch());
  }

  template(): TemplateResult | typeof nothing {
    const { dataset } = this.#context.store.document;
    if (!dataset || dataset.roles.time === undefined || dataset.roles.label === undefined) return nothing;
    const { roles, path, bytes } = dataset;
    const { value, error } = this.#answer.ask(JSON.stringify([this.#period, roles.time, roles.label, path, bytes]), (signal) =>
      this.#context.host.call('labelTimeline', this.#period === fitting ? {} : { period: this.#period as Period }, { signal }));
    return html`<section class="drift" aria-label="Labels over time">
      <div class="drift-bar"><h3>Labels over time</h3>${dropdown('Length of a period', periodChoices, this.#period, (period) => this.#choose(period))}</div>
      ${error !== null ? html`<p role="alert">${error}</p>` : !value ? html`<p class="dim" role="status">Reading the labels by ${roles.time}</p>` : 'why' in value ? html`<p class="dim">Not shown: ${value.why}.</p>` : lines(value)}
    </section>`;
  }

  #choose(period: string): void {
    this.#period = period;
    this.#context.store.touch();
  }
}

function lines({ labels, points, period, column, untimed, rows }: LabelTimeline): TemplateResult {
  const day = (at: number): string => new Date(points[at]!.from).toISOString().slice(0, period === 'month' ? 7 : 10);
  const [from, to] = [day(0), day(points.length - 1)];
  const shares = labels.map((_, label) => points.map(({ counts, rows: all }) => counts[label]! / all));
  const most = Math.max(...shares.flat());
  const drifts = points.map(({ drift }) => drift);
  const farthest = Math.max(driftLimits.jensenShannon, ...drifts.map((drift) => drift ?? 0));
  const table = {
    columns: [period, ...labels.map((label) => label ?? 'all others'), 'drift'],
    rows: points.map((point, at) => [
      day(at),
      ...point.counts.map(countCell),
      point.drift === null ? 'too few' : { amount: point.drift, words: formatScore(point.drift) },
    ]),
  };
  return html`<p class="dim">Shares of the labels by ${period} of ${column}, over ${formatCounted(rows - untimed, 'row')}${untimed > 0 ? `; ${formatCounted(untimed, 'row')} without a date that can be read ${untimed === 1 ? 'is' : 'are'} left out` : ''}. Periods of few rows differ by chance, too.</p>
    ${chart(
      { title: `Labels by ${period} of ${column}`, basis: `exact, from ${formatCounted(rows - untimed, 'row')}`, table, wide: true },
      html`<div class="drift-columns">
      ${timeLine({ title: 'Drift', side: `Jensen–Shannon distance to all other ${period}s`, values: drifts, most: farthest, level: driftLimits.jensenShannon, words: formatScore, from, to, note: (at) => `${day(at)}: ${drifts[at] === null ? '' : formatScore(drifts[at]!)} over ${formatCounted(points[at]!.rows, 'row')}` })}
      ${labels.map((label, index) =>
        timeLine({
          title: label === null ? 'all others' : formatValue(label),
          side: `up to ${formatShare(Math.max(...shares[index]!))}`,
          values: shares[index]!,
          most,
          words: formatShare,
          from,
          to,
          note: (at) =>
            `${day(at)}: ${formatShare(shares[index]![at]!)}, ${formatCount(points[at]!.counts[index]!)} of ${formatCounted(points[at]!.rows, 'row')}`,
        }),
      )}
    </div>`,
    )}`;
}
