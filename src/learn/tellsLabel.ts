import type { TableColumn } from './tableFeatures.ts';

/** How far one column alone tells the labels. */
export interface Telling {
  /** Share of labelled rows whose label is the one that most rows with the same value have. */
  readonly share: number;
  /** The part of what guessing the commonest label gets wrong that the column gets right: 0 tells nothing, 1 all. */
  readonly gain: number;
  /** Each label has a value of its own, in every row: the column is the label in other words. */
  readonly isCopy: boolean;
}

/** With fewer rows a value, a value tells its own rows. */
const leastRowsPerValue = 5;
const mostValues = 2000;

/**
 * Holds a column of few values against labels; null where it has too many values for that, or one.
 * @param labels the class of each row, −1 where it is missing
 */
export function tellLabels(column: Exclude<TableColumn, { kind: 'text' }>, labels: Int32Array, classCount: number): Telling | null {
  const codes = column.kind === 'category' ? column.codes : codesOf(column.values);
  if (!codes) return null;
  const counts = new Map<number, Uint32Array>();
  const sizes = new Uint32Array(classCount);
  let rows = 0;
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    if (label < 0) continue;
    rows++;
    sizes[label]!++;
    const own = counts.get(codes[row]!) ?? new Uint32Array(classCount);
    if (own[label]!++ === 0) counts.set(codes[row]!, own);
  }
  if (counts.size < 2 || rows < leastRowsPerValue * counts.size) return null;
  let right = 0;
  let cells = 0;
  for (const own of counts.values()) {
    right += own.reduce((most, count) => Math.max(most, count), 0);
    cells += own.reduce((some, count) => some + (count > 0 ? 1 : 0), 0);
  }
  const commonest = sizes.reduce((most, count) => Math.max(most, count), 0);
  const present = sizes.reduce((some, count) => some + (count > 0 ? 1 : 0), 0);
  return { share: right / rows, gain: commonest === rows ? 0 : (right - commonest) / (rows - commonest), isCopy: cells === counts.size && cells === present };
}

function codesOf(values: Float64Array): Int32Array | null {
  const places = new Map<number, number>();
  const codes = new Int32Array(values.length);
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    const known = places.get(value);
    codes[row] = known ?? places.size;
    if (known === undefined) places.set(value, places.size);
    if (places.size > mostValues) return null;
  }
  return codes;
}
