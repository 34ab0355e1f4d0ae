import type { Relation, SqlRow, SqlValue } from '../../engine/engine.ts';
import { ascendingRows, RowList } from './rowList.ts';

/** Row numbers for which a condition holds, ascending. */
export async function rowsWhere(relation: Relation, condition: string, signal: AbortSignal): Promise<Int32Array> {
  // The engine keeps the order of its table, which is that of the file nearly always: sorting here is a look.
  return ascendingRows(await relation.integers(`SELECT CAST(_row AS INTEGER) FROM ${relation.name} WHERE ${condition}`, signal));
}

/** Conditions that one query looks at, and the largest row number with room for which of them it was beside it. */
const conditionsAtATime = 64;
const largestPaired = Math.floor((2 ** 31 - 1) / conditionsAtATime) - 1;

/**
 * The same for several conditions, a list for each. In tables of many columns and not too many rows, several are asked
 * at once; a scan for each of them is what takes the time in others.
 * @param records the largest row number.
 */
export async function rowsWhereEach(relation: Relation, conditions: readonly string[], records: number, signal: AbortSignal): Promise<Int32Array[]> {
  const found: Int32Array[] = [];
  if (records > largestPaired || conditions.length === 1) {
    for (const condition of conditions) found.push(await rowsWhere(relation, condition, signal));
    return found;
  }
  for (let first = 0; first < conditions.length; first += conditionsAtATime) {
    const some = conditions.slice(first, first + conditionsAtATime);
    const holding = some.map((condition, index) => `CASE WHEN ${condition} THEN ${index} END`);
    const pairs = await relation.integers(
      `SELECT CAST(_row * ${conditionsAtATime} + place AS INTEGER) FROM (SELECT _row, unnest([${holding.join(', ')}]) AS place FROM ${relation.name}) AS places WHERE place IS NOT NULL`,
      signal,
    );
    const lists = some.map(() => new RowList());
    for (const pair of pairs) lists[pair % conditionsAtATime]!.push(Math.floor(pair / conditionsAtATime));
    for (const list of lists) found.push(ascendingRows(list.toArray()));
  }
  return found;
}

/** The only row of an aggregate. */
export async function askOne(relation: Relation, sql: string, signal: AbortSignal): Promise<SqlRow> {
  const [row] = await relation.query(sql, [], signal);
  return row ?? {};
}

/** A number of a result; NaN where there is none (the aggregate of no rows). */
export function numberIn(value: SqlValue | undefined): number {
  return value === null || value === undefined ? NaN : Number(value);
}

/** The numbers of a list in a result. */
export function numbersIn(value: SqlValue | undefined): number[] {
  return Array.isArray(value) ? value.map(numberIn) : [];
}

/** A cell of an answer as text; null where it holds nothing. */
export function textIn(value: SqlValue | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}

/** `(a, b, c)` of quoted literals, for IN. */
export function literals(relation: Relation, values: readonly (string | number)[]): string {
  return `(${values.map((value) => relation.dialect.literal(value)).join(', ')})`;
}

/** SQL: the condition, worked out only where the guard holds, and false elsewhere. */
export function when(guard: string, condition: string): string {
  return `(CASE WHEN ${guard} THEN ${condition} ELSE false END)`;
}

/** Columns that one query counts; its text grows with them. */
const countedColumns = 50;

/** The columns in which a condition holds for any row. */
export async function columnsWhere(
  relation: Relation,
  columns: readonly string[],
  condition: (column: string) => string,
  signal: AbortSignal,
): Promise<string[]> {
  return [...(await countWhere(relation, columns, condition, signal)).keys()];
}

/** In how many rows a condition holds, for the columns in which it holds for any. */
export async function countWhere(
  relation: Relation,
  columns: readonly string[],
  condition: (column: string) => string,
  signal: AbortSignal,
): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (let first = 0; first < columns.length; first += countedColumns) {
    const some = columns.slice(first, first + countedColumns);
    const counts = some.map((column, index) => `sum(CASE WHEN ${condition(column)} THEN 1 ELSE 0 END) AS n${index}`);
    const row = await askOne(relation, `SELECT ${counts.join(', ')} FROM ${relation.name}`, signal);
    some.forEach((column, index) => {
      const count = numberIn(row[`n${index}`]);
      if (count > 0) found.set(column, count);
    });
  }
  return found;
}
