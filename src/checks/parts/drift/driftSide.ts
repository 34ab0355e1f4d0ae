import type { Roles } from '../../../core/roles.ts';
import type { ColumnType } from '../../../core/schema.ts';

/** One column of a side, as far as it takes to know how to compare it. */
export interface SideColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly missing: number;
  readonly distinct: number;
  /** Its values are few and repeat. */
  readonly categorical: boolean;
}

/** Numbers of a column: values, times in ms since 1970, or lengths of texts in characters. */
export interface Spread {
  /** Ascending: all of them, some, or quantiles. */
  readonly values: Float64Array;
  /** How many numbers the side has. */
  readonly count: number;
  /** How many a test may count on: those of a sample, or all that quantiles stand for. */
  readonly tested: number;
  /** Where `values` are not all of them: what they are, in words. */
  readonly basis?: string;
}

/** How often each value occurs. */
export interface ValueCounts {
  readonly counts: ReadonlyMap<string, number>;
  /** Rows with values that are not among these, where there are too many. */
  readonly others: number;
}

export type SpreadOf = 'number' | 'time' | 'length';

/** One side of a comparison: rows that can be asked, or what was stored of them. */
export interface DriftSide {
  /** In sentences: `last-year.csv`, `split = train`. */
  readonly name: string;
  readonly rows: number;
  readonly roles: Roles;
  /** By name, in the order of the file. */
  readonly columns: ReadonlyMap<string, SideColumn>;
  /** Empty where the column has no such numbers. */
  spread(column: string, of: SpreadOf): Promise<Spread>;
  counts(column: string): Promise<ValueCounts>;
  /** Texts of a column, at most so many, spread over the side; null where they were not kept. */
  texts(column: string, most: number): Promise<readonly string[] | null>;
  /** The shape that most values of a column have: digits as 9, letters as a; absent where it is not known. */
  shape(column: string): Promise<string | undefined>;
}

/** What is compared with what. */
export interface DriftSides {
  readonly reference: DriftSide;
  readonly current: DriftSide;
  /** The rows of the dataset that are the current side, as a boolean expression; all of them where it is absent. */
  readonly currentWhere?: string;
  /** Columns by which the sides were made: they differ by that alone. */
  readonly dividing: readonly string[];
  /** What a person should know of how the sides came about, in sentences. */
  readonly notes: readonly string[];
}

/**
 * The column whose labels are compared. A side without labels may have taken another column for them: the other side knows better.
 */
export function labelOfSides(reference: DriftSide, current: DriftSide): string | undefined {
  const [there, here] = [reference.roles.label, current.roles.label];
  if (here === undefined || there === undefined) return here ?? there;
  return !current.columns.has(there) && reference.columns.has(here) ? there : here;
}

/** The shape that most of some values have; undefined where there are none. */
export function commonShape(values: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const value of values) {
    const shape = value.trim().slice(0, 40).replace(/\p{L}+/gu, 'a').replace(/\d/g, '9');
    counts.set(shape, (counts.get(shape) ?? 0) + 1);
  }
  const [best] = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return best?.[0];
}
