import type { ColumnType } from './schema.ts';

export interface ValueCount {
  /** null stands for a missing value. */
  readonly value: string | null;
  readonly count: number;
}

/** One bar. Numbers and dates: the half-open range [from, to), the last one closed. Text: a range of lengths. */
export interface HistogramBin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** What one pass over a column tells. Counts are over readable rows. */
export interface ColumnProfile {
  readonly column: string;
  readonly type: ColumnType;
  readonly rows: number;
  /** Null or absent. */
  readonly nulls: number;
  /** Present but without a character other than white space. */
  readonly blanks: number;
  readonly distinct: number;
  readonly distinctIsExact: boolean;
  /** Smallest and largest as written in the file (by number or date where the column is one). */
  readonly min?: string;
  readonly max?: string;
  readonly mean?: number;
  readonly median?: number;
  readonly standardDeviation?: number;
  /** Characters, over non-null values. */
  readonly meanLength?: number;
  readonly maxLength?: number;
  /** Most frequent values, most frequent first; all of them when there are at most 50. Empty when nearly all differ. */
  readonly top: readonly ValueCount[];
  /** Bins over numbers, over time (ms since 1970), or over text length. Empty for categories, whose bars are `top`. */
  readonly histogram: readonly HistogramBin[];
  /** Figures that are estimates; `exactProfile` replaces them. For `distinct`, `distinctIsExact` says so. */
  readonly approximate?: readonly ('median' | 'histogram')[];
  /** Figures rest on all rows, or on this many. */
  readonly sampled?: number;
}

/** Share of rows without a value, 0–1: null, absent or blank. */
export function missingShare(profile: ColumnProfile): number {
  return profile.rows === 0 ? 0 : (profile.nulls + profile.blanks) / profile.rows;
}

/** A column whose few values repeat: labels, segments, splits. */
export function isCategorical(profile: ColumnProfile): boolean {
  const filled = profile.rows - profile.nulls;
  if (profile.distinct < 1 || profile.distinct > 1000 || filled === 0) return false;
  if (profile.type === 'number' || profile.type === 'timestamp' || profile.type === 'list' || profile.type === 'struct') return false;
  const average = filled / profile.distinct;
  return average >= 3 || (profile.distinct <= 20 && average >= 1.5);
}
