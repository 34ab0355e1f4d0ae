import type { ValueCount } from '../core/profile.ts';
import type { SqlValue } from './engine.ts';
import type { Database } from './duckdb.ts';
import { quoteIdentifier } from './quote.ts';
import { dataTable, isTextStorage, textOf, type StoredColumn } from './sql.ts';

/**
 * A column's most frequent values (of a small table those of columns alone where values repeat), and how many different
 * ones it has: exactly.
 */
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
/**
 * Up to so many rows, the different values of all columns of one type are counted in one table: a table for each column
 * takes longer to make than to fill.
 */
const countedAsOne = 4096;
/**
 * So many columns of numbers are counted in one query, whatever the rows: each query of a file that lies where it is
 * reads what the file says of all of its columns.
 */
const manyNumbers = 8;

const data = quoteIdentifier(dataTable);

/** The most frequent values of each column, most frequent first, ties in their own order. Missing cells are no value. */
export async function readTops(database: Database, columns: readonly CountedColumn[], rows: number, signal?: AbortSignal): Promise<Top[]> {
  if (columns.length === 0) return [];
  if (rows <= countedTogether) return countTogether(database, columns, rows <= countedAsOne ? distinctInOne : distinctOfEach, listTogether, signal);
  const tops = new Map<CountedColumn, Top>();
  for (const storage of new Set(columns.map(({ column }) => column.storage))) {
    const alike = columns.filter(({ column }) => column.storage === storage);
    const isMany = alike.length >= manyNumbers && !isTextStorage(storage);
    const counted = isMany ? await countTogether(database, alike, distinctOfEach, listNumbers, signal) : [];
    for (const [index, each] of alike.entries()) tops.set(each, counted[index] ?? (await countByGroup(database, each.column, signal)));
  }
  return columns.map((column) => tops.get(column)!);
}

async function countByGroup(database: Database, column: StoredColumn, signal?: AbortSignal): Promise<Top> {
  const cell = quoteIdentifier(column.internal);
  const grouped = `SELECT ${cell}, count(*) AS n FROM ${data} WHERE ${cell} IS NOT NULL GROUP BY ALL`;
  // Values become text after they have been counted: there are far fewer of them.
  const [values = [], counts = [], groups = []] = await database.columns(
    `SELECT v, n, count(*) OVER () FROM (SELECT ${textOf(column)} AS v, n FROM (${grouped})) ORDER BY n DESC, v LIMIT ${topValues}`,
    [],
    signal,
  );
  return toTop(values, counts, groups[0]);
}

/**
 * The values of columns whose values hardly repeat are not listed: to sort them takes most of the time that a table of a
 * thousand columns does.
 */
async function countTogether(
  database: Database,
  counted: readonly CountedColumn[],
  count: typeof distinctOfEach,
  list: typeof listTogether,
  signal?: AbortSignal,
): Promise<Top[]> {
  const columns = counted.map(({ column }) => column);
  const distinct = await count(database, columns, signal);
  const repeating = columns.filter((_, index) => distinct[index]! <= Math.max(topValues, counted[index]!.filled / 2));
  const listed = repeating.length === 0 ? [] : await list(database, repeating, signal);
  return columns.map((column, index) => listed[repeating.indexOf(column)] ?? { values: [], distinct: distinct[index]! });
}

/** How many different values each column has. */
async function distinctOfEach(database: Database, columns: readonly StoredColumn[], signal?: AbortSignal): Promise<number[]> {
  const counts = columns.map(({ internal }) => `count(DISTINCT ${quoteIdentifier(internal)})`).join(', ');
  const answers = await database.columns(`SELECT ${counts} FROM ${data}`, [], signal);
  return columns.map((_, index) => Number(answers[index]?.[0] ?? 0));
}

/** The same, of the columns of each storage type as rows of a column and a value. */
async function distinctInOne(database: Database, columns: readonly StoredColumn[], signal?: AbortSignal): Promise<number[]> {
  const found = new Map<StoredColumn, number>();
  for (const storage of new Set(columns.map((column) => column.storage))) {
    const alike = columns.filter((column) => column.storage === storage);
    const [places = [], counts = []] = await database.columns(
      `SELECT CAST(i AS INTEGER), count(*) FROM (SELECT DISTINCT i, v FROM (${asRows(alike)}) WHERE v IS NOT NULL) GROUP BY i`,
      [],
      signal,
    );
    for (const [at, place] of places.entries()) found.set(alike[Number(place)]!, Number(counts[at]));
  }
  return columns.map((column) => found.get(column) ?? 0);
}

/** The cells of columns of one storage type, as rows of the column's place `i` and the value `v`. */
function asRows(columns: readonly StoredColumn[]): string {
  const cells = columns.map(({ internal }) => quoteIdentifier(internal)).join(', ');
  return `SELECT unnest([${cells}]) AS v, unnest(range(${columns.length})) AS i FROM ${data}`;
}

async function listTogether(database: Database, columns: readonly StoredColumn[], signal?: AbortSignal): Promise<Top[]> {
  const maps = columns.map((column, index) => `histogram(${textOf(column)}) AS h${index}`).join(', ');
  const sorted = columns
    .map(
      (_, index) =>
        `cardinality(h${index}) AS d${index}, list_sort(list_transform(map_entries(h${index}), lambda e: {'n': -CAST(e.value AS BIGINT), 'v': e.key}))[1:${topValues}] AS s${index}`,
    )
    .join(', ');
  const lists = columns.map((_, index) => `d${index}, list_transform(s${index}, lambda e: e.v), list_transform(s${index}, lambda e: -e.n)`).join(', ');
  const values = await database.columns(`SELECT ${lists} FROM (SELECT ${sorted} FROM (SELECT ${maps} FROM ${data}))`, [], signal);
  const cell = (index: number): SqlValue => values[index]?.[0] ?? null;
  const list = (index: number): readonly SqlValue[] => {
    const value = cell(index);
    return Array.isArray(value) ? (value as readonly SqlValue[]) : [];
  };
  return columns.map((_, index) => toTop(list(index * 3 + 1), list(index * 3 + 2), cell(index * 3)));
}

/** Columns of one storage type, as rows of a column and a value: what is held at a time is each value that differs, once. */
async function listNumbers(database: Database, columns: readonly StoredColumn[], signal?: AbortSignal): Promise<Top[]> {
  const groups = `SELECT i, v, count(*) AS n FROM (${asRows(columns)}) WHERE v IS NOT NULL GROUP BY ALL`;
  const first = `min({'n': -n, 'v': ${textOf({ ...columns[0]!, internal: 'v' })}}, ${topValues})`;
  const [places = [], distinct = [], values = [], counts = []] = await database.columns(
    `SELECT CAST(i AS INTEGER), d, list_transform(s, lambda e: e.v), list_transform(s, lambda e: -e.n) FROM (SELECT i, count(*) AS d, ${first} AS s FROM (${groups}) GROUP BY i)`,
    [],
    signal,
  );
  const listed = (cell: SqlValue | undefined): readonly SqlValue[] => (Array.isArray(cell) ? (cell as readonly SqlValue[]) : []);
  return columns.map((_, column) => {
    const place = places.indexOf(column);
    return toTop(listed(values[place]), listed(counts[place]), distinct[place]);
  });
}

/** `values` and how often each occurs, the most frequent first; `distinct`: how many there are in all. */
export function toTop(values: readonly unknown[], counts: readonly unknown[], distinct: unknown): Top {
  return { values: values.map((value, index) => ({ value: String(value), count: Number(counts[index]) })), distinct: Number(distinct ?? 0) };
}
