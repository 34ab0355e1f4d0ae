import { formatCount } from './countWords.ts';
import type { Filter, SampleFilter } from './filter.ts';

/** How many rows there are of one combination of values, and how many of them were drawn. null: missing. */
export interface SampleCell {
  readonly values: readonly (string | null)[];
  readonly rows: number;
}

/** What a draw came to. */
export interface SampleReport {
  readonly drawn: number;
  /** Rows it was drawn from. */
  readonly rows: number;
  /** Combinations of values that occur. */
  readonly cells: number;
  /** Those with fewer rows than were asked for, combinations that do not occur among them; the smallest first, some of them. */
  readonly short: readonly SampleCell[];
  readonly shortTotal: number;
  /** Combinations that do not occur were too many to be counted. */
  readonly absentUncounted: boolean;
  /** What it leaves out of account, in sentences. */
  readonly notes: readonly string[];
}

/** Largest number of rows a cell that can be asked for. */
export const mostPerCell = 1_000_000;

/** “20 of each label × country, seed 1” */
export function sampleWords({ columns, count, seed }: Pick<SampleFilter, 'columns' | 'count' | 'seed'>): string {
  const of = columns.length === 0 ? (count === 1 ? 'row' : 'rows') : `of each ${columns.join(' × ')}`;
  return `${formatCount(count)} ${of}, seed ${seed}`;
}

/**
 * Filters hold in their order where a sample is among them: it is drawn from the rows that pass those before it, and
 * those after it narrow what was drawn. Each sample is told what it is drawn from.
 */
export function withPopulations(filters: readonly Filter[]): readonly Filter[] {
  if (!filters.some(({ kind }) => kind === 'sample')) return filters;
  return filters.map((filter, place) => (filter.kind === 'sample' ? { ...filter, among: withPopulations(filters.slice(0, place)) } : filter));
}
