import type { RowMark, WindowCells, WindowResult } from '../../src/protocol/engineMethods.ts';
import type { HeadRows } from '../../src/protocol/methods.ts';

/** Rows of one page. */
export const pageSize = 100;

/** Rows that follow one another in a view. Never changed: what is learnt later makes a new page, so that identity tells what is new. */
export interface Page {
  /** Position of its first row in the view. */
  readonly start: number;
  /** Row number of each row. */
  readonly rows: readonly number[];
  readonly cells: ReadonlyMap<string, WindowCells>;
  /** By row number; only rows that have something to mark. */
  readonly marks: ReadonlyMap<number, RowMark>;
  /** The state of the document that it was read in. */
  readonly epoch: number;
}

/** The head of the file as a page of the whole view. */
export function pageOfHead(head: HeadRows): Page {
  const count = head.cells[0]?.text.length ?? 0;
  return {
    start: 0,
    rows: Array.from({ length: count }, (_, index) => index + 1),
    cells: new Map(head.columns.map((column, index) => [column.name, head.cells[index] ?? { text: [] }])),
    marks: new Map(),
    epoch: -1,
  };
}

/** Divides a reply into pages. Its offset is the start of a page. */
export function pagesOf(result: WindowResult, columns: readonly string[], epoch: number): Page[] {
  const marks = new Map(result.marks.map((mark) => [mark.row, mark]));
  const pages: Page[] = [];
  for (let from = 0; from < result.rows.length; from += pageSize) {
    const to = Math.min(result.rows.length, from + pageSize);
    const cells = columns.map((column, index): [string, WindowCells] => [column, slice(result.cells[index], from, to)]);
    pages.push({ start: result.offset + from, rows: result.rows.slice(from, to), cells: new Map(cells), marks, epoch });
  }
  return pages;
}

/** Columns that were read before, kept beside those just read, as long as they are of the same rows and the same state. */
export function joinPages(old: Page | undefined, fresh: Page): Page {
  if (!old || old.epoch !== fresh.epoch || old.rows.length !== fresh.rows.length) return fresh;
  return { ...fresh, cells: new Map([...old.cells, ...fresh.cells]) };
}

export function hasColumns(page: Page, columns: readonly string[]): boolean {
  return columns.every((column) => page.cells.has(column));
}

export function cellCount(page: Page): number {
  return page.rows.length * page.cells.size;
}

function slice(cells: WindowCells | undefined, from: number, to: number): WindowCells {
  if (!cells) return { text: [] };
  const text = cells.text.slice(from, to);
  return cells.codes ? { text, codes: cells.codes.subarray(from, to) } : { text };
}
