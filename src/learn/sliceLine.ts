import type { Checkpoint } from './checkpoint.ts';
import { type FeatureGroup, groupFeatures, type ValueFigures } from './featureGroups.ts';

/** One column whose values rows are sliced by: numbers come in bins. */
export interface SliceFeature {
  /** Value of each row, from 0; −1: none that counts. At most 128 values: others could not reach the support of n / 100. */
  readonly codes: Int8Array;
  readonly values: number;
}

export interface SliceOptions {
  /** How much the mean error weighs against the size, 0–1. */
  readonly alpha: number;
  /** The fewest rows of a slice. */
  readonly support: number;
  /** The most conditions of a slice. */
  readonly conditions: number;
  /** Slices to return. */
  readonly top: number;
}

export interface Slice {
  /** By feature, ascending. */
  readonly conditions: readonly SliceCondition[];
  readonly rows: number;
  /** Sum of the errors of its rows. */
  readonly error: number;
  readonly score: number;
}

export interface SliceCondition {
  readonly feature: number;
  readonly value: number;
}

export interface FoundSlices {
  /** Highest score first, all above 0. */
  readonly slices: readonly Slice[];
  /** Slices with enough rows that were looked at, for a correction over as many questions. */
  readonly evaluated: number;
}

/** What is known of a slice that others may be made from. */
interface Measured extends Slice {
  readonly largest: number;
  /** The highest score of any slice within it. */
  readonly bound: number;
}

/** The least and the largest figures that a slice within others can have. */
interface Bounds {
  readonly rows: number;
  readonly error: number;
  readonly largest: number;
}

type Level = Map<string, Measured>;

interface AskedFeature {
  readonly feature: number;
  /** By its values; null: all. */
  readonly wanted: readonly boolean[] | null;
}

/** max(32, n / 100), the fewest rows that a slice may have. */
export function sliceSupport(rows: number): number {
  return Math.max(32, Math.ceil(rows / 100));
}

/**
 * The slices (conjunctions of values of different features) whose rows are wrong more often than all are, weighed
 * against their size: α(ē_S / ē − 1) − (1 − α)(n / |S| − 1). Level by level; a slice is looked at where all that it
 * is part of had enough rows and may hold a better one than those found. Sagadeeva and Boehm, “SliceLine: fast,
 * linear-algebra-based slice finding for ML model debugging”, SIGMOD 2021. Nothing is left out by the pruning.
 *
 * @param errors of each row, 0 or more.
 */
export async function findSlices(
  features: readonly SliceFeature[],
  errors: ArrayLike<number>,
  options: SliceOptions,
  checkpoint?: Checkpoint,
): Promise<FoundSlices> {
  const search = new SliceSearch(features, errors, options);
  if (!(search.total > 0)) return { slices: [], evaluated: 0 };
  let level: Level | undefined;
  for (let conditions = 1; conditions <= Math.min(options.conditions, features.length); conditions++) {
    const from = (conditions - 1) / options.conditions;
    level = await search.next(level, async (done) => checkpoint?.(from + done / options.conditions, 'Looking for weak slices'));
    if (level.size === 0) break;
  }
  return { slices: search.best, evaluated: search.evaluated };
}

/** Without those that lie within a better one, or around one: they say the same again. The best first. */
export function distinctSlices(slices: readonly Slice[]): Slice[] {
  const kept: Slice[] = [];
  for (const slice of slices) {
    if (!kept.some((other) => isWithin(slice, other) || isWithin(other, slice))) kept.push(slice);
  }
  return kept;
}

function isWithin(inner: Slice, outer: Slice): boolean {
  return outer.conditions.every(({ feature, value }) => inner.conditions.some((one) => one.feature === feature && one.value === value));
}

class SliceSearch {
  /** Sum of all errors. */
  readonly total: number;
  readonly best: Measured[] = [];
  evaluated = 0;
  readonly #features: readonly SliceFeature[];
  readonly #groups: readonly FeatureGroup[];
  readonly #errors: ArrayLike<number>;
  readonly #options: SliceOptions;
  readonly #rows: Int32Array;
  /** By how many conditions came before. */
  readonly #divided: { readonly name: string; readonly byValue: readonly Int32Array[] }[] = [];

  constructor(features: readonly SliceFeature[], errors: ArrayLike<number>, options: SliceOptions) {
    this.#features = features;
    this.#groups = groupFeatures(features, options.support);
    this.#errors = errors;
    this.#options = options;
    this.#rows = Int32Array.from({ length: errors.length }, (_, row) => row);
    this.total = this.#rows.reduce((sum, row) => sum + errors[row]!, 0);
  }

  /** The slices with one condition more than those given, of which better ones may be made. */
  async next(before: Level | undefined, done: (share: number) => Promise<void>): Promise<Level> {
    const found: Level = new Map();
    if (before === undefined) {
      for (const group of this.#groups) {
        group.count(this.#rows, this.#errors);
        for (let feature = group.first; feature < group.end; feature++) this.#take([], { feature, wanted: null }, group.of(feature), found);
        await done(group.end / this.#features.length);
      }
      return found;
    }
    let looked = 0;
    for (const parent of before.values()) {
      // The rows are looked for once it is known that they are wanted.
      let rows: Int32Array | undefined;
      for (const group of this.#groups) {
        const asked = this.#askedOf(group, parent, before);
        if (asked.length === 0) continue;
        group.count((rows ??= this.#rowsOf(parent.conditions)), this.#errors);
        for (const one of asked) this.#take(parent.conditions, one, group.of(one.feature), found);
      }
      await done(++looked / before.size);
    }
    return found;
  }

  /** Whoever scores no better is none of the best. */
  get #bar(): number {
    return this.best.length < this.#options.top ? 0 : this.best.at(-1)!.score;
  }

  /** Slices that begin with the same conditions come one after the other: rows are divided by a feature once for all of them. */
  #rowsOf(conditions: readonly SliceCondition[]): Int32Array {
    return conditions.reduce((rows, { feature, value }, depth) => {
      const name = `${nameOf(conditions.slice(0, depth))}&${feature}`;
      if (this.#divided[depth]?.name !== name) this.#divided[depth] = { name, byValue: this.#divide(rows, feature) };
      return this.#divided[depth]!.byValue[value]!;
    }, this.#rows);
  }

  /** Rows by the value that they have. */
  #divide(rows: Int32Array, feature: number): Int32Array[] {
    const { codes, values } = this.#features[feature]!;
    const ends = new Int32Array(values + 1);
    for (const row of rows) ends[codes[row]! + 1]!++;
    // Those without a value come first.
    for (let value = 1; value <= values; value++) ends[value]! += ends[value - 1]!;
    const next = Int32Array.from(ends);
    const divided = new Int32Array(rows.length);
    for (const row of rows) {
      const code = codes[row]!;
      if (code >= 0) divided[next[code]!++] = row;
    }
    return Array.from({ length: values }, (_, value) => divided.subarray(ends[value]!, ends[value + 1]!));
  }

  /** The features after the last one of a slice of which some value may make it one of the best. */
  #askedOf({ first, end }: FeatureGroup, { conditions, bound }: Measured, before: Level): AskedFeature[] {
    const asked: AskedFeature[] = [];
    for (let feature = Math.max(first, conditions.at(-1)!.feature + 1); feature < end && bound > this.#bar; feature++) {
      const wanted = Array.from({ length: this.#features[feature]!.values }, (_, value) => this.#mayBeBetter([...conditions, { feature, value }], before));
      if (wanted.includes(true)) asked.push({ feature, wanted });
    }
    return asked;
  }

  /** Takes the slices with one more condition whose rows have been counted. */
  #take(parent: readonly SliceCondition[], { feature, wanted }: AskedFeature, counted: ValueFigures, found: Level): void {
    for (let value = 0; value < counted.rows.length; value++) {
      if (wanted?.[value] === false || counted.rows[value]! < this.#options.support) continue;
      this.evaluated++;
      const figures = { rows: counted.rows[value]!, error: counted.error[value]!, largest: counted.largest[value]! };
      if (figures.error === 0) continue;
      const conditions = [...parent, { feature, value }];
      const slice = { ...figures, conditions, score: this.#score(figures.rows, figures.error), bound: this.#bound(figures) };
      this.#keep(slice);
      found.set(nameOf(conditions), slice);
    }
  }

  /** Whether all slices that it is part of had enough rows, and leave room for a better score. */
  #mayBeBetter(conditions: readonly SliceCondition[], before: Level): boolean {
    const bounds = { rows: Infinity, error: Infinity, largest: Infinity };
    for (let without = 0; without < conditions.length; without++) {
      const parent = before.get(nameOf(conditions.filter((_, place) => place !== without)));
      if (!parent) return false;
      bounds.rows = Math.min(bounds.rows, parent.rows);
      bounds.error = Math.min(bounds.error, parent.error);
      bounds.largest = Math.min(bounds.largest, parent.largest);
    }
    return this.#bound(bounds) > this.#bar;
  }

  #score(rows: number, error: number): number {
    const { alpha } = this.#options;
    const of = this.#rows.length;
    return alpha * (error / rows / (this.total / of) - 1) - (1 - alpha) * (of / rows - 1);
  }

  /** The score is highest with the fewest rows, with all of them, or where each of them is as wrong as any: it is monotonous between. */
  #bound({ rows, error, largest }: Bounds): number {
    const { support } = this.#options;
    const sizes = [support, Math.min(rows, Math.max(support, error / largest)), rows];
    return Math.max(...sizes.map((size) => this.#score(size, Math.min(error, size * largest))));
  }

  #keep(slice: Measured): void {
    const { best } = this;
    if (slice.score <= this.#bar) return;
    const place = best.findIndex(({ score }) => score < slice.score);
    best.splice(place < 0 ? best.length : place, 0, slice);
    if (best.length > this.#options.top) best.pop();
  }
}

function nameOf(conditions: readonly SliceCondition[]): string {
  return conditions.map(({ feature, value }) => `${feature}=${value}`).join('&');
}
