import type { SliceFeature } from './sliceLine.ts';

/** Rows and errors by the values of one feature. */
export interface ValueFigures {
  readonly rows: Int32Array;
  readonly error: Float64Array;
  /** The largest error of a row. */
  readonly largest: Float64Array;
}

/** Tables of no more cells than these stay in the fastest memory. */
const mostCells = 1024;

/** Features that follow one another, whose values are counted together: rows are passed once for all of them. */
export class FeatureGroup {
  /** The first of them, and the one after the last. */
  readonly first: number;
  readonly end: number;
  /** Cells of the table: a feature's value (0: none that counts), times its step, added up. */
  readonly #cells: Int16Array;
  readonly #steps: readonly number[];
  readonly #values: readonly number[];
  readonly #rows: Int32Array;
  readonly #error: Float64Array;
  readonly #largest: Float64Array;

  constructor(features: readonly SliceFeature[], first: number, end: number) {
    this.first = first;
    this.end = end;
    const some = features.slice(first, end);
    this.#values = some.map(({ values }) => values);
    let cells = 1;
    this.#steps = some.map(({ values }) => {
      const step = cells;
      cells *= values + 1;
      return step;
    });
    this.#cells = new Int16Array(some[0]!.codes.length);
    some.forEach(({ codes }, place) => {
      const step = this.#steps[place]!;
      for (let row = 0; row < codes.length; row++) this.#cells[row]! += (codes[row]! + 1) * step;
    });
    this.#rows = new Int32Array(cells);
    this.#error = new Float64Array(cells);
    this.#largest = new Float64Array(cells);
  }

  /** Counts these rows, in place of those before. */
  count(rows: Int32Array, errors: ArrayLike<number>): void {
    const [cells, counts, sums, largest] = [this.#cells, this.#rows, this.#error, this.#largest];
    for (const table of [counts, sums, largest]) table.fill(0);
    for (const row of rows) {
      const cell = cells[row]!;
      const error = errors[row]!;
      counts[cell]!++;
      sums[cell]! += error;
      if (error > largest[cell]!) largest[cell] = error;
    }
  }

  /** What was counted, by the values of one of the features. */
  of(feature: number): ValueFigures {
    const [step, values] = [this.#steps[feature - this.first]!, this.#values[feature - this.first]!];
    const figures = { rows: new Int32Array(values), error: new Float64Array(values), largest: new Float64Array(values) };
    for (let cell = 0; cell < this.#rows.length; cell++) {
      const value = (Math.floor(cell / step) % (values + 1)) - 1;
      if (value < 0 || this.#rows[cell] === 0) continue;
      figures.rows[value]! += this.#rows[cell]!;
      figures.error[value]! += this.#error[cell]!;
      figures.largest[value] = Math.max(figures.largest[value]!, this.#largest[cell]!);
    }
    return figures;
  }
}

/** Features in groups, as many in each as can be told apart in a table far smaller than the smallest slice. */
export function groupFeatures(features: readonly SliceFeature[], support: number): FeatureGroup[] {
  const most = Math.min(mostCells, support / 8);
  const groups: FeatureGroup[] = [];
  for (let first = 0; first < features.length;) {
    let end = first + 1;
    for (let cells = features[first]!.values + 1; end < features.length && cells * (features[end]!.values + 1) <= most; end++)
      cells *= features[end]!.values + 1;
    groups.push(new FeatureGroup(features, first, end));
    first = end;
  }
  return groups;
}
