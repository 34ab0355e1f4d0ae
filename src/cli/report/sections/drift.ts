import { type ColumnDrift, driftLimits, type DriftReport } from '../../../core/drift.ts';
import type { LabelTimeline } from '../../../core/timeline.ts';
import { barChart } from '../charts/barChart.ts';
import { binChart } from '../charts/binChart.ts';
import { lineChart } from '../charts/lineChart.ts';
import { figure, figures, section, table } from '../figure.ts';
import { type Html, html, valueText } from '../html.ts';
import type { ReportFacts } from '../reportFacts.ts';
import { columnsOverTime } from './columnsOverTime.ts';
import { countOf, formatCount, numberText, percentText, probabilityText, timeText } from '../words.ts';

const mostCharts = 40;
const mostTerms = 12;
const verdictWords = { retrain: 'Retrain', look: 'Look', fine: 'Fine' } as const;

/** How the dataset differs from its reference, and how its labels moved over time. */
export function driftSection(facts: ReportFacts): Html {
  const { drift, timeline, columnsOverTime: columns } = facts;
  return section('drift', 'Drift',
    'why' in drift ? html`<p class="dim">Nothing was compared: ${drift.why}.</p>` : against(drift),
    'why' in timeline ? false : html`<h3>Labels over time</h3>${overTime(timeline)}`,
    'why' in columns ? false : html`<h3>Columns over time</h3>${columnsOverTime(columns)}`);
}

function against(drift: DriftReport): Html {
  const { verdict: { verdict, reasons }, reference, current, columns, drifted, tested, schema, missing, notes } = drift;
  return html`<p class="lead"><b class="verdict ${verdict}">${verdictWords[verdict]}</b> against ${reference.name}: ${formatCount(drifted)} of ${countOf(tested, 'column')} drifted (${countOf(current.rows, 'row')} here, ${formatCount(reference.rows)} there).</p>
<ul>${reasons.map((reason) => html`<li>${reason}</li>`)}</ul>
${notes.map((note) => html`<p class="dim">${note}</p>`)}
${schema.length > 0 && table({ header: ['column', 'what', 'in words'], rows: schema.map(({ column, kind, message }) => [valueText(column), kind, message]) }, 'Columns that came, went or changed')}
${missing.length > 0 && table({ header: ['column', 'missing here', 'missing there', 'p (Holm)'], right: [1, 2, 3], rows: missing.map(({ column, share, p }) => [valueText(column), percentText(share.current), percentText(share.reference), probabilityText(p)]) }, 'Missing values that differ')}
${figures(columns.slice(0, mostCharts).flatMap((column) => columnFigure(column, reference.name, reasons) ?? []))}
${columns.length > mostCharts && html`<p class="dim">${countOf(columns.length - mostCharts, 'column')} that moved less have no chart.</p>`}
${table(
  {
    header: ['column', 'kind', 'state', 'measure', 'value', 'p (Holm)', 'PSI', 'L∞'],
    right: [4, 5, 6, 7],
    rows: columns.map((column) => [
      valueText(column.column),
      column.kind,
      stateOf(column),
      column.method ?? '–',
      column.statistic === undefined ? '–' : numberText(column.statistic),
      column.p === undefined ? '–' : probabilityText(column.adjustedP ?? column.p),
      column.stability === undefined ? '–' : numberText(column.stability),
      column.lInfinity === undefined ? '–' : percentText(column.lInfinity),
    ]),
  },
  'All columns compared',
)}`;
}

function stateOf({ tooFew, drifted, spelling, unseen }: ColumnDrift): string {
  return tooFew ? 'too few to say' : drifted ? 'drifted' : spelling !== undefined ? 'written otherwise' : unseen.length > 0 ? 'new values' : 'steady';
}

/** What stands above among the reasons is not said again. */
function columnFigure(column: ColumnDrift, reference: string, reasons: readonly string[]): Html | null {
  const { column: title, bars, kind, message, values, basis, terms = [] } = column;
  if (!bars) return null;
  const edge = (value: number): string => (kind === 'time' ? timeText(value) : numberText(value));
  const names = bars.values ?? bars.current.map((_, bin) => `${edge(bars.edges?.[bin] ?? 0)} to ${edge(bars.edges?.[bin + 1] ?? 0)}`);
  const note = (index: number): string => `${names[index]}: ${percentText(bars.current[index]!)} here, ${percentText(bars.reference[index]!)} there`;
  const most = Math.max(...bars.current, ...bars.reference, Number.MIN_VALUE);
  const heading = `${title}: here (bars) and in ${reference} (line)`;
  const state = stateOf(column);
  const whole = `${basis === undefined ? 'Exact' : `Sampled: ${basis}`}; ${countOf(values.current, 'value')} here, ${formatCount(values.reference)} there.`;
  return html`${figure({
    title,
    side: html`<span class="${state === 'drifted' ? 'error' : state === 'steady' ? 'dim' : 'warning'}">${state}</span>`,
    basis: state === 'steady' || reasons.includes(message) ? whole : `${message} ${whole}`,
    chart: bars.edges
      ? binChart({
          title: heading,
          edges: bars.edges,
          amounts: bars.current,
          line: bars.reference,
          top: percentText,
          edge,
          note,
          unit: `${kind === 'text' ? 'characters' : kind === 'time' ? 'time (UTC)' : 'value'}, up: share; line: there`,
        })
      : barChart({
          title: heading,
          most,
          end: percentText(most),
          unit: 'share; thin line: there',
          bars: names.map((name, index) => ({
            name,
            amount: bars.current[index]!,
            tick: bars.reference[index]!,
            words: percentText(bars.current[index]!),
            note: note(index),
          })),
        }),
    table: {
      header: ['value', 'here', 'there'],
      right: [1, 2],
      rows: names.map((name, index) => [valueText(name), percentText(bars.current[index]!), percentText(bars.reference[index]!)]),
      ...(terms.length > 0 && {
        more: `Terms that tell the sides apart: ${terms
          .slice(0, mostTerms)
          .map(({ term, share }) => `“${valueText(term, 40)}” (${percentText(share.current)} here, ${percentText(share.reference)} there)`)
          .join(', ')}.`,
      }),
    },
  })}`;
}

function overTime({ labels, points, period, column, untimed, rows }: LabelTimeline): Html {
  const day = (at: number): string => timeText(points[at]!.from).slice(0, period === 'month' ? 7 : 10);
  const [from, to] = [day(0), day(points.length - 1)];
  const shares = labels.map((_, label) => points.map(({ counts, rows: all }) => counts[label]! / all));
  const most = Math.max(...shares.flat(), Number.MIN_VALUE);
  const drifts = points.map(({ drift }) => drift);
  const farthest = Math.max(driftLimits.jensenShannon, ...drifts.map((drift) => drift ?? 0));
  const line = (
    title: string,
    side: string,
    values: readonly (number | null)[],
    words: (value: number | null) => string,
    top: number,
    level?: number,
  ): Html =>
    figure({
      title,
      side,
      basis: `Exact: over ${countOf(rows - untimed, 'row')} with a label and a date.`,
      chart: lineChart({
        title: `${title} by ${period}`,
        values,
        most: top,
        top: words(top),
        from,
        to,
        unit: `${period} of ${column}`,
        note: (at) => `${day(at)}: ${words(values[at]!)} over ${countOf(points[at]!.rows, 'row')}`,
        ...(level !== undefined && { level }),
      }),
      table: {
        header: [period, title, 'rows'],
        right: [1, 2],
        rows: points.map((point, at) => [day(at), words(values[at]!), formatCount(point.rows)]),
      },
    });
  const distance = (value: number | null): string => (value === null ? 'too few' : value.toFixed(3));
  return html`<p>By ${period} of ${column}.${untimed > 0 && ` ${countOf(untimed, 'row')} without a date that can be read ${untimed === 1 ? 'is' : 'are'} left out.`} Periods of few rows differ by chance, too.</p>
${figures([
    line('Drift of the labels', `Jensen–Shannon distance to all other ${period}s`, drifts, distance, farthest, driftLimits.jensenShannon),
    ...labels.map((label, index) => line(label === null ? 'all other labels' : valueText(label, 30), 'share', shares[index]!, percentText, most)),
  ])}`;
}
