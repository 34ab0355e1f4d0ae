import { rowsCondition } from '../cells.ts';
import type { OpenTable } from '../openTable.ts';
import { textOfColumns } from '../../checks/parts/textOfColumns.ts';

/** The texts of some rows in some columns, those of several in one, by row. Longer ones are cut. */
export async function readTextsOf(
  table: OpenTable,
  columns: readonly string[],
  rows: readonly number[],
  signal: AbortSignal,
  characters = 20_000,
): Promise<Map<number, string>> {
  if (rows.length === 0) return new Map();
  const { dialect, name, query } = table.relation;
  const text = textOfColumns(dialect, columns);
  const found = await query(
    `SELECT _row AS row, left(${text}, ${characters}) AS text FROM ${name} WHERE ${rowsCondition(rows, table.hasPlace)}`,
    [],
    signal,
  );
  return new Map(found.map(({ row, text: cell }) => [Number(row), typeof cell === 'string' ? cell : '']));
}
