import type { ColumnDrift } from './drift.ts';
import type { Period } from './timeline.ts';

/**
 * What the rows of a period are compared with: those of the first period, those of the period before, or a reference as
 * `parseReference` reads it, where it is absent that of the configuration.
 */
export type TimelineAgainst = 'first' | 'previous' | { readonly reference?: string };

export interface DriftTimelineParams {
  /** Absent: what a chart has room for. */
  readonly period?: Period;
  readonly against: TimelineAgainst;
  /** Texts by a model that tells them apart, which takes long; else by their lengths. */
  readonly texts?: boolean;
}

export interface DriftPeriod {
  /** ms since 1970 UTC: where the period begins, and where the next one would. Weeks begin on Monday. */
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** The place of the period that it is compared with; null: there is none. Absent where all are compared with a reference. */
  readonly before?: number | null;
}

/** One column over time; lists are by period. */
export interface ColumnOverTime {
  readonly column: string;
  readonly role: ColumnDrift['role'];
  readonly kind: 'number' | 'category' | 'length' | 'text';
  /** Jensen–Shannon distance, or of texts the classifier's AUROC; null: fewer than ten values, or nothing to compare with. */
  readonly distances: readonly (number | null)[];
  /** Population stability index; null for texts too. */
  readonly stability: readonly (number | null)[];
  /** Values that were compared. */
  readonly values: readonly number[];
  /** Rows without such a value. */
  readonly missing: readonly number[];
  /** Places of periods that are far, and farther than chance takes them. */
  readonly far: readonly number[];
  /** Places of periods with another share of missing values. */
  readonly missingFar: readonly number[];
  /** Of texts: what gives each period away. */
  readonly terms?: readonly (readonly string[])[];
  /** What is another way of writing the same: a sentence. */
  readonly spelling?: string;
  /** Where not all values were looked at: how many were, in words. */
  readonly basis?: string;
}

/** How the columns are distributed over time. */
export interface DriftTimeline {
  /** The column that the periods are of. */
  readonly time: string;
  readonly period: Period;
  /** What each period is compared with, in words: `2024-01`, `the period before`, `old.csv`. */
  readonly against: string;
  /** In order; periods without rows are left out. */
  readonly points: readonly DriftPeriod[];
  /** The label first, then those with most periods that are far. */
  readonly columns: readonly ColumnOverTime[];
  /** Distances from which on a period is far, for columns and for texts, and what the p-values (Holm over all cells) stay below. */
  readonly limits: { readonly jensenShannon: number; readonly auroc: number; readonly p: number };
  /** Cells that could be compared. */
  readonly tested: number;
  /** Rows with a time, and those without one that can be read. */
  readonly rows: number;
  readonly untimed: number;
  /** Sentences. */
  readonly notes: readonly string[];
}

/** How a period that begins then is named: `2024-03`, `2024-03-04`. */
export function periodName(from: number, period: Period): string {
  return new Date(from).toISOString().slice(0, period === 'month' ? 7 : 10);
}
