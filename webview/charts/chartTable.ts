import { csvLine } from '../../src/core/spreadsheetText.ts';
import { formatCount, formatShare } from '../ui/numbers.ts';

/** A figure as it is written on the page, and as programs read it: a share is 0–1. */
export interface Amount {
  /** null: there is none. */
  readonly amount: number | null;
  readonly words: string;
}

export type ChartCell = string | Amount;

/** The figures of a chart, written out. The first column names the lines. */
export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly ChartCell[])[];
}

export function countCell(count: number): Amount {
  return { amount: count, words: formatCount(count) };
}

export function shareCell(share: number | null): Amount {
  return { amount: share, words: share === null ? '—' : formatShare(share) };
}

export function cellWords(cell: ChartCell): string {
  return typeof cell === 'string' ? cell : cell.words;
}

/** CSV (RFC 4180) with a header, for programs: figures are plain numbers, with all their places; no figure is an empty cell. */
export function chartCsv({ columns, rows }: ChartTable): string {
  const raw = (cell: ChartCell): string => (typeof cell === 'string' ? cell : cell.amount === null || !Number.isFinite(cell.amount) ? '' : String(cell.amount));
  return [columns, ...rows.map((cells) => cells.map(raw))].map(csvLine).join('');
}
