import { cellCodes } from '../formats/format.ts';
import type { SqlValue } from './engine.ts';
import { requireColumn, type CellTable } from './openTable.ts';
import { quoteIdentifier } from './quote.ts';
import { dataTable, textOf, type StoredColumn } from './sql.ts';

/** Cells of some rows, column by column, in the order of the rows asked for. */
export interface ReadCells {
  readonly text: readonly (readonly string[])[];
  readonly codes: readonly Uint8Array[];
}

/** The start of a cell's text: for bytes only as many as are shown, however many there are. */
export function startOf(column: StoredColumn, characters: number): string {
  if (column.storage !== 'BLOB') return `left(${textOf(column)}, ${characters})`;
  return `('0x' || lower(hex(${quoteIdentifier(column.internal)}[1:${Math.ceil(characters / 2)}])))`;
}

/**
 * A condition on `_row`; neighbours are asked for as a range, which reads one block. `hasPlace`: there is a column
 * `_place`, one less, to find it by.
 */
export function rowsCondition(rows: ArrayLike<number>, hasPlace = false): string {
  const numbers = Array.from(rows, (row) => Math.trunc(row));
  if (numbers.length === 0) return 'false';
  let least = numbers[0]!;
  let most = least;
  for (const row of numbers) {
    if (row < least) least = row;
    if (row > most) most = row;
  }
  const range = hasPlace ? `_place BETWEEN ${least - 1} AND ${most - 1}` : `_row BETWEEN ${least} AND ${most}`;
  return most - least < numbers.length ? range : `${range} AND _row IN (${numbers.join(', ')})`;
}

/**
 * Reads cells of up to a few thousand rows. An unreadable record shows the start of its own text in the first column.
 * @param characters where texts are cut; a cut text is one character longer, so that it can be told.
 */
export async function readCells(table: CellTable, rows: Int32Array, columns: readonly string[], characters: number, signal?: AbortSignal): Promise<ReadCells> {
  const stored = columns.map((name) => requireColumn(table, name));
  const indexed = await table.byIndex?.(rows, columns, characters);
  if (indexed) return indexed;
  const places = new Map(Array.from(rows, (row, index) => [row, index]));
  const text = stored.map(() => new Array<string>(rows.length).fill(''));
  const codes = stored.map(() => new Uint8Array(rows.length).fill(cellCodes.unreadable));
  rows.forEach((row, index) => {
    if (text[0]) text[0][index] = (table.unreadable.get(row)?.text ?? '').slice(0, characters + 1);
  });
  const readable = rows.filter((row) => !table.unreadable.get(row));
  if (readable.length === 0 || stored.length === 0) return { text, codes };

  const selected = ['_row', table.hasAbsent ? '_absent' : 'NULL', ...stored.map((column) => startOf(column, characters + 1))];
  const values = await table.database.columns(
    `SELECT ${selected.join(', ')} FROM ${quoteIdentifier(dataTable)} WHERE ${rowsCondition(readable, table.hasPlace)}`,
    [],
    signal,
  );
  const [numbers = [], absent = [], ...cells] = values;
  const where = numbers.map((row) => places.get(Number(row)) ?? -1);
  cells.forEach((column, index) => {
    const texts = text[index]!;
    const coded = codes[index]!;
    column.forEach((value, at) => {
      const place = where[at]!;
      if (place < 0) return;
      texts[place] = typeof value === 'string' ? value : '';
      coded[place] = typeof value === 'string' ? cellCodes.value : cellCodes.null;
    });
  });
  absent.forEach((list, at) => markAbsent(list, where[at]!, stored, codes));
  return { text, codes };
}

function markAbsent(list: SqlValue, place: number, stored: readonly StoredColumn[], codes: readonly Uint8Array[]): void {
  if (typeof list !== 'string' || list === '' || place < 0) return;
  const indexes = new Set(list.split(','));
  stored.forEach(({ internal }, index) => {
    if (indexes.has(internal.slice(1))) codes[index]![place] = cellCodes.absent;
  });
}
