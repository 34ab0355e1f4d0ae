import type { Relation, SqlRow, SqlValue } from '../../engine/engine.ts';
import { ascendingRows } from './rowList.ts';

/** Row numbers for which a condition holds, ascending. */
export async function rowsWhere(relation: Relation, condition: string, signal: AbortSignal): Promise<Int32Array> {
  // The engine keeps the order of its table, which is that of the file nearly always: sorting here is a look.
  return ascendingRows(await relation.integers(`SELECT CAST(_row AS INTEGER) FROM ${relation.name} WHERE ${condition}`, signal));
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
export async function columnsWhere(relation: Relation, columns: readonly string[], condition: (column: string) => string, signal: AbortSignal): Promise<string[]> {
  const found: string[] = [];
  for (let first = 0; first < columns.length; first += countedColumns) {
    const some = columns.slice(first, first + countedColumns);
    const counts = some.map((column, index) => `sum(CASE WHEN ${condition(column)} THEN 1 ELSE 0 END) AS n${index}`);
    const row = await askOne(relation, `SELECT ${counts.join(', ')} FROM ${relation.name}`, signal);
    found.push(...some.filter((_, index) => numberIn(row[`n${index}`]) > 0));
  }
  return found;
}
