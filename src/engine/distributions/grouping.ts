import type { ColumnProfile } from '../../core/profile.ts';
import { isNumeric, isTemporal } from '../../core/schema.ts';
import { type CalendarUnit, type Division, endOfPeriod, type GroupPart } from '../../core/segments.ts';
import { requireColumn, type OpenTable } from '../openTable.ts';
import { quoteIdentifier, quoteLiteral } from '../quote.ts';
import { dataTable } from '../sql.ts';

/**
 * How a division is asked for, in three steps, each over what the one before gives: what is worked out for each row,
 * what rows are counted by, and the group.
 */
export interface Grouping {
  readonly division: Division;
  readonly source: string;
  readonly scanned: string;
  /** A text for each group, NULL for rows without a value. */
  readonly code: string;
  /** SQL for the words on a group that a search looks at, over its code; null where it has none. */
  readonly words: ((code: string) => string) | null;
  /** The group of a code. */
  partOf(code: string | null): GroupPart;
}

/** The code, among numbers, of a value that is no number or no date. */
const mistyped = -9_007_199_254_740_991;

/**
 * @param place tells what is worked out for one grouping from that of others in the same question.
 * Throws in words where the column holds nothing to be divided so.
 */
export async function groupingOf(
  table: OpenTable,
  profiles: readonly ColumnProfile[],
  division: Division,
  place: string,
  signal?: AbortSignal,
): Promise<Grouping> {
  requireColumn(table, division.column);
  if (division.how === 'values') return byValues(table, division);
  if (division.how === 'quantiles')
    return byEdges(table, division, await quantileEdges(table, division.column, division.groups, signal), place);
  if (division.how === 'histogram') return byEdges(table, division, histogramEdges(profiles, division.column), place);
  await requireDates(table, division.column, signal);
  return division.how === 'weekday' ? byWeekday(table, division, place) : byPeriod(table, division, division.how, place);
}

/** By text, missing in any way as NULL. Cells are counted as they are and looked at afterwards: there are far fewer of them then. */
function byValues({ relation: { dialect }, ...table }: OpenTable, division: Division): Grouping {
  const { column } = division;
  const cell = quoteIdentifier(requireColumn(table, column).internal);
  return {
    division, source: cell, scanned: cell,
    code: `CASE WHEN NOT ${dialect.missing(column)} THEN ${dialect.text(column)} END`,
    words: (code) => code,
    partOf: (code) => ({ kind: 'values', column, values: [code] }),
  };
}

/** A grouping by a number that is worked out of a value `v`, which is NULL where the cell has none of its type. */
function byNumber(
  table: OpenTable,
  division: Division,
  measure: string,
  place: string,
  numberOf: (value: string) => string,
  partOf: (code: number) => GroupPart,
): Grouping {
  const { column } = division;
  const [value, missing, group] = [`v${place}`, `m${place}`, `g${place}`];
  return {
    division,
    source: `${measure} AS ${value}, ${table.relation.dialect.missing(column)} AS ${missing}`,
    scanned: `CASE WHEN ${value} IS NOT NULL THEN CAST(${numberOf(value)} AS BIGINT) WHEN NOT ${missing} THEN ${mistyped} END AS ${group}`,
    code: `CAST(${group} AS VARCHAR)`,
    words: null,
    partOf(code) {
      if (code === null) return { kind: 'missing', column };
      return Number(code) === mistyped ? { kind: 'mistyped', column } : partOf(Number(code));
    },
  };
}

/** Numbers, ms since 1970, or characters: what a range of the column is over. */
function measureOf({ relation: { dialect }, ...table }: OpenTable, column: string): string {
  const { type } = requireColumn(table, column);
  if (isNumeric(type)) return dialect.number(column);
  return isTemporal(type) ? dialect.time(column) : `length(${dialect.text(column)})`;
}

/** Half-open ranges between the edges, the last one closed; values beyond the ends count in the outer ones. */
function byEdges(table: OpenTable, division: Division, edges: readonly number[], place: string): Grouping {
  const { column } = division;
  const last = Math.max(0, edges.length - 2);
  const binOf = (value: string): string =>
    last === 0
      ? '0'
      : `CASE ${edges
          .slice(1, -1)
          .map((edge, bin) => `WHEN ${value} < ${quoteLiteral(edge)} THEN ${bin}`)
          .join(' ')} ELSE ${last} END`;
  return byNumber(table, division, measureOf(table, column), place, binOf, (bin) => (
    { kind: 'range', column, min: edges[bin]!, max: edges[bin + 1] ?? edges[bin]!, ...(bin === last && { closed: true }) }
  ));
}

function byPeriod(table: OpenTable, division: Division, unit: Exclude<CalendarUnit, 'weekday'>, place: string): Grouping {
  const { column } = division;
  const begin = (value: string): string => `epoch_ms(date_trunc(${quoteLiteral(unit)}, make_timestamp(${value} * 1000)))`;
  const grouping = byNumber(table, division, table.relation.dialect.time(column), place, begin, (from) => ({
    kind: 'range',
    column,
    min: from,
    max: endOfPeriod(from, unit),
  }));
  return { ...grouping, words: (code) => `CASE WHEN ${code} <> '${mistyped}' THEN strftime(make_timestamp(CAST(${code} AS BIGINT) * 1000), '%Y-%m-%d') END` };
}

function byWeekday(table: OpenTable, division: Division, place: string): Grouping {
  const { column } = division;
  return byNumber(
    table,
    division,
    table.relation.dialect.time(column),
    place,
    (value) => `isodow(make_timestamp(${value} * 1000))`,
    (weekday) => ({ kind: 'weekday', column, weekday }),
  );
}

/** The quantiles of all rows, filtered or not, so that groups stay what they are; fewer where values repeat. */
async function quantileEdges(table: OpenTable, column: string, groups: number, signal?: AbortSignal): Promise<number[]> {
  const { type } = requireColumn(table, column);
  if (!isNumeric(type) && !isTemporal(type)) throw new Error(`“${column}” holds neither numbers nor dates that can be put in order: divide it by its values.`);
  const parts = Math.min(100, Math.max(2, Math.trunc(groups)));
  const shares = Array.from({ length: parts + 1 }, (_, index) => index / parts);
  const values = `SELECT ${measureOf(table, column)} AS v FROM ${quoteIdentifier(dataTable)}`;
  const [edges = []] = await table.database.columns(`SELECT unnest(quantile_disc(v, [${shares.join(', ')}])) FROM (${values}) WHERE v IS NOT NULL`, [], signal);
  return [...new Set(edges.map(Number))];
}

function histogramEdges(profiles: readonly ColumnProfile[], column: string): number[] {
  const { histogram = [] } = profiles.find((profile) => profile.column === column) ?? {};
  if (histogram.length === 0) throw new Error(`“${column}” has no histogram: its cells hold nothing that has a size.`);
  return [...histogram.map(({ from }) => from), histogram.at(-1)!.to];
}

async function requireDates(table: OpenTable, column: string, signal?: AbortSignal): Promise<void> {
  if (isTemporal(requireColumn(table, column).type)) return;
  const [found = []] = await table.database.columns(
    `SELECT 1 FROM ${quoteIdentifier(dataTable)} WHERE ${table.relation.dialect.time(column)} IS NOT NULL LIMIT 1`,
    [],
    signal,
  );
  if (found.length === 0) throw new Error(`“${column}” holds no dates that can be read: write them as 2024-01-31, or all in one form.`);
}
