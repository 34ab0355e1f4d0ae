import type { AnnotationRows } from './annotationRows.ts';
import { LeastRecent } from './leastRecent.ts';
import type { OpenTable } from './openTable.ts';
import { quoteIdentifier } from './quote.ts';
import { dataTable } from './sql.ts';
import { containsIn } from './viewSql.ts';
import { rowMask } from './rowMask.ts';
import type { ResolvedView } from './views.ts';

export interface Found {
  readonly position: number;
  readonly row: number;
  readonly column: string;
}

/** Finds text across cells, in the order of a view. The rows that match are kept, so that “next” is at once. */
export class TextFinder {
  readonly #table: OpenTable;
  readonly #annotations: AnnotationRows;
  readonly #matches = new LeastRecent<Uint8Array>(2);

  constructor(table: OpenTable, annotations: AnnotationRows) {
    this.#table = table;
    this.#annotations = annotations;
  }

  /**
   * The next position after (or before) `position` with the text in any of the columns (those of the file first), in any
   * case; null where there is none.
   * An unreadable record is found by its own text, which shows in the first column.
   */
  async find(view: ResolvedView, text: string, position: number, backwards: boolean, columns: readonly string[], signal?: AbortSignal): Promise<Found | null> {
    if (text === '' || columns.length === 0) return null;
    const inFile = columns.filter((column) => !this.#annotations.has(column));
    const matches = await this.#matching(text, inFile, signal);
    const beside = new Set(this.#annotations.containing(text, columns));
    const step = backwards ? -1 : 1;
    const rows = view.rows(0, view.total);
    for (let at = backwards ? Math.min(position, rows.length) - 1 : position + 1; at >= 0 && at < rows.length; at += step) {
      const row = rows[at]!;
      if (matches[row] === 1) return { position: at, row, column: await this.#columnOf(row, text, inFile, signal) };
      if (beside.has(row)) return { position: at, row, column: this.#annotations.columnWith(row, text, columns)! };
    }
    return null;
  }

  async #matching(text: string, columns: readonly string[], signal?: AbortSignal): Promise<Uint8Array> {
    const key = JSON.stringify([text, columns]);
    const known = this.#matches.get(key);
    if (known) return known;
    const rows = await this.#table.database.integers(
      `SELECT CAST(_row AS INTEGER) FROM ${quoteIdentifier(dataTable)} WHERE ${containsIn(this.#table, columns, text)}`,
      [],
      signal,
    );
    const matches = rowMask(rows, this.#table.records);
    const wanted = text.toLowerCase();
    for (const row of this.#table.unreadable.rows) {
      if (this.#table.unreadable.get(row)?.text.toLowerCase().includes(wanted)) matches[row] = 1;
    }
    this.#matches.set(key, matches);
    return matches;
  }

  async #columnOf(row: number, text: string, columns: readonly string[], signal?: AbortSignal): Promise<string> {
    if (this.#table.unreadable.get(row)) return columns[0]!;
    const tests = columns.map((column) => containsIn(this.#table, [column], text));
    const values = await this.#table.database.columns(`SELECT ${tests.join(', ')} FROM ${quoteIdentifier(dataTable)} WHERE _row = ?`, [row], signal);
    return columns.find((_, index) => values[index]?.[0] === true) ?? columns[0]!;
  }
}
