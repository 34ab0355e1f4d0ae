import { IsolationForest } from '../../learn/isolationForest.ts';
import { within } from '../../learn/checkpoint.ts';
import type { CheckContext } from '../check.ts';
import { featurePlaces, forestFeatures, type ForestColumn, readForestCodes } from './forestColumns.ts';
import { pausing } from './pause.ts';

type Asking = Pick<CheckContext, 'dataset' | 'profiles' | 'relation' | 'signal' | 'progress' | 'shared'>;

/** Rows that trees are drawn from: a hundred trees of 256. */
const growingRows = 25_600;
/** Values that are in memory at a time, and rows that are scored at a time. */
const valuesAtATime = 10_000_000;
const rowsABlock = 512;
/** Rows that one question names. */
const rowsAskedFor = 5000;
/** With more rows, those are looked at closely that a few of the trees find nearly far enough: four deviations of what so few may err. */
const mostScoredWhole = 100_000;
const screeningTrees = 16;
const screeningMargin = 0.1;

/** What rows score. */
export interface RowScores {
  readonly rows: Int32Array;
  /** NaN: nothing is known. Rows that are surely below the limit may have a score that is less sure. */
  readonly scores: Float32Array;
  readonly quartiles: Quartiles;
}

export interface Quartiles {
  readonly q1: number;
  readonly q3: number;
  /** Of so many rows, where those are not all. */
  readonly of?: number;
}

/** Of the scores that are known. */
export function quartilesOf(scores: Float32Array): Quartiles {
  const sorted = scores.filter((score) => !Number.isNaN(score)).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
  return { q1: at(0.25), q3: at(0.75) };
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
  /** Codes of the rows that it was grown on, by column. */
  readonly #grownOn: readonly Int32Array[];

  private constructor(asking: Asking, columns: readonly ForestColumn[], forest: IsolationForest, grownOn: readonly Int32Array[]) {
    this.#asking = asking;
    this.#columns = columns;
    this.#places = featurePlaces(columns);
    this.#forest = forest;
    this.#grownOn = grownOn;
  }

  static async grow(
    asking: Asking,
    columns: readonly ForestColumn[],
    options: { readonly trees: number; readonly sample: number; readonly seed: number },
  ): Promise<DatasetForest> {
    const every = Math.max(1, Math.ceil(asking.dataset.records / growingRows));
    const codes = await readForestCodes(asking, columns, `_row % ${every} = 0`);
    const forest = await IsolationForest.grow(forestFeatures(columns, codes), codes[0]!.length, options, within(pausing(asking), 0.1, 0.3));
    return new DatasetForest(asking, columns, forest, codes);
  }

  /** @param limitOf the score from which on a row is far */
  async scoreAll(limitOf: (quartiles: Quartiles) => number): Promise<RowScores> {
    const { relation, signal } = this.#asking;
    const rows = await relation.integers(`SELECT CAST(_row AS INTEGER) FROM ${relation.name} ORDER BY _row`, signal);
    if (rows.length <= mostScoredWhole) {
      const scores = await this.#scoreRows(rows, (codes, from, to) => this.#scores(codes, from, to));
      return { rows, scores, quartiles: quartilesOf(scores) };
    }
    const count = this.#grownOn[0]!.length;
    const quartiles = { ...quartilesOf(Float32Array.from(this.#scores(this.#grownOn, 0, count))), of: count };
    const near = limitOf(quartiles) - screeningMargin;
    const scores = await this.#scoreRows(rows, (codes, from, to) => this.#screenedScores(codes, from, to, near));
    return { rows, scores, quartiles };
  }

  async #scoreRows(
    rows: Int32Array,
    scoresOf: (codes: readonly Int32Array[], from: number, to: number) => Float64Array,
  ): Promise<Float32Array> {
    const scores = new Float32Array(rows.length);
    const checkpoint = pausing(this.#asking);
    const rowsAtATime = Math.max(rowsABlock, Math.floor(valuesAtATime / this.#columns.length));
    for (let first = 0; first < rows.length; first += rowsAtATime) {
      const count = Math.min(rows.length - first, rowsAtATime);
      const codes = await readForestCodes(this.#asking, this.#columns, `_row BETWEEN ${rows[first]!} AND ${rows[first + count - 1]!}`);
      for (let from = 0; from < count; from += rowsABlock) {
        scores.set(scoresOf(codes, from, Math.min(count, from + rowsABlock)), first + from);
        await checkpoint(0.3 + (0.6 * (first + from)) / rows.length, 'Rows unlike all others');
      }
    }
    return scores;
  }

  /** What each column does to the scores of rows. @param rows ascending; one answer for each */
  async causes(rows: Int32Array): Promise<Causes[]> {
    const all: Causes[] = [];
    for (let first = 0; first < rows.length; first += rowsAskedFor) {
      const some = rows.subarray(first, first + rowsAskedFor);
      const codes = await readForestCodes(this.#asking, this.#columns, `_row IN (${some.join(', ')})`);
      for (const at of some.keys()) {
        const own = codes.map((column) => column[at]!);
        // The row as it is, then with each column's usual value in turn.
        const variants = this.#columns.map(({ usual }, column) =>
          Int32Array.from({ length: own.length + 1 }, (_, variant) => (variant === column + 1 ? usual : own[column]!)),
        );
        const [score, ...without] = this.#scores(variants, 0, own.length + 1);
        all.push({ codes: own, falls: without.map((each) => score! - each) });
      }
    }
    return all;
  }

  /** Of the rows from one place to before another in columns of codes. */
  #scores(codes: readonly Int32Array[], from: number, to: number): Float64Array {
    return this.#forest.scores(this.#features(codes, from, to), this.#places.at(-1)!);
  }

  /** The same by a few of the trees; by all of them where those find more than `near`. */
  #screenedScores(codes: readonly Int32Array[], from: number, to: number, near: number): Float64Array {
    const width = this.#places.at(-1)!;
    const features = this.#features(codes, from, to);
    const scores = this.#forest.scores(features, width, screeningTrees);
    const close: number[] = [];
    for (let at = 0; at < scores.length; at++) if (scores[at]! > near) close.push(at);
    if (close.length === 0) return scores;
    const ofClose = new Float64Array(close.length * width);
    close.forEach((at, place) => ofClose.set(features.subarray(at * width, (at + 1) * width), place * width));
    this.#forest.scores(ofClose, width).forEach((score, place) => {
      scores[close[place]!] = score;
    });
    return scores;
  }

  #features(codes: readonly Int32Array[], from: number, to: number): Float64Array {
    const width = this.#places.at(-1)!;
    const features = new Float64Array((to - from) * width);
    this.#columns.forEach(({ kind }, column) => {
      const own = codes[column]!;
      const place = this.#places[column]!;
      for (let row = from; row < to; row++) {
        const start = (row - from) * width + place;
        if (kind === 'number') features[start] = own[row]!;
        else features[start + own[row]!] = 1;
      }
    });
    return features;
  }
}
