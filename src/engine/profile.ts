import { type ColumnProfile, type HistogramBin, isCategorical } from '../core/profile.ts';
import { askScan, type ColumnScan } from './columnScan.ts';
import { isPlain, nameValues } from './columnValues.ts';
import type { Database } from './duckdb.ts';
import { askFigures, askSpread, isWhole, measured, type Figures, type Spread } from './figures.ts';
import { askBins, edgesOf, type BinEdges } from './histogram.ts';
import { Questions, type AskOnce } from './questions.ts';
import { quoteIdentifier } from './quote.ts';
import { dataTable, type StoredColumn } from './sql.ts';
import { readTops, topValues, type Top } from './topValues.ts';

/** Columns with more distinct values than this are not counted one by one, and have no `top`. */
export const groupedDistinct = 20_000;
/** Tables of up to so many rows are counted exactly in every column. */
export const smallTable = 200_000;
/** Columns of so many different values, as estimated (which is wrong by a fifth at times), may have no two alike: that is looked into. */
const nearlyAll = 0.6;
/** Longer texts are no names of rows, and nobody asks whether they all differ. */
const longestKey = 100;
/** Longer values are shown in no list. */
const longestTop = 10_000;

/** Of more characters than this no value is counted by itself: all that differ would have to be held at once. */
const mostCounted = 128 * 2 ** 20;

/** What has been counted of a column, before its values are. */
export interface Surveyed {
  readonly column: StoredColumn;
  readonly scan: ColumnScan;
  readonly figures: Figures;
  readonly median?: number;
  readonly histogram: readonly HistogramBin[];
  readonly approximate?: ColumnProfile['approximate'];
  /** The values, where they have been counted already. */
  readonly top?: Top;
  /** Values repeat in a sample, and so they do in the column. */
  readonly repeats?: boolean;
}

/** Asks a query of one row. */
export function asking(database: Pick<Database, 'columns'>, signal?: AbortSignal): AskOnce {
  return async (sql) => (await database.columns(sql, [], signal)).map((column) => column[0] ?? null);
}

/** The profile of one column over all of its rows, with nothing estimated. */
export async function exactProfile(database: Database, column: StoredColumn, signal?: AbortSignal): Promise<ColumnProfile> {
  const questions = new Questions([column]);
  const scan = askScan(questions, column, nameValues(questions, column), null, false);
  await questions.run(asking(database, signal));
  return (await profileColumns(database, [column], [scan()], signal))[0]!;
}

/**
 * Profiles of columns that have been scanned: one query for figures, one for histograms, and those for their values.
 * `forChecks`: without what only a person looks at.
 */
export async function profileColumns(
  database: Database,
  columns: readonly StoredColumn[],
  scans: readonly ColumnScan[],
  signal?: AbortSignal,
  forChecks = false,
): Promise<ColumnProfile[]> {
  const ask = asking(database, signal);
  const questions = new Questions(columns);
  const answers = columns.map((column) => {
    const values = nameValues(questions, column);
    return {
      figures: askFigures(questions, column, values),
      spread: forChecks ? (): Spread => ({}) : askSpread(questions, column, values),
    };
  });
  await questions.run(ask);
  const spreads = answers.map(({ spread }) => spread());
  const histograms = await countBins(
    ask,
    columns,
    spreads.map((spread, index) => edgesOf(spread, isWhole(columns[index]!))),
  );
  const surveyed = columns.map((column, index): Surveyed => ({
    column,
    scan: scans[index]!,
    figures: answers[index]!.figures(),
    median: spreads[index]!.median,
    histogram: histograms[index]!,
  }));
  return completeProfiles(database, surveyed, signal);
}

async function countBins(ask: AskOnce, columns: readonly StoredColumn[], edges: readonly (BinEdges | null)[]): Promise<HistogramBin[][]> {
  const questions = new Questions(columns);
  const bins = columns.map((column, index) => {
    const at = edges[index];
    const over = at ? measured(column, nameValues(questions, column)) : null;
    return at && over !== null ? askBins(questions, over, at) : () => [];
  });
  if (edges.some((each) => each !== null)) await questions.run(ask);
  return bins.map((answer) => answer());
}

/** Profiles of surveyed columns, with the values of those that have few and the number of those that may all differ. */
export async function completeProfiles(database: Database, surveyed: readonly Surveyed[], signal?: AbortSignal): Promise<ColumnProfile[]> {
  const grouped = surveyed.filter((each) => !each.top && isGrouped(each));
  const tops = await readTops(database, grouped.map(({ column, scan }) => ({ column, filled: scan.filled })), surveyed[0]?.scan.rows ?? 0, signal);
  const profiles: ColumnProfile[] = [];
  for (const each of surveyed) {
    const top = each.top ?? tops[grouped.indexOf(each)] ?? null;
    profiles.push(toProfile(each, top, mayBeKey(each) || isHashed(each) ? await countHashes(database, each.column, signal) : undefined));
  }
  return profiles;
}

function isGrouped({ column, scan }: Surveyed): boolean {
  return isPlain(column) && scan.filled > 0 && !isLong(scan) && (scan.rows <= smallTable || scan.distinct <= groupedDistinct);
}

function isLong({ totalLength }: ColumnScan): boolean {
  return (totalLength ?? 0) > mostCounted;
}

/** Whether every row may have a value of its own. */
function mayBeKey(each: Surveyed): boolean {
  const { filled, distinct, maxLength } = each.scan;
  return !each.repeats && !isGrouped(each) && filled > 0 && distinct >= filled * nearlyAll && (maxLength ?? 0) <= longestKey;
}

/** Whether nothing else has said how many values there are. */
function isHashed({ scan, top }: Surveyed): boolean {
  return !top && scan.filled > 0 && scan.rows <= smallTable && isLong(scan);
}

/** Different hashes: as many as there are values where these all differ. */
async function countHashes(database: Database, column: StoredColumn, signal?: AbortSignal): Promise<number> {
  const [hashes] = await asking(
    database,
    signal,
  )(
    `SELECT count(DISTINCT hash(${quoteIdentifier(column.internal)})) FROM ${quoteIdentifier(dataTable)} WHERE ${quoteIdentifier(column.internal)} IS NOT NULL`,
  );
  return Number(hashes);
}

function toProfile({ column, scan, figures, median, histogram, approximate = [] }: Surveyed, top: Top | null, hashes: number | undefined): ColumnProfile {
  // As many hashes as values prove that the values differ; fewer hashes may be fewer than there are values.
  const distinctIsExact = top !== null || scan.filled === 0 || hashes === scan.filled;
  const repeats = top !== null && (top.distinct <= topValues || top.distinct <= scan.filled / 2) && (scan.maxLength ?? 0) <= longestTop;
  const profile: ColumnProfile = {
    column: column.name,
    type: column.type,
    rows: scan.rows,
    nulls: scan.rows - scan.filled,
    blanks: scan.blanks,
    distinct: top?.distinct ?? hashes ?? scan.distinct,
    distinctIsExact,
    ...(figures.min !== undefined && { min: figures.min }),
    ...(figures.max !== undefined && { max: figures.max }),
    ...(figures.mean !== undefined && { mean: figures.mean }),
    ...(median !== undefined && { median }),
    ...(figures.standardDeviation !== undefined && { standardDeviation: figures.standardDeviation }),
    ...(scan.maxLength !== undefined && scan.filled > 0 && { meanLength: (scan.totalLength ?? 0) / scan.filled, maxLength: scan.maxLength }),
    top: repeats ? top.values : [],
    histogram: [],
  };
  // Texts have bins over their length, unless their values are few enough to be bars.
  const bins = column.type === 'text' && profile.top.length > 0 && isCategorical(profile) ? [] : histogram;
  const estimated = approximate.filter((figure) => (figure === 'median' ? median !== undefined : bins.length > 0));
  return { ...profile, histogram: bins, ...(estimated.length > 0 && { approximate: estimated }) };
}
