import type { Filter } from '../core/filter.ts';
import type { Division, GroupPart } from '../core/segments.ts';
import type { WorkProgress } from './engineMethods.ts';
import type { Method } from './rpc.ts';

/** What figures rest on. All of them are counted, none is estimated. */
export interface CountedRows {
  /** Rows that were counted. */
  readonly rows: number;
  /** Readable rows of the file, as far as it was read. */
  readonly of: number;
  /** The rows are those that pass filters. */
  readonly filtered: boolean;
  /** Loading was ended: they are rows of the first part of the file. */
  readonly partial: boolean;
}

/** A bar of a segment whose share differs from that of all rows outside the segment. */
export interface CellDifference {
  /** Indices into `segments` and `values`. */
  readonly segment: number;
  readonly value: number;
  /** Shares of 0–1. */
  readonly share: number;
  readonly restShare: number;
  /** Cohen's h. */
  readonly effect: number;
  /** Of a two-proportion z test, adjusted by Holm over all tested bars. */
  readonly p: number;
}

/** Pearson's χ² test that values and segments are independent; Cramér's V without its bias. */
export interface IndependenceTest {
  readonly statistic: number;
  readonly degrees: number;
  readonly p: number;
  readonly correctedV: number;
}

export interface DistributionSegment {
  /** What its rows have in each dividing column. */
  readonly parts: readonly GroupPart[];
  readonly rows: number;
  /** Rows by value, in the order of `values`; those of all other values are in `rest`. */
  readonly counts: readonly number[];
  readonly rest: number;
}

/** How often each value of a column occurs, overall and in each segment. */
export interface Distribution {
  readonly of: Division;
  readonly by: readonly Division[];
  /** Most frequent first, or in their own order (`isOrdered`). */
  readonly values: readonly GroupPart[];
  readonly overall: readonly number[];
  readonly overallRest: number;
  /** Largest first; in their own order where all divisions have one. At most 200, the largest. */
  readonly segments: readonly DistributionSegment[];
  /** Segments there are, and those that match the search. */
  readonly allSegments: number;
  readonly matching: number;
  /** Largest effect first. */
  readonly differences: readonly CellDifference[];
  readonly tested: number;
  /** Bars of too few rows to say. */
  readonly untested: number;
  /** Null where nothing is divided, or there is a search. */
  readonly test: IndependenceTest | null;
  readonly counted: CountedRows;
  /** What is odd about the columns, in sentences. */
  readonly notes: readonly string[];
}

export interface DistributionParams {
  readonly of: Division;
  /** Several are crossed. */
  readonly by: readonly Division[];
  readonly filters: readonly Filter[];
  /** Segments whose values contain this text, in any case. */
  readonly search?: string;
}

/** How far a column's values divide another column's: what to look at first. */
export interface RankedDivision {
  readonly division: Division;
  readonly segments: number;
  /** p is adjusted by Holm over all that are ranked. Null where the column cannot be divided by; `why` says why. */
  readonly test: IndependenceTest | null;
  readonly why?: string;
}

/** Shares of rows without a value, by column and segment. */
export interface MissingMatrix {
  readonly by: readonly Division[];
  /** As in a distribution, at most 50. */
  readonly segments: readonly { readonly parts: readonly GroupPart[]; readonly rows: number }[];
  readonly allSegments: number;
  /** One per column that misses anything, most missing first: counts overall and per segment. */
  readonly columns: readonly { readonly column: string; readonly missing: number; readonly perSegment: readonly number[] }[];
  /** `value` is the index in `columns`. */
  readonly differences: readonly CellDifference[];
  readonly tested: number;
  readonly counted: CountedRows;
}

/** What both the engine and the extension host answer; the engine's have the dataset's `id` too. */
export interface DistributionMethods<Named = { readonly id: number }> {
  /** Rejects in words where a column cannot be divided as asked. */
  distribution: Method<Named & DistributionParams, Distribution>;
  /** The divisions in the order of Cramér's V, largest first. */
  rankDivisions: Method<
    Named & { readonly of: Division; readonly among: readonly Division[]; readonly filters: readonly Filter[] },
    readonly RankedDivision[],
    WorkProgress
  >;
  missingMatrix: Method<Named & { readonly by: readonly Division[]; readonly filters: readonly Filter[] }, MissingMatrix>;
}

export type HostDistributionMethods = DistributionMethods<unknown>;
