import type { Filter } from '../../src/core/filter.ts';
import { missingShare, type ColumnProfile, type HistogramBin } from '../../src/core/profile.ts';
import { isNumeric, isTemporal, type ColumnType } from '../../src/core/schema.ts';
import { formatCount, formatNumber, formatShare, formatValue } from '../ui/numbers.ts';
import type { GridColumn } from './columns.ts';
import { visibleText } from './cellText.ts';

/** One bar of a header's histogram. */
export interface HeaderBar {
  /** 0–1 of the tallest. */
  readonly height: number;
  /** What it counts, in words. */
  readonly words: string;
  /** The rows it counts; null where they cannot be told by a filter. */
  readonly filter: Filter | null;
}

const mostBars = 16;

/** Whether the header speaks of the column's values rather than of its type. */
function showsValues(profile: ColumnProfile): boolean {
  return profile.histogram.length === 0 && profile.top.length > 0;
}

/** The line below a column's name: “text · 0.2 % missing”, “6 labels”, “0.40 – 0.95”; “…” until it is known. */
export function factsLine(column: GridColumn): string {
  const { profile } = column;
  if (column.annotation) return 'not in the file';
  if (!profile) return '…';
  const missing = missingShare(profile);
  const main = mainFact(column, profile);
  if (missing > 0 && profile.type !== 'empty') return `${main} · ${formatShare(missing)} missing`;
  if (main !== profile.type || profile.distinct < 2) return main;
  return profile.distinctIsExact && profile.distinct === profile.rows ? 'all differ' : `${main} · ${distinctWords(profile)} distinct`;
}

function mainFact(column: GridColumn, profile: ColumnProfile): string {
  if (profile.type === 'empty') return 'no values';
  if (column.role === 'split' && profile.top.length === profile.distinct && profile.distinct > 1 && profile.distinct <= 3) return sharesOf(profile);
  if (column.role === 'label') return `${distinctWords(profile)} ${profile.distinct === 1 ? 'label' : 'labels'}`;
  const { min, max, type } = profile;
  if (min !== undefined && max !== undefined && profile.distinct > 1) {
    if (isTemporal(type)) return dateRange(min, max);
    if (isNumeric(type)) return `${shortEnd(min)} – ${shortEnd(max)}`;
  }
  if (min !== undefined && profile.distinct === 1 && (isNumeric(type) || isTemporal(type))) return `always ${shortEnd(min)}`;
  if (showsValues(profile)) return `${distinctWords(profile)} ${profile.distinct === 1 ? 'value' : 'values'}`;
  return profile.type;
}

/** “80 / 20 %” */
function sharesOf(profile: ColumnProfile): string {
  const filled = Math.max(1, profile.top.reduce((sum, { value, count }) => sum + (value === null ? 0 : count), 0));
  return `${profile.top.filter(({ value }) => value !== null).map(({ count }) => Math.round((count / filled) * 100)).join(' / ')} %`;
}

/** Whether some figure of a column is an estimate. */
export function hasEstimates(profile: ColumnProfile | undefined): boolean {
  return profile !== undefined && (!profile.distinctIsExact || (profile.approximate?.length ?? 0) > 0);
}

/** Everything the profile knows, for the tooltip. */
export function profileWords(column: GridColumn): string {
  const { profile, name } = column;
  if (column.annotation) return `${name}\nfilled in by people, and kept beside the file; L labels in it`;
  if (!profile) return `${name}\nnot known yet`;
  const lines = [
    name,
    `${profile.type} · ${formatCount(profile.rows)} rows`,
    `${formatCount(profile.nulls)} null · ${formatCount(profile.blanks)} blank (${formatShare(missingShare(profile))} missing)`,
    `${distinctWords(profile)} distinct`,
  ];
  if (profile.min !== undefined) lines.push(`from ${clip(profile.min)} to ${clip(profile.max ?? '')}`);
  if (profile.mean !== undefined)
    lines.push(
      `mean ${formatNumber(profile.mean)}${profile.median === undefined ? '' : ` · median ${profile.approximate?.includes('median') ? '≈ ' : ''}${formatNumber(profile.median)}`}`,
    );
  if (profile.meanLength !== undefined) lines.push(`${formatNumber(profile.meanLength)} characters on average, ${formatCount(profile.maxLength ?? 0)} at most`);
  if (profile.sampled !== undefined) lines.push(`figures from a sample of ${formatCount(profile.sampled)} rows`);
  if (hasEstimates(profile)) lines.push('≈ is approximate; “Exact figures” in the menu of the header counts all rows');
  return lines.join('\n');
}

/** The bars of the header: the most frequent values, or the histogram in at most 16 bins. */
export function headerBars(profile: ColumnProfile): HeaderBar[] {
  if (showsValues(profile)) {
    const shown = profile.top.slice(0, mostBars);
    const tallest = Math.max(1, ...shown.map(({ count }) => count));
    return shown.map(({ value, count }) => ({
      height: count / tallest,
      words: `${clip(formatValue(value))}: ${rowsWords(count, profile.rows)}`,
      filter: { kind: 'values', column: profile.column, values: [value] },
    }));
  }
  const about = profile.approximate?.includes('histogram') ? '≈ ' : '';
  const bins = joinBins(profile.histogram);
  // One bar for all rows would say nothing.
  if (bins.length < 2) return [];
  const tallest = Math.max(1, ...bins.map(({ count }) => count));
  return bins.map((bin, index) => ({
    height: bin.count / tallest,
    words: `${binWords(bin, profile.type)}: ${about}${rowsWords(bin.count, profile.rows)}`,
    filter: isNumeric(profile.type) || isTemporal(profile.type) ? binFilter(profile.column, bin, index === bins.length - 1) : null,
  }));
}

/** Neighbouring bins together, so that at most 16 remain. */
export function joinBins(bins: readonly HistogramBin[]): HistogramBin[] {
  const together = Math.ceil(bins.length / mostBars);
  const joined: HistogramBin[] = [];
  for (let from = 0; from < bins.length; from += together) {
    const part = bins.slice(from, from + together);
    joined.push({ from: part[0]!.from, to: part.at(-1)!.to, count: part.reduce((sum, { count }) => sum + count, 0) });
  }
  return joined;
}

function binFilter(column: string, bin: HistogramBin, last: boolean): Filter {
  return last ? { kind: 'range', column, min: bin.from, max: bin.to, closed: true } : { kind: 'range', column, min: bin.from, max: bin.to };
}

function binWords(bin: HistogramBin, type: ColumnType): string {
  if (isTemporal(type)) return `${dateWords(bin.from)} – ${dateWords(bin.to)}`;
  const ends = `${formatNumber(bin.from)} – ${formatNumber(bin.to)}`;
  return isNumeric(type) ? ends : `${ends} characters`;
}

function rowsWords(count: number, rows: number): string {
  return `${formatCount(count)} ${count === 1 ? 'row' : 'rows'} (${formatShare(rows === 0 ? 0 : count / rows)})`;
}

function distinctWords(profile: ColumnProfile): string {
  return `${profile.distinctIsExact ? '' : '≈ '}${formatCount(profile.distinct)}`;
}

/** A time in milliseconds since 1970, to the day or, within a day, to the minute. */
export function dateWords(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return formatNumber(time);
  const text = date.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ');
}

/** Months where the dates span several, else days; as the file writes them where that is another form. */
function dateRange(min: string, max: string): string {
  const days = [min, max].map((text) => /^\d{4}-\d{2}-\d{2}/.exec(text)?.[0]);
  const [from, to] = days;
  if (from === undefined || to === undefined) return `${clip(min, 12)} – ${clip(max, 12)}`;
  return Date.parse(to) - Date.parse(from) > 90 * 86_400_000 ? `${from.slice(0, 7)} – ${to.slice(0, 7)}` : `${from} – ${to}`;
}

/** An end of a range as the file writes it, shortened where it would not fit. */
function shortEnd(text: string): string {
  const value = Number(text);
  if (text.length <= 7 || !Number.isFinite(value) || text.trim() === '') return clip(text, 12);
  return Math.abs(value) >= 1000 && Math.abs(value) < 1e15 ? formatCount(value) : formatNumber(value);
}

function clip(text: string, length = 60): string {
  const shown = visibleText(text);
  return shown.length > length ? `${shown.slice(0, length - 1)}…` : shown;
}
