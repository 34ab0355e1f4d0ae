import type { ValueCount } from '../core/profile.ts';
import type { SqlValue } from './engine.ts';
import type { Database } from './duckdb.ts';
import { quoteIdentifier } from './quote.ts';
import { dataTable, textOf, type StoredColumn } from './sql.ts';

/** A column's most frequent values (of a small table those of columns alone where values repeat), and how many different ones it has: exactly. */
export interface Top {
  readonly values: readonly ValueCount[];
  readonly distinct: number;
}

/** A column, and how many cells of it are not missing. */
export interface CountedColumn {
  readonly column: StoredColumn;
  readonly filled: number;
}

/** As many as a list of values shows at once. */
export const topValues = 50;
/** Up to so many rows, all columns are counted in one query: the many queries of a wide table would take longer to plan than to run. */
const countedTogether = 20_000;

const data = quoteIdentifier(dataTable);

/** The most frequent values of each column, most frequent first, ties in their own order. Missing cells are no value. */
export async function readTops(database: Database, columns: readonly CountedColumn[], rows: number, signal?: AbortSignal): Promise<Top[]> {
  if (columns.length === 0) return [];
  if (rows <= countedTogether) return countTogether(database, columns, signal);
  const tops: Top[] = [];
  for (const { column } of columns) tops.push(await countByGroup(database, column, signal));
  return tops;
}

async function countByGroup(database: Database, column: StoredColumn, signal?: AbortSignal): Promise<Top> {
  const cell = quoteIdentifier(column.internal);
  const grouped = `SELECT ${cell}, count(*) AS n FROM ${data} WHERE ${cell} IS NOT NULL GROUP BY ALL`;
  // Values become text after they have been counted: there are far fewer of them.
  const [values = [], counts = [], groups = []] = await database.columns(`SELECT v, n, count(*) OVER () FROM (SELECT ${textOf(column)} AS v, n FROM (${grouped})) ORDER BY n DESC, v LIMIT ${topValues}`, [], signal);
  return toTop(values, counts, groups[0]);
}

/** The values of columns whose values hardly repeat are not listed: to sort them takes most of the time that a table of a thousand columns does. */
async function countTogether(database: Database, counted: readonly CountedColumn[], signal?: AbortSignal): Promise<Top[]> {
  const columns = counted.map(({ column }) => column);
  const counts = await database.columns(`SELECT ${columns.map(({ internal }) => `count(DISTINCT ${quoteIdentifier(internal)})`).join(', ')} FROM ${data}`, [], signal);
  const distinct = columns.map((_, index) => Number(counts[index]?.[0] ?? 0));
  const repeating = columns.filter((_, index) => distinct[index]! <= Math.max(topValues, counted[index]!.filled / 2));
  const listed = repeating.length === 0 ? [] : await listTogether(database, repeating, signal);
  return columns.map((column, index) => listed[repeating.indexOf(column)] ?? { values: [], distinct: distinct[index]! });
}

async function listTogether(database: Database, columns: readonly StoredColumn[], signal?: AbortSignal): Promise<Top[]> {
  const maps = columns.map((column, index) => `histogram(${textOf(column)}) AS h${index}`).join(', ');
  const sorted = columns.map((_, index) => `cardinality(h${index}) AS d${index}, list_sort(list_transform(map_entries(h${index}), lambda e: {'n': -CAST(e.value AS BIGINT), 'v': e.key}))[1:${topValues}] AS s${index}`).join(', ');
  const lists = columns.map((_, index) => `d${index}, list_transform(s${index}, lambda e: e.v), list_transform(s${index}, lambda e: -e.n)`).join(', ');
  const values = await database.columns(`SELECT ${lists} FROM (SELECT ${sorted} FROM (SELECT ${maps} FROM ${data}))`, [], signal);
  const cell = (index: number): SqlValue => values[index]?.[0] ?? null;
  const list = (index: number): readonly SqlValue[] => {
    const value = cell(index);
    return Array.isArray(value) ? (value as readonly SqlValue[]) : [];
  };
  return columns.map((_, index) => toTop(list(index * 3 + 1), list(index * 3 + 2), cell(index * 3)));
}

/** `values` and how often each occurs, the most frequent first; `distinct`: how many there are in all. */
export function toTop(values: readonly unknown[], counts: readonly unknown[], distinct: unknown): Top {
  return { values: values.map((value, index) => ({ value: String(value), count: Number(counts[index]) })), distinct: Number(distinct ?? 0) };
}
