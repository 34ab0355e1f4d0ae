import type { ColumnProfile, ValueCount } from '../core/profile.ts';
import type { CrossTab, Missingness } from '../protocol/engineMethods.ts';
import type { SqlValue } from './engine.ts';
import type { OpenTable } from './openTable.ts';
import { quoteIdentifier, quoteLiteral } from './quote.ts';
import { dataTable } from './sql.ts';

const mostSegments = 200;
/** Segments that the missingness matrix has columns for. */
const missingSegments = 50;

const data = quoteIdentifier(dataTable);

/** The cell's text, NULL where it is missing in any way: what counts are of, so that a bar filters to its own rows. */
function valueOf(table: OpenTable, column: string): string {
  const { dialect } = table.relation;
  return `CASE WHEN NOT ${dialect.missing(column)} THEN ${dialect.text(column)} END`;
}

const toText = (value: SqlValue | undefined): string | null => (typeof value === 'string' ? value : null);

/** Values of a column with their counts, most frequent first; `search` keeps those that contain it, in any case. */
export async function readValues(table: OpenTable, column: string, search: string | undefined, limit: number, signal?: AbortSignal): Promise<{ values: ValueCount[]; distinct: number }> {
  const grouped = `SELECT ${valueOf(table, column)} AS v, count(*) AS n FROM ${data} GROUP BY ALL`;
  const pattern = search?.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
  const condition = pattern ? `WHERE ${table.relation.dialect.matches('v', pattern, true)}` : '';
  const sql = `SELECT v, n, count(*) OVER () FROM (${grouped}) ${condition} ORDER BY n DESC, v NULLS LAST LIMIT ${Math.max(0, Math.trunc(limit))}`;
  const [values = [], counts = [], distinct = []] = await table.database.columns(sql, [], signal);
  return { values: values.map((value, index) => ({ value: toText(value), count: Number(counts[index]) })), distinct: Number(distinct[0] ?? 0) };
}

interface Ranked {
  readonly values: readonly (string | null)[];
  readonly counts: readonly number[];
  readonly distinct: number;
}

async function rankValues(table: OpenTable, column: string, where: string, limit: number, signal?: AbortSignal): Promise<Ranked> {
  const grouped = `SELECT ${valueOf(table, column)} AS v, count(*) AS n FROM ${data} WHERE ${where} GROUP BY ALL`;
  const [values = [], counts = [], distinct = []] = await table.database.columns(`SELECT v, n, count(*) OVER () FROM (${grouped}) ORDER BY n DESC, v NULLS LAST LIMIT ${limit}`, [], signal);
  return { values: values.map(toText), counts: counts.map(Number), distinct: Number(distinct[0] ?? 0) };
}

function among(column: string, values: readonly (string | null)[]): string {
  const texts = values.filter((value) => value !== null);
  const parts = [...(texts.length > 0 ? [`${column} IN (${texts.map(quoteLiteral).join(', ')})`] : []), ...(texts.length < values.length ? [`${column} IS NULL`] : [])];
  return parts.length > 0 ? `coalesce(${parts.join(' OR ')}, false)` : 'false';
}

/** @param where the rows that count, as a boolean expression. */
export async function readCrossTab(table: OpenTable, column: string, by: string | undefined, where: string, limit: number, signal?: AbortSignal): Promise<CrossTab> {
  const ranked = await rankValues(table, column, where, Math.max(1, Math.trunc(limit)), signal);
  const [total = []] = await table.database.columns(`SELECT count(*) FROM ${data} WHERE ${where}`, [], signal);
  const rows = Number(total[0] ?? 0);
  const overall = { column, values: ranked.values, overall: ranked.counts, overallRest: rows - sum(ranked.counts), rows };
  if (by === undefined) return { ...overall, segments: [], otherSegments: 0, otherRows: 0 };

  const segments = await rankValues(table, by, where, mostSegments, signal);
  const joint = `SELECT ${valueOf(table, by)} AS s, ${valueOf(table, column)} AS v FROM ${data} WHERE ${where}`;
  const [of = [], values = [], counts = []] = await table.database.columns(
    `SELECT s, v, count(*) FROM (${joint}) WHERE ${among('s', segments.values)} AND ${among('v', ranked.values)} GROUP BY ALL`, [], signal,
  );
  const valuePlace = new Map(ranked.values.map((value, index) => [value, index]));
  const segmentPlace = new Map(segments.values.map((value, index) => [value, index]));
  const joined = segments.values.map(() => ranked.values.map(() => 0));
  of.forEach((segment, index) => {
    joined[segmentPlace.get(toText(segment))!]![valuePlace.get(toText(values[index]))!] = Number(counts[index]);
  });
  return {
    ...overall,
    by,
    segments: segments.values.map((value, index) => {
      const segmentRows = segments.counts[index]!;
      return { value, rows: segmentRows, counts: joined[index]!, rest: segmentRows - sum(joined[index]!) };
    }),
    otherSegments: segments.distinct - segments.values.length,
    otherRows: rows - sum(segments.counts),
  };
}

/** How many values each column misses, overall and in each of the largest segments. Columns that miss none are left out. */
export async function readMissingness(table: OpenTable, profiles: readonly ColumnProfile[], by: string | undefined, signal?: AbortSignal): Promise<Missingness> {
  const missing = profiles.filter((profile) => profile.nulls + profile.blanks > 0);
  const rows = profiles[0]?.rows ?? 0;
  const whole = missing.map((profile) => ({ column: profile.column, missing: profile.nulls + profile.blanks }));
  if (by === undefined) return { segments: [], columns: whole.map((each) => ({ ...each, perSegment: [] })), rows };
  const segments = await rankValues(table, by, 'true', missingSegments, signal);
  const listed = { by, segments: segments.values.map((value, index) => ({ value, rows: segments.counts[index]! })), rows };
  if (missing.length === 0) return { ...listed, columns: [] };
  const counts = missing.map(({ column }) => `count_if(${table.relation.dialect.missing(column)})`);
  const value = valueOf(table, by);
  const [of = [], ...columns] = await table.database.columns(`SELECT ${value} AS s, ${counts.join(', ')} FROM ${data} WHERE ${among(`(${value})`, segments.values)} GROUP BY 1`, [], signal);
  const places = new Map(of.map((segment, index) => [toText(segment), index]));
  return {
    ...listed,
    columns: whole.map((each, index) => ({ ...each, perSegment: segments.values.map((segment) => Number(columns[index]?.[places.get(segment) ?? -1] ?? 0)) })),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
