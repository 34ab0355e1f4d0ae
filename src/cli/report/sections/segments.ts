import { partWords } from '../../../core/segments.ts';
import type { CrossTab } from '../../../protocol/engineMethods.ts';
import { barChart } from '../charts/barChart.ts';
import { heatTable } from '../charts/heatTable.ts';
import { figure, figures, section, table } from '../figure.ts';
import { type Html, html, valueText } from '../html.ts';
import type { ReportFacts } from '../reportFacts.ts';
import { countOf, formatCount, numberText, percentText, probabilityText, rowsBasis } from '../words.ts';

const mostSegments = 12;
const mostLabels = 8;
const mostTableLabels = 30;
const mostMissing = 40;
const mostDifferences = 12;

/** How the labels are distributed in each segment and split, and where values are missing. */
export function segmentsSection(facts: ReportFacts): Html {
  const { segments, splits, missing } = facts;
  const tabs = [...(splits ? [splits] : []), ...segments.filter(({ by }) => by !== splits?.by)];
  return section('segments', 'Segments and splits',
    tabs.length === 0 ? html`<p class="dim">No column has the role segments or split.</p>` : tabs.map((tab) => tabFigures(facts, tab)),
    html`<h3>Missing values</h3>`,
    missing.columns.length === 0 ? html`<p>No value is missing. ${rowsBasis(facts.dataset, missing.counted.rows)}</p>` : missingTable(facts));
}

function tabFigures(facts: ReportFacts, tab: CrossTab): Html {
  const { dataset } = facts;
  const { by = tab.column, segments, otherSegments, otherRows } = tab;
  const hasLabels = tab.by !== undefined && dataset.roles.label === tab.column;
  const unlisted = segments.length - mostSegments;
  const left = Math.max(0, unlisted) + otherSegments;
  return html`<h3>${valueText(by)}</h3>${differenceWords(facts, by)}
${figures([sizeFigure(tab, by, rowsBasis(dataset, tab.rows)), ...(hasLabels ? segments.slice(0, mostSegments).map((segment) => segmentFigure(dataset, tab, by, segment)) : [])])}
${left > 0 && html`<p class="dim">${countOf(left, 'smaller value')} of ${by} ${left === 1 ? 'has' : 'have'} no chart${otherSegments > 0 && `; ${formatCount(otherSegments)} of them, with ${countOf(otherRows, 'row')}, are not listed`}.</p>`}`;
}

function sizeFigure({ segments, otherRows, otherSegments, rows, values }: CrossTab, by: string, basis: string): Html {
  const shown = segments.slice(0, mostSegments);
  const rest = segments.slice(mostSegments).reduce((sum, segment) => sum + segment.rows, otherRows);
  const bars = shown.map((segment) => ({ name: valueText(segment.value), rows: segment.rows }));
  const others =
    rest > 0
      ? ` ${countOf(segments.length - shown.length + otherSegments, 'smaller value')} with ${percentText(rest / rows)} of the rows without a bar.`
      : '';
  const most = Math.max(1, ...bars.map((bar) => bar.rows));
  const labels = values.slice(0, mostTableLabels);
  return figure({
    title: `Rows by ${by}`,
    basis: `${basis}${others}`,
    chart: barChart({
      title: `Rows by ${by}`,
      most,
      end: formatCount(most),
      unit: 'rows',
      bars: bars.map((bar) => ({
        name: bar.name,
        amount: bar.rows,
        words: percentText(bar.rows / rows),
        note: `${bar.name}: ${countOf(bar.rows, 'row')}`,
      })),
    }),
    table: {
      header: [by, 'rows', ...labels.map((label) => valueText(label, 30)), ...(values.length > labels.length ? ['(others)'] : [])],
      right: [1, ...labels.map((_, index) => index + 2), labels.length + 2],
      rows: segments.map(({ value, rows: of, counts, rest: others }) => [
        valueText(value),
        formatCount(of),
        ...labels.map((_, index) => formatCount(counts[index] ?? 0)),
        ...(values.length > labels.length ? [formatCount(counts.slice(labels.length).reduce((sum, n) => sum + n, others))] : []),
      ]),
    },
  });
}

/** The labels of one segment on one scale with all others; the thin line is the share overall. */
function segmentFigure(
  dataset: ReportFacts['dataset'],
  { values, overall, rows, segments }: CrossTab,
  by: string,
  segment: CrossTab['segments'][number],
): Html {
  const labels = values.slice(0, mostLabels);
  const most = Math.max(
    ...segments
      .slice(0, mostSegments)
      .flatMap(({ counts, rows: of }) => counts.slice(0, mostLabels).map((count) => count / Math.max(1, of))),
    Number.MIN_VALUE,
  );
  const share = (index: number): number => (segment.counts[index] ?? 0) / Math.max(1, segment.rows);
  const line = labels.map((label, index) => ({
    name: valueText(label),
    share: share(index),
    overall: (overall[index] ?? 0) / rows,
    count: segment.counts[index] ?? 0,
  }));
  return figure({
    title: `${by}: ${valueText(segment.value, 30)}`,
    side: countOf(segment.rows, 'row'),
    basis: `${rowsBasis(dataset, rows)} Shares of the labels; the thin line is the share overall.${values.length > mostLabels ? ` The ${mostLabels} most frequent of ${formatCount(values.length)} labels.` : ''}`,
    chart: barChart({
      title: `Labels where ${by} is ${valueText(segment.value)}`,
      most,
      end: percentText(most),
      unit: 'share of the segment’s rows',
      bars: line.map((bar) => ({
        name: bar.name,
        amount: bar.share,
        tick: bar.overall,
        words: percentText(bar.share),
        note: `${bar.name}: ${formatCount(bar.count)} of ${countOf(segment.rows, 'row')}, ${percentText(bar.share)}; overall ${percentText(bar.overall)}`,
      })),
    }),
    table: {
      header: ['label', 'rows', 'share', 'overall'],
      right: [1, 2, 3],
      rows: line.map((bar) => [bar.name, formatCount(bar.count), percentText(bar.share), percentText(bar.overall)]),
    },
  });
}

/** Bars that differ from those of all other rows, the farthest first. */
function differenceWords({ differences }: ReportFacts, by: string): Html | false {
  const found = differences.get(by);
  if (!found) return false;
  const { differences: all, tested, test, of, by: [division], segments, values, notes } = found;
  const independence =
    test &&
    html`<p>Over all values: Cramér’s V ${numberText(test.correctedV)}, p ${probabilityText(test.p)} (χ², ${formatCount(test.degrees)} ${test.degrees === 1 ? 'degree' : 'degrees'} of freedom).</p>`;
  const rows = all.slice(0, mostDifferences).map(({ segment, value, share, restShare, effect, p }) => {
    const [part, name] = [segments[segment]?.parts[0], values[value]];
    return [
      part && division ? partWords(part, division, 'number') : '',
      name ? partWords(name, of, 'number') : '',
      percentText(share),
      percentText(restShare),
      numberText(effect),
      probabilityText(p),
    ];
  });
  return html`${notes.map((note) => html`<p class="marked">${note}</p>`)}${independence}${
    rows.length === 0
      ? html`<p class="dim">No label’s share differs from that of the other rows, of ${formatCount(tested)} that were tested.</p>`
      : table(
          {
            header: [by, 'label', 'share here', 'elsewhere', 'effect (Cohen’s h)', 'p (Holm)'],
            right: [2, 3, 4, 5],
            rows,
            ...(all.length > rows.length && { more: `${formatCount(all.length - rows.length)} more that differ less.` }),
          },
          `Labels whose share differs by ${by}`,
        )
  }`;
}

function missingTable({ missing: { by: [division], segments, allSegments, columns, counted: { rows } }, dataset }: ReportFacts): Html {
  const by = division?.column;
  const shown = columns.slice(0, mostMissing);
  const parts = segments
    .slice(0, mostSegments)
    .map(({ parts: [part], rows: of }) => ({
      name: part && division ? partWords(part, division, dataset.roles.time === by ? 'time' : 'number') : '',
      of,
    }));
  const cell = (missing: number, of: number, where: string, column: string) => ({
    words: missing === 0 ? '' : percentText(missing / of),
    heat: of === 0 ? 0 : missing / of,
    note: `${column}${where}: ${formatCount(missing)} of ${countOf(of, 'row')}`,
  });
  return html`${heatTable({
    title: by === undefined ? 'Share of missing values' : `Share of missing values by ${by}`,
    down: 'column',
    across: by ?? 'all rows',
    columns: ['all rows', ...parts.map(({ name }) => valueText(name))],
    rows: shown.map(({ column, missing, perSegment }) => ({
      name: column,
      cells: [
        cell(missing, rows, '', column),
        ...parts.map(({ name, of }, index) => cell(perSegment[index] ?? 0, of, ` where ${by} is ${valueText(name)}`, column)),
      ],
    })),
  })}<p class="dim">${rowsBasis(dataset, rows)}${allSegments > parts.length && ` The ${parts.length} largest of ${formatCount(allSegments)} values of ${by} are shown.`}${columns.length > shown.length && ` ${countOf(columns.length - shown.length, 'more column')} with fewer missing values not shown.`}</p>`;
}
