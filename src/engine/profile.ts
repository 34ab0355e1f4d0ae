import { type ColumnProfile, type HistogramBin, isCategorical } from '../core/profile.ts';
import { isNumeric, isTemporal } from '../core/schema.ts';
import { scanColumns, type ColumnScan } from './columnScan.ts';
import type { Database } from './duckdb.ts';
import { binEdges, countBins, type BinRequest } from './histogram.ts';
import { quoteIdentifier } from './quote.ts';
import { readTops, type Top, topValues } from './topValues.ts';
import { createDialect, dataTable, isTextStorage, textOf, type StoredColumn } from './sql.ts';

/** Columns with more distinct values than this are counted by hash, and have no `top`. */
const groupedDistinct = 20_000;
/** Tables of up to so many rows are counted exactly in every column. */
export const smallTable = 200_000;
/** Columns of so many different values, as estimated, may have no two alike: that is looked into. */
const nearlyAll = 0.9;
/** Longer values are shown in no list. */
const longestTop = 10_000;
/** Share of values on either side of the middle that a histogram's bins divide where the ends are far. */
const tail = 0.005;
/** A standard deviation of larger numbers would leave the range of a double. */
const largestSquare = 1e150;

interface Figures {
  readonly min?: string;
  readonly max?: string;
  /** Ends of the histogram: numbers, ms since 1970, or characters. */
  readonly low?: number;
  readonly high?: number;
  /** 99 of 100 values lie between them, as estimated. */
  readonly middleLow?: number;
  readonly middleHigh?: number;
  readonly mean?: number;
  readonly median?: number;
  readonly standardDeviation?: number;
  /** Distinct hashes, where they were counted. */
  readonly hashes?: number;
}

/** Where in the one row of answers each figure stands. */
type Places = { -readonly [Name in keyof Figures]?: number };

/** Profiles of several columns: one scan for figures, one for histograms, and one for the values of columns that have few. */
export async function profileColumns(database: Database, columns: readonly StoredColumn[], scans: readonly ColumnScan[], signal?: AbortSignal): Promise<ColumnProfile[]> {
  const figures = await readFigures(database, columns, scans, signal);
  const grouped = columns.filter((column, index) => isGrouped(column, scans[index]!));
  const read = await readTops(database, grouped, scans[0]?.rows ?? 0, signal);
  const tops = columns.map((column) => read[grouped.indexOf(column)] ?? null);
  const profiles = columns.map((column, index) => toProfile(column, scans[index]!, figures[index]!, tops[index] ?? null));
  const requests = profiles.map((profile, index) => binRequest(columns[index]!, profile, figures[index]!));
  const histograms = await countBins(database, requests, signal);
  return profiles.map((profile, index) => ({ ...profile, histogram: histograms[index]! }));
}

/** The profile of one column over all of its rows, with nothing estimated. */
export async function exactProfile(database: Database, column: StoredColumn, signal?: AbortSignal): Promise<ColumnProfile> {
  const scans = await scanColumns(database, [column], [null], false, signal);
  return (await profileColumns(database, [column], scans, signal))[0]!;
}

/** Nested values and bytes that are not text already are not turned into it. */
const isPlain = (column: StoredColumn): boolean => isTextStorage(column.storage) || (column.type !== 'binary' && column.type !== 'list' && column.type !== 'struct');

function isGrouped(column: StoredColumn, scan: ColumnScan): boolean {
  return isPlain(column) && scan.filled > 0 && (scan.rows <= smallTable || scan.distinct <= groupedDistinct);
}

const isHashed = (column: StoredColumn, scan: ColumnScan): boolean => !isGrouped(column, scan) && scan.filled > 0 && scan.distinct >= scan.filled * nearlyAll;

async function readFigures(database: Database, columns: readonly StoredColumn[], scans: readonly ColumnScan[], signal?: AbortSignal): Promise<Figures[]> {
  const dialect = createDialect(columns);
  const inner: string[] = [];
  const outer: string[] = ['count(*)'];
  const readers = columns.map((column, index): ((values: readonly unknown[]) => Figures) => {
    const text = `t${index}`;
    const value = `v${index}`;
    const places: Places = {};
    const ask = (name: keyof Figures, sql: string): void => void (places[name] = outer.push(sql) - 1);
    const askMiddle = (sql: string): void => {
      ask('middleLow', `approx_quantile(${sql}, ${tail})`);
      ask('middleHigh', `approx_quantile(${sql}, ${1 - tail})`);
    };
    if (isHashed(column, scans[index]!)) ask('hashes', `count(DISTINCT hash(${quoteIdentifier(column.internal)}))`);
    if (isPlain(column) && column.type !== 'empty') {
      inner.push(`${textOf(column)} AS ${text}`);
      if (isNumeric(column.type) || isTemporal(column.type)) {
        inner.push(`${isNumeric(column.type) ? dialect.number(column.name) : dialect.time(column.name)} AS ${value}`);
        ask('min', `arg_min(${text}, ${value})`);
        ask('max', `arg_max(${text}, ${value})`);
        ask('low', `min(${value})`);
        ask('high', `max(${value})`);
        askMiddle(value);
      } else {
        ask('min', `left(min(${text}), 200)`);
        ask('max', `left(max(${text}), 200)`);
        if (isTextStorage(column.storage)) {
          ask('low', `min(length(${text}))`);
          askMiddle(`length(${text})`);
        }
      }
      if (isNumeric(column.type)) {
        ask('mean', `avg(${value})`);
        ask('median', `median(${value})`);
        ask('standardDeviation', `stddev_samp(CASE WHEN abs(${value}) < ${largestSquare} THEN ${value} END)`);
      }
    }
    return (values) => toFigures(places, values);
  });
  const from = `SELECT ${['_row', ...columns.map((column) => quoteIdentifier(column.internal)), ...inner].join(', ')} FROM ${quoteIdentifier(dataTable)}`;
  const values = await database.columns(`SELECT ${outer.join(', ')} FROM (${from})`, [], signal);
  const row = values.map((column) => column[0] ?? null);
  return readers.map((read) => read(row));
}

function toFigures(places: Places, values: readonly unknown[]): Figures {
  const number = (name: keyof Figures): number | undefined => {
    const value = places[name] === undefined ? null : values[places[name]];
    return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
  };
  const text = (name: keyof Figures): string | undefined => {
    const value = places[name] === undefined ? null : values[places[name]];
    return typeof value === 'string' ? value : undefined;
  };
  const figures = {
    min: text('min'), max: text('max'), low: number('low'), high: number('high'), middleLow: number('middleLow'), middleHigh: number('middleHigh'),
    mean: number('mean'), median: number('median'), standardDeviation: number('standardDeviation'), hashes: number('hashes'),
  };
  const tooLarge = Math.max(Math.abs(figures.low ?? 0), Math.abs(figures.high ?? 0)) >= largestSquare;
  return tooLarge ? { ...figures, standardDeviation: undefined } : figures;
}

function toProfile(column: StoredColumn, scan: ColumnScan, figures: Figures, top: Top | null): ColumnProfile {
  const distinct = top?.distinct ?? figures.hashes ?? scan.distinct;
  // As many hashes as values prove that the values differ; fewer hashes may be fewer than there are values.
  const distinctIsExact = top !== null || scan.filled === 0 || figures.hashes === scan.filled;
  const repeats = top !== null && (top.distinct <= topValues || top.distinct <= scan.filled / 2) && (scan.maxLength ?? 0) <= longestTop;
  return {
    column: column.name,
    type: column.type,
    rows: scan.rows,
    nulls: scan.rows - scan.filled,
    blanks: scan.blanks,
    distinct,
    distinctIsExact,
    ...(figures.min !== undefined && { min: figures.min }),
    ...(figures.max !== undefined && { max: figures.max }),
    ...(figures.mean !== undefined && { mean: figures.mean }),
    ...(figures.median !== undefined && { median: figures.median }),
    ...(figures.standardDeviation !== undefined && { standardDeviation: figures.standardDeviation }),
    ...(scan.maxLength !== undefined && scan.filled > 0 && { meanLength: (scan.totalLength ?? 0) / scan.filled, maxLength: scan.maxLength }),
    top: repeats ? top.values : [],
    histogram: [] as readonly HistogramBin[],
  };
}

/** Numbers and times have bins; texts have them over their length, unless their values are few enough to be bars. */
function binRequest(column: StoredColumn, profile: ColumnProfile, figures: Figures): BinRequest | null {
  const dialect = createDialect([column]);
  const { low, high, middleLow, middleHigh } = figures;
  const middle = middleLow === undefined || middleHigh === undefined ? undefined : { low: middleLow, high: middleHigh };
  if (isNumeric(column.type)) return binEdges(dialect.number(column.name), low, high, column.type === 'integer', middle);
  if (isTemporal(column.type)) return binEdges(dialect.time(column.name), low, high, false, middle);
  if (column.type !== 'text' || !isTextStorage(column.storage) || (profile.top.length > 0 && isCategorical(profile))) return null;
  return binEdges(`length(${textOf(column)})`, low, profile.maxLength, true, middle);
}
