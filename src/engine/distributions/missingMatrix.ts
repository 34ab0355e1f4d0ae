import type { Filter } from '../../core/filter.ts';
import type { Division } from '../../core/segments.ts';
import type { MissingMatrix } from '../../protocol/distributionMethods.ts';
import { type OpenTable, requireColumn } from '../openTable.ts';
import { quoteIdentifier } from '../quote.ts';
import { isTextStorage } from '../sql.ts';
import { countedRows, differencesOf, type DistributionSource } from './distribution.ts';
import { codeNames, countGroups, keepCodes, type RankedGroups, rankGroups } from './groupCounts.ts';
import { type Grouping, groupingOf } from './grouping.ts';

/** Segments that the matrix has columns for. */
const mostSegments = 50;
/** Columns that one query counts; its text grows with them. */
const countedColumns = 200;

/**
 * How many values each column misses, overall and in each of the largest segments. Columns that miss none are left out.
 * @param where the rows that pass `filters`, as a boolean expression.
 */
export async function readMissingMatrix(
  source: DistributionSource,
  by: readonly Division[],
  filters: readonly Filter[],
  where: string,
  signal?: AbortSignal,
): Promise<MissingMatrix> {
  const groupings: Grouping[] = [];
  for (const [index, division] of by.entries())
    groupings.push(await groupingOf(source.table, source.profiles, division, `s${index}`, signal));
  const missing = source.profiles.filter((profile) => profile.nulls + profile.blanks > 0).map(({ column }) => column);
  let first: Counted | null = null;
  const columns: { column: string; missing: number; perSegment: number[] }[] = [];
  for (let from = 0; from === 0 || from < missing.length; from += countedColumns) {
    const some = missing.slice(from, from + countedColumns);
    const counted = await countMissing(source, groupings, some, where, signal);
    first ??= counted;
    some.forEach((column, index) => columns.push({ column, missing: counted.overall[index]!, perSegment: counted.perSegment[index]! }));
  }
  const { segments, all, rows } = first!;
  const listed = columns.filter((column) => column.missing > 0).sort((a, b) => b.missing - a.missing);
  const counts = segments.map((segment, place) => ({ rows: segment.rows, counts: listed.map(({ perSegment }) => perSegment[place]!) }));
  const { differences, tested } = differencesOf(counts, { rows, counts: listed.map((column) => column.missing) });
  return {
    by,
    segments: segments.map(({ parts, rows: size }) => ({ parts, rows: size })),
    allSegments: all,
    columns: listed,
    differences,
    tested,
    counted: countedRows(source, rows, filters.length > 0),
  };
}

interface Counted {
  readonly segments: RankedGroups['groups'];
  readonly all: number;
  readonly rows: number;
  /** By column. */
  readonly overall: number[];
  readonly perSegment: number[][];
}

async function countMissing(
  source: DistributionSource,
  groupings: readonly Grouping[],
  columns: readonly string[],
  where: string,
  signal?: AbortSignal,
): Promise<Counted> {
  const { table } = source;
  const names = codeNames(groupings, 's');
  const counted = await countGroups(
    table,
    groupings,
    [],
    where,
    signal,
    columns.map((column, index) => [`m${index}`, isMissing(source, column)]),
  );
  try {
    const sums = columns.map((_, index) => `coalesce(CAST(sum(m${index}) AS BIGINT), 0)`);
    const totals = (
      await table.database.columns(`SELECT ${['coalesce(CAST(sum(n) AS BIGINT), 0)', ...sums].join(', ')} FROM ${counted.name}`, [], signal)
    ).map((column) => Number(column[0]));
    const whole = { rows: totals[0] ?? 0, overall: totals.slice(1) };
    if (names.length === 0) return { ...whole, segments: [], all: 0, perSegment: columns.map(() => []) };
    const { groups, all } = await rankGroups(table, counted.name, groupings, names, mostSegments, signal);
    return { ...whole, segments: groups, all, perSegment: await missingOf(table, counted.name, groups, names, columns.length, signal) };
  } finally {
    await counted.drop();
  }
}

/** Missing cells by column and segment. */
async function missingOf(
  table: OpenTable,
  counted: string,
  groups: RankedGroups['groups'],
  names: readonly string[],
  columns: number,
  signal?: AbortSignal,
): Promise<number[][]> {
  const listed = await keepCodes(
    table,
    groups.map(({ codes }) => codes),
    names,
    signal,
  );
  try {
    const same = names.map((name) => `listed.${name} IS NOT DISTINCT FROM cells.${name}`).join(' AND ');
    const sums = Array.from({ length: columns }, (_, index) => `cells.m${index}`);
    const [places = [], ...found] = await table.database.columns(
      `SELECT ${['listed.place', ...sums].join(', ')} FROM ${counted} AS cells JOIN ${listed.name} AS listed ON ${same}`,
      [],
      signal,
    );
    return found.map((counts) => {
      const perSegment = groups.map(() => 0);
      places.forEach((place, index) => {
        perSegment[Number(place)] = Number(counts[index]);
      });
      return perSegment;
    });
  } finally {
    await listed.drop();
  }
}

/** Where no cell is blank, a look at which are NULL is enough, and no text is read. */
function isMissing({ table, profiles }: DistributionSource, column: string): string {
  const stored = requireColumn(table, column);
  const blanks = profiles.find((profile) => profile.column === column)?.blanks ?? 0;
  return blanks > 0 && isTextStorage(stored.storage) ? table.relation.dialect.missing(column) : `${quoteIdentifier(stored.internal)} IS NULL`;
}
