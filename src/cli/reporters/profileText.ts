import { rolesOfColumn } from '../../core/roles.ts';
import { formatCount, rowsInWords } from '../../core/countWords.ts';
import { type ColumnProfile, missingShare } from '../../core/profile.ts';
import { isNumeric, isTemporal } from '../../core/schema.ts';
import type { CrossTab } from '../../protocol/engineMethods.ts';
import type { ProfiledDataset } from '../commands/profile.ts';
import { painter, plain } from '../terminal.ts';
import { alignTable, shorten } from './table.ts';

const steps = '▁▂▃▄▅▆▇█';
const barWidth = 30;
const mostBins = 20;
const mostLabels = 12;
const mostSegments = 20;
const mostLabelColumns = 8;

/** A dataset for people: a line per column, the labels as bars, and their shares in each segment. */
export function textOfProfile({ path, dataset, profiles, labels, bySegment }: ProfiledDataset, withColours: boolean): string {
  const paint = painter(withColours);
  const heading = `${paint(plain(path), 'bold')}  ${dataset.format} · ${rowsInWords(dataset)} · ${formatCount(dataset.columns.length)} columns`;
  const roleOf = new Map(dataset.columns.map(({ name }) => [name, rolesOfColumn(dataset.roles, name)]));
  const table = [
    ['column', 'type', 'role', 'missing', 'distinct', 'values'],
    ...profiles.map((profile) => [
      shorten(profile.column),
      profile.type,
      roleOf.get(profile.column) ?? '',
      missing(profile),
      distinct(profile),
      valuesOf(profile),
    ]),
  ];
  const sections = [heading, alignTable(table, [3, 4]).map((line, index) => (index === 0 ? paint(line, 'dim') : line)).join('\n')];
  if (labels) sections.push([paint(`Labels: ${plain(labels.column)}`, 'bold'), ...labelBars(labels)].join('\n'));
  for (const segments of bySegment) sections.push([paint(`Labels by ${plain(segments.by ?? '')}`, 'bold'), ...segmentTable(segments)].join('\n'));
  return `${sections.join('\n\n')}\n`;
}

function missing(profile: ColumnProfile): string {
  const share = missingShare(profile);
  return share === 0 ? '–' : percent(share);
}

function distinct(profile: ColumnProfile): string {
  return `${profile.distinctIsExact ? '' : '≈'}${formatCount(profile.distinct)}`;
}

/** Bars, then smallest, median and largest; or the most frequent values; or how long the texts are. */
function valuesOf(profile: ColumnProfile): string {
  const { min, max, median, top, histogram, rows } = profile;
  if (isNumeric(profile.type) || isTemporal(profile.type)) {
    const middle = median === undefined ? '' : ` … ${isNumeric(profile.type) ? number(median) : ''}`;
    return `${sparkline(histogram.map((bin) => bin.count))}  ${plain(min ?? '')}${isNumeric(profile.type) ? middle : ''} … ${plain(max ?? '')}`;
  }
  const named = top.filter(({ value }) => value !== null);
  if (named.length > 0 && (profile.distinct <= 50 || (named[0]?.count ?? 0) > rows / 100)) {
    const shown = named.slice(0, 4).map(({ value, count: times }) => `${shorten(value ?? '')} ${percent(times / rows)}`);
    const more = profile.distinct - shown.length;
    return `${sparkline(named.slice(0, mostBins).map(({ count: times }) => times))}  ${shown.join(', ')}${more > 0 ? ` +${formatCount(more)}` : ''}`;
  }
  if (profile.meanLength === undefined) return '';
  return `${sparkline(histogram.map((bin) => bin.count))}  ${formatCount(Math.round(profile.meanLength))} characters on average, at most ${formatCount(profile.maxLength ?? 0)}`;
}

function labelBars({ values, overall, overallRest, rows }: CrossTab): string[] {
  const shown = values.slice(0, mostLabels);
  const rest = overall.slice(mostLabels).reduce((sum, n) => sum + n, overallRest);
  const most = Math.max(1, ...overall);
  const lines = shown.map((value, index) => [
    `  ${shorten(value ?? '(missing)')}`,
    bar((overall[index] ?? 0) / most),
    formatCount(overall[index] ?? 0),
    percent((overall[index] ?? 0) / rows),
  ]);
  if (rest > 0) lines.push([`  ${formatCount(values.length - shown.length)} more`, '', formatCount(rest), percent(rest / rows)]);
  return alignTable(lines, [2, 3]);
}

/** One line per segment value: the share of each label in it, and its rows. */
function segmentTable({ values, segments, otherSegments, otherRows }: CrossTab): string[] {
  const labels = values.slice(0, mostLabelColumns);
  const restOf = (counts: readonly number[], rest: number): number => counts.slice(mostLabelColumns).reduce((sum, n) => sum + n, rest);
  const hasRest = segments.some(({ counts, rest }) => restOf(counts, rest) > 0);
  const header = ['', ...labels.map((label) => shorten(label ?? '(missing)')), ...(hasRest ? ['others'] : []), 'rows'];
  const lines = segments.slice(0, mostSegments).map(({ value, rows, counts, rest }) => [
    `  ${shorten(value ?? '(missing)')}`,
    ...labels.map((_, index) => percent((counts[index] ?? 0) / rows)),
    ...(hasRest ? [percent(restOf(counts, rest) / rows)] : []),
    formatCount(rows),
  ]);
  const unshown = segments.slice(mostSegments);
  const hidden = otherSegments + unshown.length;
  const hiddenRows = unshown.reduce((sum, { rows }) => sum + rows, otherRows);
  const table = alignTable([header, ...lines], header.map((_, index) => index).slice(1));
  return hidden > 0 ? [...table, `  … ${formatCount(hidden)} more values in ${formatCount(hiddenRows)} rows`] : table;
}

/** Counts as eighths of a line; the bars of more than twenty bins are gathered. */
function sparkline(counts: readonly number[]): string {
  const size = Math.ceil(counts.length / mostBins);
  const bins =
    size <= 1
      ? counts
      : Array.from({ length: Math.ceil(counts.length / size) }, (_, bin) =>
          counts.slice(bin * size, (bin + 1) * size).reduce((sum, n) => sum + n, 0),
        );
  const most = Math.max(1, ...bins);
  return bins.map((n) => (n === 0 ? ' ' : steps[Math.min(steps.length - 1, Math.floor((n / most) * steps.length))])).join('');
}

/** A bar in eighths of a character; what is there at all shows. */
function bar(share: number): string {
  const eighths = Math.max(share > 0 ? 1 : 0, Math.round(share * barWidth * 8));
  return '█'.repeat(Math.floor(eighths / 8)) + ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8]!;
}

function percent(share: number): string {
  if (share === 0) return '–';
  return share < 0.001 ? '<0.1 %' : `${(share * 100).toFixed(1)} %`;
}

function number(value: number): string {
  return String(Number(value.toPrecision(6)));
}
