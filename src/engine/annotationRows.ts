import type { AnnotationCell } from '../core/annotations.ts';
import type { Filter, Sort } from '../core/filter.ts';
import type { ValueCount } from '../core/profile.ts';
import { annotationWords, parseLabels, type AnnotationColumn, type AnnotationKind } from '../core/taxonomy.ts';
import type { CellFilter } from './viewSql.ts';

/** The values of one annotation column, by row. */
export type AnnotationCells = ReadonlyMap<number, AnnotationCell>;

type RangeFilter = Extract<Filter, { kind: 'range' }>;

/**
 * What the columns that people fill in say of rows: they are in no table, and are filtered, sorted and searched here.
 * All of it is over the cells that somebody has filled in, however many rows the file has.
 */
export class AnnotationRows {
  readonly #columns: () => readonly AnnotationColumn[];
  readonly #cells: (column: string) => AnnotationCells;
  readonly #records: number;

  /** @param columns those that are not in the file. */
  constructor(columns: () => readonly AnnotationColumn[], cells: (column: string) => AnnotationCells, records: number) {
    this.#columns = columns;
    this.#cells = cells;
    this.#records = records;
  }

  get names(): readonly string[] {
    return this.#columns().map(({ name }) => name);
  }

  has(column: string): boolean {
    return this.#columns().some(({ name }) => name === column);
  }

  /** The rows that pass a filter by an annotation column, ascending; without a column: those in which any contains the text. */
  rowsOf(filter: CellFilter): Int32Array {
    switch (filter.kind) {
      case 'missing':
        return this.#without(this.#cells(filter.column).keys());
      case 'contains':
        return this.containing(filter.text, filter.column === undefined ? this.names : [filter.column]);
      case 'range':
        return this.#where(filter.column, (value, kind) => isWithin(filter, measureOf(value, kind)));
      case 'values': {
        const wanted = new Set(filter.values);
        const filled = this.#where(filter.column, (value, kind) => partsOf(value, kind).some((part) => wanted.has(part)));
        const passing = wanted.has(null) ? merged(filled, this.#without(this.#cells(filter.column).keys())) : filled;
        return filter.exclude ? this.#without(passing) : passing;
      }
      // What is filled in is of its column's kind, and no kind is a time.
      case 'mistyped':
      case 'weekday':
        return new Int32Array();
    }
  }

  /** Rows with the text, in any case, in one of these columns; ascending. Names of other columns are passed over. */
  containing(text: string, columns: readonly string[]): Int32Array {
    const wanted = text.toLowerCase();
    return columns.filter((column) => this.has(column))
      .map((column) => this.#where(column, (value, kind) => annotationWords(kind, value).toLowerCase().includes(wanted)))
      .reduce(merged, new Int32Array());
  }

  /** The first of the columns that has the text in a row. */
  columnWith(row: number, text: string, columns: readonly string[]): string | undefined {
    return columns.find((column) => this.has(column) && this.containing(text, [column]).includes(row));
  }

  /**
   * The same rows, those that are filled in first and by their newest value: numbers by number, texts without minding
   * case. Ties, and the rows that are not filled in, stay as they came.
   */
  sorted(rows: Int32Array, { column, descending }: Sort): Int32Array {
    const kind = this.#kindOf(column);
    const keys = new Map([...this.#cells(column)].flatMap(([row, { values: [newest] }]) => (newest === undefined ? [] : [[row, orderKey(newest, kind)]])));
    const sign = descending ? -1 : 1;
    const hasKey = new Uint8Array(this.#records + 1);
    for (const row of keys.keys()) hasKey[row] = 1;
    const filled = rows.filter((row) => hasKey[row] === 1).sort((a, b) => sign * compareKeys(keys.get(a)!, keys.get(b)!));
    const sorted = new Int32Array(rows.length);
    sorted.set(filled);
    let at = filled.length;
    for (const row of rows) if (hasKey[row] === 0) sorted[at++] = row;
    return sorted;
  }

  /** Values and in how many rows they stand, most frequent first; of several labels, each. Last how many rows have none. */
  values(column: string, search: string | undefined, limit: number): { values: ValueCount[]; distinct: number } {
    const kind = this.#kindOf(column);
    const counts = new Map<string | null, number>();
    for (const { values } of this.#cells(column).values()) {
      for (const part of new Set(values.flatMap((value) => partsOf(value, kind)))) counts.set(part, (counts.get(part) ?? 0) + 1);
    }
    const ranked = [...counts].sort(([a, n], [b, m]) => m - n || (a! < b! ? -1 : 1));
    const empty = this.#records - this.#cells(column).size;
    if (empty > 0) ranked.push([null, empty]);
    const wanted = search?.toLowerCase() ?? '';
    const found = wanted === '' ? ranked : ranked.filter(([value]) => value?.toLowerCase().includes(wanted));
    return { values: found.slice(0, Math.max(0, limit)).map(([value, count]) => ({ value, count })), distinct: found.length };
  }

  #kindOf(column: string): AnnotationKind {
    return this.#columns().find(({ name }) => name === column)?.kind ?? 'text';
  }

  #where(column: string, holds: (value: string, kind: AnnotationKind) => boolean): Int32Array {
    const kind = this.#kindOf(column);
    return Int32Array.from([...this.#cells(column)].filter(([, { values }]) => values.some((value) => holds(value, kind))).map(([row]) => row)).sort();
  }

  /** All rows but these. */
  #without(rows: Iterable<number>): Int32Array {
    const taken = new Uint8Array(this.#records + 1);
    let left = this.#records;
    for (const row of rows) {
      left -= 1 - taken[row]!;
      taken[row] = 1;
    }
    const others = new Int32Array(left);
    for (let row = 1, at = 0; row <= this.#records; row++) if (taken[row] === 0) others[at++] = row;
    return others;
  }
}

/** What a value can be chosen by: of several labels, each of them. */
function partsOf(value: string, kind: AnnotationKind): readonly string[] {
  const labels = kind === 'labels' ? parseLabels(value) : null;
  return labels === null ? [value] : labels.length === 0 ? [''] : labels;
}

/** What a range is over: the number, or the length of a text. */
const measureOf = (value: string, kind: AnnotationKind): number => (kind === 'number' ? Number(value) : value.length);

const isWithin = ({ min = -Infinity, max = Infinity, closed = false }: RangeFilter, value: number): boolean =>
  value >= min && (closed ? value <= max : value < max);

type OrderKey = readonly [number, string, string];

const orderKey = (value: string, kind: AnnotationKind): OrderKey => {
  const words = annotationWords(kind, value);
  return [kind === 'number' ? Number(value) : 0, words.toLowerCase(), words];
};

function compareKeys([a, low, text]: OrderKey, [b, otherLow, otherText]: OrderKey): number {
  return a - b || compareTexts(low, otherLow) || compareTexts(text, otherText);
}

const compareTexts = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Two ascending lists as one, without what is in both twice. */
function merged(a: Int32Array, b: Int32Array): Int32Array {
  const both = new Int32Array(a.length + b.length);
  let length = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length; ) {
    const row = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    if (a[i] === row) i++;
    if (b[j] === row) j++;
    both[length++] = row;
  }
  return both.slice(0, length);
}
