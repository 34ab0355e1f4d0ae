import { SparseRows, countColumns, type SparseMatrix } from './sparseMatrix.ts';
import { inverseDocumentFrequency, tfIdf } from './tfIdf.ts';

/** A column to learn from. Missing: NaN, or code −1. */
export type TableColumn =
  | { readonly kind: 'number'; readonly values: Float64Array }
  | { readonly kind: 'category'; readonly codes: Int32Array; readonly categoryCount: number }
  | { readonly kind: 'text'; readonly counts: SparseMatrix };

/** The same columns as numbers, for linear models (sparse) and for trees (columns of all rows; text is not in them). */
export interface TableFeatures {
  readonly sparse: SparseMatrix;
  readonly dense: readonly Float32Array[];
  /** The place among the columns that each feature was made of; texts, which are not in `dense`, come last. */
  readonly columnOf: Int32Array;
}

/** A category is told apart from this many rows on. */
const leastCategoryRows = 10;

/**
 * Numbers standardised, the mean where one is missing and a column that says so; a column of 0 and 1 for each
 * category of at least 10 rows; texts as TF–IDF of the terms that two rows have. Means, deviations and rarities
 * are of all rows: they depend on no label, so that predictions stay out of sample where labels are concerned.
 */
export function buildTableFeatures(columns: readonly TableColumn[], rowCount: number): TableFeatures {
  const made = columns.map((column) => (column.kind === 'number' ? standardise(column.values) : column.kind === 'category' ? oneHot(column) : []));
  const dense = made.flat();
  const texts = columns.flatMap((column, place) => (column.kind === 'text' ? [{ ...weighText(column.counts), place }] : []));
  const columnOf = made.flatMap((features, place) => features.map(() => place));
  for (const { kept, place } of texts) for (let feature = 0; feature < kept; feature++) columnOf.push(place);
  const rows = new SparseRows();
  for (let row = 0; row < rowCount; row++) {
    dense.forEach((values, column) => { if (values[row] !== 0) rows.add(column, values[row]!); });
    let first = dense.length;
    for (const { matrix, columnOf: places, kept } of texts) {
      for (let at = matrix.offsets[row]!; at < matrix.offsets[row + 1]!; at++) {
        const column = places[matrix.columns[at]!]!;
        if (column >= 0) rows.add(first + column, matrix.values[at]!);
      }
      first += kept;
    }
    rows.endRow();
  }
  return { sparse: rows.finish(columnOf.length), dense, columnOf: Int32Array.from(columnOf) };
}

function standardise(values: Float64Array): Float32Array[] {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    const gap = value - mean;
    mean += gap / ++count;
    squares += gap * (value - mean);
  }
  const deviation = Math.sqrt(squares / count);
  if (!(deviation > 0) || !Number.isFinite(deviation)) return count === values.length ? [] : [missingFlags(values)];
  const scaled = Float32Array.from(values, (value) => (Number.isFinite(value) ? (value - mean) / deviation : 0));
  return count === values.length ? [scaled] : [scaled, missingFlags(values)];
}

function missingFlags(values: Float64Array): Float32Array {
  return Float32Array.from(values, (value) => (Number.isFinite(value) ? 0 : 1));
}

function oneHot({ codes, categoryCount }: { readonly codes: Int32Array; readonly categoryCount: number }): Float32Array[] {
  const sizes = new Uint32Array(categoryCount + 1);
  for (const code of codes) sizes[code + 1]!++;
  const flags: Float32Array[] = [];
  const flagsOf = Array.from(sizes, (size) => {
    const isTold = size >= leastCategoryRows && size < codes.length;
    return isTold ? flags[flags.push(new Float32Array(codes.length)) - 1] : undefined;
  });
  for (let row = 0; row < codes.length; row++) {
    const own = flagsOf[codes[row]! + 1];
    if (own) own[row] = 1;
  }
  return flags;
}

function weighText(counts: SparseMatrix): { matrix: SparseMatrix; columnOf: Int32Array; kept: number } {
  const columnOf = new Int32Array(counts.columnCount).fill(-1);
  let kept = 0;
  countColumns(counts).forEach((frequency, column) => { if (frequency >= 2) columnOf[column] = kept++; });
  return { matrix: tfIdf(counts, inverseDocumentFrequency(counts)), columnOf, kept };
}
