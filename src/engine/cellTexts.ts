import { rowsCondition } from './cells.ts';
import { requireColumn, type OpenTable } from './openTable.ts';
import { quoteIdentifier } from './quote.ts';
import { dataTable, textOf } from './sql.ts';

/** Whole texts of single cells, kept: the file does not change while it is open. */
export class CellTexts {
  readonly #table: OpenTable;
  readonly #columns = new Map<string, Map<number, string | null>>();

  constructor(table: OpenTable) {
    this.#table = table;
  }

  /** Reads what is not known yet. Rows that are unreadable, and columns that do not exist, have no text. */
  async load(column: string, rows: Iterable<number>, signal?: AbortSignal): Promise<void> {
    if (!this.#table.columns.some(({ name }) => name === column)) return;
    const known = this.#columns.get(column) ?? new Map<number, string | null>();
    this.#columns.set(column, known);
    const wanted = [...new Set(rows)].filter((row) => !known.has(row));
    if (wanted.length === 0) return;
    const text = textOf(requireColumn(this.#table, column));
    const [numbers = [], texts = []] = await this.#table.database.columns(
      `SELECT _row, ${text} FROM ${quoteIdentifier(dataTable)} WHERE ${rowsCondition(wanted, this.#table.hasPlace)}`,
      [],
      signal,
    );
    numbers.forEach((row, index) => {
      const value = texts[index];
      known.set(Number(row), typeof value === 'string' ? value : null);
    });
  }

  /** null: a null or absent cell; undefined: not loaded, or not in the file. */
  get(row: number, column: string): string | null | undefined {
    return this.#columns.get(column)?.get(row);
  }
}
