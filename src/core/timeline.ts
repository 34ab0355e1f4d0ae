export type Period = 'day' | 'week' | 'month';

/** Labels over time. */
export interface LabelTimeline {
  readonly column: string;
  readonly label: string;
  readonly period: Period;
  /** Most frequent first; those of all others are gathered at the end as null. */
  readonly labels: readonly (string | null)[];
  /** In order of time; periods without rows are left out. */
  readonly points: readonly TimelinePoint[];
  /** Rows with a label whose time is missing or cannot be read. */
  readonly untimed: number;
  readonly rows: number;
}

export interface TimelinePoint {
  /** ms since 1970 UTC: where the period begins. Weeks begin on Monday. */
  readonly from: number;
  readonly rows: number;
  /** Rows by label, in the order of `labels`. */
  readonly counts: readonly number[];
  /** Jensen–Shannon distance to all other periods; null with fewer than ten rows. */
  readonly drift: number | null;
}

export interface NoTimeline {
  readonly why: string;
}
