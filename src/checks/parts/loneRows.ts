import { IsolationForest } from '../../learn/isolationForest.ts';
import { within } from '../../learn/checkpoint.ts';
import type { CheckContext } from '../check.ts';
import { featurePlaces, forestFeatures, type ForestColumn, readForestCodes } from './forestColumns.ts';
import { pausing } from './pause.ts';

type Asking = Pick<CheckContext, 'dataset' | 'profiles' | 'relation' | 'signal' | 'progress' | 'shared'>;

/** Rows that trees are drawn from: a hundred trees of 256. */
const growingRows = 25_600;
/** Rows whose values are in memory at a time, and rows that are scored at a time. */
const rowsAtATime = 200_000;
const rowsABlock = 512;
/** Rows that one question names. */
const rowsAskedFor = 5000;

/** Isolation scores of all rows, and the row numbers. */
export interface RowScores {
  readonly rows: Int32Array;
  readonly scores: Float32Array;
}

export interface Causes {
  /** What the row holds, by column. */
  readonly codes: readonly number[];
  /** How far the score falls where a column has its usual value, by column. */
  readonly falls: readonly number[];
}

/** A forest over the columns of a dataset, which is grown on rows at even distances and scores every row. */
export class DatasetForest {
  readonly #asking: Asking;
  readonly #columns: readonly ForestColumn[];
  readonly #places: readonly number[];
  readonly #forest: IsolationForest;

  private constructor(asking: Asking, columns: readonly ForestColumn[], forest: IsolationForest) {
    this.#asking = asking;
    this.#columns = columns;
    this.#places = featurePlaces(columns);
    this.#forest = forest;
  }

  static async grow(asking: Asking, columns: readonly ForestColumn[], options: { readonly trees: number; readonly sample: number; readonly seed: number }): Promise<DatasetForest> {
    const { dataset } = asking;
    const every = Math.max(1, Math.ceil(dataset.records / growingRows));
    const codes = await readForestCodes(asking, columns, `_row % ${every} = 0`);
    const forest = await IsolationForest.grow(forestFeatures(columns, codes), codes[0]!.length, options, within(pausing(asking), 0.1, 0.3));
    return new DatasetForest(asking, columns, forest);
  }

  async scoreAll(): Promise<RowScores> {
    const { relation, signal } = this.#asking;
    const rows = await relation.integers(`SELECT CAST(_row AS INTEGER) FROM ${relation.name} ORDER BY _row`, signal);
    const scores = new Float32Array(rows.length);
    const checkpoint = pausing(this.#asking);
    for (let first = 0; first < rows.length; first += rowsAtATime) {
      const count = Math.min(rows.length - first, rowsAtATime);
      const codes = await readForestCodes(this.#asking, this.#columns, `_row BETWEEN ${rows[first]!} AND ${rows[first + count - 1]!}`);
      for (let from = 0; from < count; from += rowsABlock) {
        const block = Array.from({ length: Math.min(rowsABlock, count - from) }, (_, at) => codes.map((column) => column[from + at]!));
        scores.set(this.#scores(block), first + from);
        await checkpoint(0.3 + (0.6 * (first + from)) / rows.length, 'Rows unlike all others');
      }
    }
    return { rows, scores };
  }

  /** What each column does to the scores of rows. @param rows ascending; one answer for each */
  async causes(rows: Int32Array): Promise<Causes[]> {
    const all: Causes[] = [];
    for (let first = 0; first < rows.length; first += rowsAskedFor) {
      const some = rows.subarray(first, first + rowsAskedFor);
      const codes = await readForestCodes(this.#asking, this.#columns, `_row IN (${some.join(', ')})`);
      for (const at of some.keys()) {
        const own = codes.map((column) => column[at]!);
        const [score, ...without] = this.#scores([own, ...this.#columns.map(({ usual }, column) => own.with(column, usual))]);
        all.push({ codes: own, falls: without.map((each) => score! - each) });
      }
    }
    return all;
  }

  /** @param rows the codes of each row, by column */
  #scores(rows: readonly (readonly number[])[]): Float64Array {
    const width = this.#places.at(-1)!;
    const features = new Float64Array(rows.length * width);
    rows.forEach((codes, row) => this.#columns.forEach(({ kind }, column) => {
      const place = row * width + this.#places[column]!;
      if (kind === 'number') features[place] = codes[column]!;
      else features[place + codes[column]!] = 1;
    }));
    return this.#forest.scores(features, width);
  }
}
