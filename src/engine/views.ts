import type { View } from '../core/filter.ts';
import { LeastRecent } from './leastRecent.ts';
import type { OpenTable } from './openTable.ts';
import { quoteIdentifier } from './quote.ts';
import { dataTable } from './sql.ts';
import { isCellFilter, orderOf, whereOf, type CellFilter, type SetFilter } from './viewSql.ts';

/** Rows by what checks, people and models said of them. Rows are ascending. */
export interface MarkedRows {
  /** Grows whenever the rows may have changed. */
  readonly revision: number;
  rowsOf(filter: SetFilter, signal?: AbortSignal): Int32Array | Promise<Int32Array>;
}

/** A view with its rows known. */
export interface ResolvedView {
  readonly total: number;
  /** Row numbers from a 0-based position on; fewer at the end. */
  rows(offset: number, limit: number): Int32Array;
  /** 0-based position of a row, or null. */
  position(row: number): number | null;
}

/** Kept permutations: a sort or a filter that is taken back and forth is not computed again. */
const keptViews = 6;

/** Resolves views to row numbers. The whole file in its own order needs none. */
export class Views {
  readonly #table: OpenTable;
  readonly #marked: MarkedRows;
  /** Readable rows by cell filters and sort. */
  readonly #readable = new LeastRecent<Int32Array>(keptViews);
  readonly #resolved = new LeastRecent<ResolvedView>(keptViews);

  constructor(table: OpenTable, marked: MarkedRows) {
    this.#table = table;
    this.#marked = marked;
  }

  /** Throws on a column that does not exist; rejects with an AbortError. */
  async resolve(view: View, signal?: AbortSignal): Promise<ResolvedView> {
    if (view.filters.length === 0 && !view.sort) return wholeFile(this.#table.records);
    const depends = view.filters.some((filter) => !isCellFilter(filter));
    const key = JSON.stringify([view.filters, view.sort ?? null, depends ? this.#marked.revision : 0]);
    const known = this.#resolved.get(key);
    if (known) return known;
    const resolved = listed(await this.#rowsOf(view, signal));
    this.#resolved.set(key, resolved);
    return resolved;
  }

  async #rowsOf(view: View, signal?: AbortSignal): Promise<Int32Array> {
    const cells = view.filters.filter(isCellFilter);
    const sets = await Promise.all(view.filters.filter((filter) => !isCellFilter(filter)).map((filter) => this.#marked.rowsOf(filter, signal)));
    if (cells.length === 0 && !view.sort) return sets.reduce(common);
    const readable = await this.#readableRows(cells, view, signal);
    const passing = sets.length > 0 ? keep(readable, bitmap(sets.reduce(common), this.#table.records)) : readable;
    // No cell of an unreadable record can pass a filter; a sort puts it last.
    if (cells.length > 0) return passing;
    const unreadable = sets.reduce(common, this.#table.unreadable.rows);
    return concatenate(passing, unreadable);
  }

  async #readableRows(filters: readonly CellFilter[], { sort }: View, signal?: AbortSignal): Promise<Int32Array> {
    const key = JSON.stringify([filters, sort ?? null]);
    const known = this.#readable.get(key);
    if (known) return known;
    const order = sort ? orderOf(this.#table, sort) : '_row';
    const sql = `SELECT CAST(_row AS INTEGER) FROM ${quoteIdentifier(dataTable)} WHERE ${whereOf(this.#table, filters)} ORDER BY ${order}`;
    const rows = await this.#table.database.integers(sql, [], signal);
    this.#readable.set(key, rows);
    return rows;
  }
}

/** All records in file order. */
export function wholeFile(records: number): ResolvedView {
  return {
    total: records,
    rows(offset, limit) {
      const rows = new Int32Array(Math.max(0, Math.min(limit, records - offset)));
      for (let index = 0; index < rows.length; index++) rows[index] = offset + index + 1;
      return rows;
    },
    position: (row) => (row >= 1 && row <= records ? row - 1 : null),
  };
}

function listed(rows: Int32Array): ResolvedView {
  return {
    total: rows.length,
    rows: (offset, limit) => rows.subarray(offset, offset + limit),
    position(row) {
      const position = rows.indexOf(row);
      return position < 0 ? null : position;
    },
  };
}

/** One byte a record: whether its row is among these. */
export function bitmap(rows: Int32Array, records: number): Uint8Array {
  const bits = new Uint8Array(records + 1);
  for (const row of rows) bits[row] = 1;
  return bits;
}

function keep(rows: Int32Array, wanted: Uint8Array): Int32Array {
  return rows.filter((row) => wanted[row] === 1);
}

/** Rows in both of two ascending lists. */
function common(a: Int32Array, b: Int32Array): Int32Array {
  const both = new Int32Array(Math.min(a.length, b.length));
  let length = 0;
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const difference = a[i]! - b[j]!;
    if (difference === 0) both[length++] = a[i]!;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  return both.slice(0, length);
}

function concatenate(a: Int32Array, b: Int32Array): Int32Array {
  if (b.length === 0) return a;
  const all = new Int32Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
