import { rolesOfColumn } from '../../../core/roles.ts';
import { type ColumnProfile, isCategorical, missingShare } from '../../../core/profile.ts';
import { isNumeric, isTemporal } from '../../../core/schema.ts';
import type { CrossTab } from '../../../protocol/engineMethods.ts';
import { pendingWords } from '../../card/cardFacts.ts';
import { barChart } from '../charts/barChart.ts';
import { binChart } from '../charts/binChart.ts';
import { figure, figures, section, table } from '../figure.ts';
import { type Html, html, valueText } from '../html.ts';
import type { ReportFacts } from '../reportFacts.ts';
import { countOf, formatCount, numberText, percentText, profileBasis, rowsBasis, timeText } from '../words.ts';

const mostColumns = 500;
const mostCharts = 60;
const mostBars = 14;
const mostLabels = 25;
const day = 86_400_000;

/** What is in the file: its columns, and how each is distributed. */
export function compositionSection(facts: ReportFacts): Html {
  const { dataset, profiles, labels } = facts;
  const charted = profiles
    .filter((profile) => profile.column !== labels?.column && profile.column !== dataset.roles.id)
    .flatMap((profile) => columnFigure(facts, profile) ?? []);
  const rows = profiles.slice(0, mostColumns).map((profile) => {
    const { column, type, distinct, distinctIsExact } = profile;
    return [
      valueText(column),
      type,
      rolesOfColumn(facts.dataset.roles, column),
      percentText(missingShare(profile)),
      `${distinctIsExact ? '' : '≈'}${formatCount(distinct)}`,
      rangeOf(profile),
    ];
  });
  const pending = pendingWords(facts);
  return section(
    'composition',
    'Composition',
    html`<p>${countOf(dataset.rows, 'row')} of ${countOf(dataset.columns.length, 'column')}.${dataset.unreadable > 0 && ` ${countOf(dataset.unreadable, 'unreadable record')} ${dataset.unreadable === 1 ? 'is' : 'are'} in none of the figures.`}</p>`,
    pending !== null && html`<p>${pending}</p>`,
    table(
      {
        header: ['column', 'type', 'role', 'missing', 'distinct', 'from … to'],
        rows,
        right: [3, 4],
        ...(profiles.length > mostColumns && { more: `${countOf(profiles.length - mostColumns, 'more column')} not listed.` }),
      },
      'Columns',
    ),
    labels ? html`<h3>Labels</h3>${figures([labelFigure(facts, labels)])}` : html`<p class="dim">No column has the role label.</p>`,
    charted.length > 0 && html`<h3>Columns</h3>${figures(charted.slice(0, mostCharts))}`,
    charted.length > mostCharts &&
      html`<p class="dim">${countOf(charted.length - mostCharts, 'more column')} without a chart: see the table.</p>`,
  );
}

/** Of numbers and times alone: texts are not for a report. */
function rangeOf({ type, min, max, median, approximate }: ColumnProfile): string {
  if (min === undefined || max === undefined || !(isNumeric(type) || isTemporal(type))) return '';
  return `${valueText(min, 30)} … ${valueText(max, 30)}${median === undefined || !isNumeric(type) ? '' : ` (median ${approximate?.includes('median') ? '≈' : ''}${numberText(median)})`}`;
}

function labelFigure({ dataset }: ReportFacts, { column, values, overall, overallRest, rows }: CrossTab): Html {
  const counted = values.map((value, index) => ({ name: valueText(value), count: overall[index] ?? 0 }));
  const rest = counted.slice(mostLabels).reduce((sum, { count }) => sum + count, overallRest);
  return valueFigure(
    column,
    counted.slice(0, mostLabels),
    rows,
    `${rowsBasis(dataset, rows)}${othersWords(rest, rows)}`,
    [...counted, ...(overallRest > 0 ? [{ name: '(others)', count: overallRest }] : [])],
    'label',
  );
}

/** A bar of all others would make those of the values too short to compare. */
const othersWords = (rest: number, rows: number): string =>
  rest > 0 ? ` All other values have no bar; they are ${percentText(rest / rows)} of the rows.` : '';

interface Counted {
  readonly name: string;
  readonly count: number;
}

function valueFigure(title: string, shown: readonly Counted[], rows: number, basis: string, all: readonly Counted[], side?: string): Html {
  const most = Math.max(1, ...shown.map(({ count }) => count));
  return figure({
    title,
    ...(side !== undefined && { side }),
    basis,
    chart: barChart({
      title: `${title}: rows by value`,
      most,
      end: formatCount(most),
      unit: 'rows',
      bars: shown.map(({ name, count }) => ({
        name,
        amount: count,
        words: percentText(count / rows),
        note: `${name}: ${formatCount(count)} of ${countOf(rows, 'row')}, ${percentText(count / rows)}`,
      })),
    }),
    table: {
      header: ['value', 'rows', 'share'],
      right: [1, 2],
      rows: all.map(({ name, count }) => [name, formatCount(count), percentText(count / rows)]),
    },
  });
}

/** Bins of numbers, times and lengths, or the most frequent values; null where a column has neither. */
function columnFigure({ dataset }: ReportFacts, profile: ColumnProfile): Html | null {
  const { column, type, histogram, top, rows, nulls, distinct, sampled } = profile;
  const basis = profileBasis(dataset, profile);
  const side = `${type} · ${percentText(missingShare(profile))} missing`;
  const isBinned = histogram.length > 0 && (!isCategorical(profile) || ((isNumeric(type) || isTemporal(type)) && distinct > mostBars));
  if (!isBinned) {
    const named = top.filter(({ value }) => value !== null);
    if (named.length === 0 || !isCategorical(profile)) return null;
    const shown = named.slice(0, mostBars).map(({ value, count }) => ({ name: valueText(value), count }));
    const rest = (sampled ?? rows) - nulls - shown.reduce((sum, { count }) => sum + count, 0);
    const others = distinct > shown.length && rest > 0 ? [{ name: `(${formatCount(distinct - shown.length)} others)`, count: rest }] : [];
    return valueFigure(column, shown, sampled ?? rows, `${basis}${othersWords(others[0]?.count ?? 0, sampled ?? rows)}`, [...shown, ...others], side);
  }
  const [first, last] = [histogram[0]!, histogram.at(-1)!];
  const times = isTemporal(type);
  const edge = (value: number): string => (times ? timeText(value, last.to - first.from < 3 * day) : numberText(value));
  const unit = times ? 'time (UTC), up: values' : isNumeric(type) ? 'value, up: values' : 'characters, up: values';
  const isWhole = type === 'integer' || (!times && !isNumeric(type));
  const words = (bin: number): string => (isWhole ? wholeNumbers(histogram, bin) : null) ?? `${edge(histogram[bin]!.from)} to ${edge(histogram[bin]!.to)}`;
  return figure({
    title: column, side, basis,
    chart: binChart({
      title: `${column}: distribution`, edges: [...histogram.map(({ from }) => from), last.to], amounts: histogram.map(({ count }) => count),
      top: formatCount, edge, unit, note: (bin) => `${words(bin)}: ${countOf(histogram[bin]!.count, 'value')}`,
    }),
    table: { header: ['from … to', 'values'], right: [1], rows: histogram.map(({ count }, bin) => [words(bin), formatCount(count)]) },
  });
}

/**
 * The whole numbers in a bin, which its edges lie between: “41”, “42 to 45”; null where there are none. Only the last
 * bin has its upper edge.
 */
export function wholeNumbers(bins: readonly { readonly from: number; readonly to: number }[], bin: number): string | null {
  const { from, to } = bins[bin]!;
  const [first, last] = [Math.ceil(from), bin === bins.length - 1 ? Math.floor(to) : Math.ceil(to) - 1];
  if (last < first) return null;
  return first === last ? numberText(first) : `${numberText(first)} to ${numberText(last)}`;
}
