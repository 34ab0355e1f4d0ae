import type { TableColumn } from './tableFeatures.ts';
import { lowerBound } from './lowerBound.ts';

/** Columns of numbers and categories, all of the same rows. */
export type ComparedColumn = Exclude<TableColumn, { kind: 'text' }>;

/** Where rows stand in each column: numbers between 0 and 1 by their ranks, categories by their codes. */
export interface AlikeCells {
  readonly rows: number;
  readonly columns: readonly PlacedColumn[];
}

type PlacedColumn =
  | { readonly kind: 'number'; readonly places: Float32Array; readonly sorted: Float64Array }
  | { readonly kind: 'category'; readonly places: Int32Array };

/**
 * Readies rows for being compared cell by cell: by Gower's coefficient (Biometrics 27, 1971) with numbers by their ranks,
 * so that one that is far from all others does not make these alike.
 */
export function indexCells(columns: readonly ComparedColumn[], rows: number): AlikeCells {
  return {
    rows,
    columns: columns.map((column): PlacedColumn => {
      if (column.kind === 'category') return { kind: 'category', places: column.codes };
      const sorted = column.values.filter((value) => !Number.isNaN(value)).sort();
      return { kind: 'number', sorted, places: Float32Array.from(column.values, (value) => rankOf(value, sorted)) };
    }),
  };
}

/** Where a row stands that is given by its cells, one to a column: it need not be among those of the index. */
export function placeCells({ columns }: AlikeCells, cells: readonly ComparedColumn[]): number[] {
  return columns.map((column, at) => {
    const cell = cells[at]!;
    if (cell.kind === 'category') return cell.codes[0]!;
    return column.kind === 'number' ? rankOf(cell.values[0]!, column.sorted) : NaN;
  });
}

/**
 * The rows most like one, most alike first; of equally alike ones the lowest.
 * @param own where it stands in each column.
 * @param except the row itself; −1 where it is not among the rows.
 * @returns similarities between 0 and 1: the mean over columns of 1 − the share of rows between two numbers, of 1 for the
 * same category or none in either, and of 0 for others.
 */
export function mostAlike({ columns, rows }: AlikeCells, own: readonly number[], limit: number, except: number): { row: number; similarity: number }[] {
  const sums = new Float64Array(rows);
  for (const [at, column] of columns.entries()) {
    const place = own[at]!;
    const { places, kind } = column;
    for (let row = 0; row < rows; row++) sums[row]! += kind === 'number' ? nearness(place, places[row]!) : Number(place === places[row]);
  }
  const best: { row: number; similarity: number }[] = [];
  for (let row = 0; row < rows; row++) {
    const similarity = sums[row]! / columns.length;
    if (row === except || (best.length === limit && similarity <= best[limit - 1]!.similarity)) continue;
    const at = best.findIndex((other) => other.similarity < similarity);
    best.splice(at < 0 ? best.length : at, 0, { row, similarity });
    if (best.length > limit) best.pop();
  }
  return best;
}

function nearness(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b) ? 1 : 0;
  return 1 - Math.abs(a - b);
}

/** Share of the numbers that are smaller, and half of those that are the same; NaN where there is none. */
function rankOf(value: number, sorted: Float64Array): number {
  if (Number.isNaN(value)) return NaN;
  const below = lowerBound(sorted, value);
  let [low, high] = [below, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return sorted.length === 0 ? NaN : Math.fround((below + low) / 2 / sorted.length);
}
