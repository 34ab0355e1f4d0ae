import type { ColumnProfile } from '../../core/profile.ts';

/** From this share of distinct values on, one equal cell is enough to know a row again. */
const nearlyUnique = 0.9;
/** Chance pairs of rows that are accepted: one in 2⁷. */
const spareBits = 7;

/** How much equal cells must say, in bits, for two rows of so many to be one and the same. */
export const enoughBits = (rows: number): number => Math.log2(Math.max(2, rows)) + spareBits;

/**
 * How much an equal cell of a column says, in bits: the negative logarithm of how often two rows have the same value by
 * chance, by the column's profile. Values beyond those listed count as evenly spread.
 */
export function columnBits({ rows, nulls, distinct, top }: ColumnProfile, enough: number): number {
  if (rows === 0 || distinct === 0) return 0;
  if (distinct >= nearlyUnique * rows) return enough;
  const listed = top.filter(({ value }) => value !== null);
  const rest = Math.max(0, rows - nulls - listed.reduce((sum, { count }) => sum + count, 0));
  const others = Math.max(1, distinct - listed.length);
  const alike = listed.reduce((sum, { count }) => sum + (count / rows) ** 2, 0) + (rest / rows) ** 2 / others + (nulls / rows) ** 2;
  return Math.min(enough, Math.max(0, -Math.log2(Math.min(1, alike))));
}
