import { rowMask } from './rowMask.ts';
import type { Filter, Sort, View } from '../core/filter.ts';
import { withPopulations } from '../core/stratifiedSample.ts';
import type { AnnotationRows } from './annotationRows.ts';
import { rowsCondition } from './cells.ts';
import { LeastRecent } from './leastRecent.ts';
import type { OpenTable } from './openTable.ts';
import { quoteIdentifier } from './quote.ts';
import { dataTable } from './sql.ts';
import { isCellFilter, orderOf, whereOf, type CellFilter } from './viewSql.ts';

/** Rows by what checks and people said of them. Rows are ascending. */
export interface MarkedRows {
  /** Grows whenever the rows may have changed. */
  readonly revision: number;
  /** What people filled in beside the file. */
  readonly annotations: AnnotationRows;
  /** The rows of a filter that is not by cells of the file. */
  rowsOf(filter: Filter, signal?: AbortSignal): Int32Array | Promise<Int32Array>;
}

/** Filters by the cells of the file, and those by what checks found and people decided or filled in. */
interface DividedFilters {
  readonly cells: readonly CellFilter[];
  /** Whether what people filled in beside the file counts for one of these, too. */
  readonly besides: boolean;
  readonly marked: readonly Filter[];
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
    const { annotations, revision } = this.#marked;
    const divided = divideFilters(withPopulations(view.filters), annotations);
    const byPeople = view.sort !== undefined && annotations.has(view.sort.column);
    const key = JSON.stringify([view.filters, view.sort ?? null, divided.marked.length > 0 || divided.besides || byPeople ? revision : 0]);
    const known = this.#resolved.get(key);
    if (known) return known;
    const inOrder = await this.#rowsOf(divided, byPeople ? undefined : view.sort, signal);
    const resolved = listed(byPeople ? annotations.sorted(inOrder, view.sort) : view.sort ? inOrder : inOrderOfList(inOrder, view.filters));
    this.#resolved.set(key, resolved);
    return resolved;
  }

  async #rowsOf({ cells, besides, marked }: DividedFilters, sort: Sort | undefined, signal?: AbortSignal): Promise<Int32Array> {
    const sets = await Promise.all(marked.map((filter) => this.#marked.rowsOf(filter, signal)));
    if (cells.length === 0 && !sort) return sets.length === 0 ? wholeFile(this.#table.records).rows(0, this.#table.records) : sets.reduce(common);
    const readable = await this.#readableRows(cells, sort, besides, signal);
    const passing = sets.length > 0 ? keep(readable, rowMask(sets.reduce(common), this.#table.records)) : readable;
    // No cell of an unreadable record can pass a filter; a sort puts it last.
    if (cells.length > 0) return passing;
    const unreadable = sets.reduce(common, this.#table.unreadable.rows);
    return concatenate(passing, unreadable);
  }

  async #readableRows(filters: readonly CellFilter[], sort: Sort | undefined, besides: boolean, signal?: AbortSignal): Promise<Int32Array> {
    const { annotations, revision } = this.#marked;
    const key = JSON.stringify([filters, sort ?? null, besides ? revision : 0]);
    const known = this.#readable.get(key);
    if (known) return known;
    const order = sort ? orderOf(this.#table, sort) : '_row';
    const where = whereOf(this.#table, filters, (text) => annotations.containing(text, annotations.names));
    const sql = `SELECT CAST(_row AS INTEGER) FROM ${quoteIdentifier(dataTable)} WHERE ${where} ORDER BY ${order}`;
    const rows = await this.#table.database.integers(sql, [], signal);
    this.#readable.set(key, rows);
    return rows;
  }
}

/** Filters by columns that are not in the file are not by its cells. */
function divideFilters(filters: readonly Filter[], annotations: AnnotationRows): DividedFilters {
  const ofFile = (filter: CellFilter): boolean => filter.column === undefined || !annotations.has(filter.column);
  const cells = filters.filter(isCellFilter).filter(ofFile);
  const marked = filters.filter((filter) => !isCellFilter(filter) || !ofFile(filter));
  return { cells, marked, besides: annotations.names.length > 0 && cells.some(({ column }) => column === undefined) };
}

/** The rows that pass, as a boolean expression for SQL over `data`. */
export async function whereMarked(table: OpenTable, marked: MarkedRows, filters: readonly Filter[], signal?: AbortSignal): Promise<string> {
  const { annotations } = marked;
  const divided = divideFilters(withPopulations(filters), annotations);
  const sets = await Promise.all(divided.marked.map((filter) => marked.rowsOf(filter, signal)));
  return [whereOf(table, divided.cells, (text) => annotations.containing(text, annotations.names)), ...sets.map((rows) => rowsCondition(rows))].join(' AND ');
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

/** Rows of a list stand as they are listed, where nothing else sorts them. */
function inOrderOfList(rows: Int32Array, filters: readonly Filter[]): Int32Array {
  const list = filters.find((filter) => filter.kind === 'listed');
  if (!list) return rows;
  const places = new Map(list.rows.map((row, place) => [row, place]));
  return Int32Array.from([...rows].sort((a, b) => places.get(a)! - places.get(b)!));
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
