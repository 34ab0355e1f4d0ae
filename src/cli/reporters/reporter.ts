import type { Backlog } from '../../protocol/labelMethods.ts';
import type { Dataset } from '../../core/dataset.ts';
import type { DriftReport } from '../../core/drift.ts';
import type { Finding, FindingRow, Severity } from '../../core/finding.ts';
import type { ColumnProfile } from '../../core/profile.ts';
import type { JudgedBy } from '../../core/probabilitySource.ts';
import type { Verdict } from '../../core/verdict.ts';
import type { FindingSummary } from '../../protocol/findingMethods.ts';

export type SeverityCounts = Record<Severity, number>;

/** A file that has been checked, before its findings. */
export interface CheckedDataset {
  /** As it was given. */
  readonly path: string;
  readonly dataset: Dataset;
  readonly profiles: readonly ColumnProfile[];
  readonly skipped: FindingSummary['skipped'];
  /** Only findings that earlier versions do not have are told. */
  readonly compared?: boolean;
  /** Why it is checked though it is as it was, in words. */
  readonly because?: string;
}

/** A row of a finding that is told because this row is new carries `fresh`. */
export type ReportedRow = FindingRow & { readonly fresh?: true };

/** The row at which a finding is shown: the first that is new, else the first. `byte` and `length` where places are wanted and known. */
export type FirstRow = FindingRow & { readonly byte?: number; readonly length?: number };

/** Findings that are not told: those that were there before, and those that were accepted. */
export interface Hidden {
  readonly before: number;
  readonly accepted: number;
}

/** What a check of one file came to. */
export type FileOutcome = CheckedOutcome | { readonly error: string };

export interface CheckedOutcome {
  readonly counts: SeverityCounts;
  /** Where it was compared with a reference. */
  readonly verdict?: Verdict;
}

/**
 * Writes what checks found, as it comes: a check may flag millions of rows, so no report is ever held whole. For each
 * file `begin`, its findings in the order of `compareFindings`, `end`; or `fail`, which may also come in place of `end`.
 */
export interface Reporter {
  /** Whether findings are to come with all of their rows and these with keys; else the first rows are enough. */
  readonly wantsRows: boolean;
  /** Whether to find out where in the file, in bytes, each finding is shown. */
  readonly wantsPlaces?: boolean;
  begin(checked: CheckedDataset): void;
  /** `rows`: all open rows of the finding, some at a time. `first`: of findings of rows alone. */
  finding(finding: Omit<Finding, 'rows'>, rows: AsyncIterable<readonly ReportedRow[]>, first: FirstRow | undefined): Promise<void>;
  /** How the dataset differs from its reference, where it has one; before `end`. */
  drift?(report: DriftReport): void;
  end(counts: SeverityCounts, backlog: Backlog | null, hidden: Hidden): void;
  /** What its labels were judged by, or why they were not; before `end`. Absent: there is no place for it. */
  labels?(judgedBy: JudgedBy): void;
  /** A dataset that is not looked at, and why that is no failure. */
  leaveOut?(path: string, why: string): void;
  /** A file that could not be checked, or not to its end. */
  fail(path: string, error: string): void;
  /** After the last file. */
  finish(outcomes: readonly FileOutcome[]): void;
}

export function noCounts(): SeverityCounts {
  return { error: 0, warning: 0, info: 0 };
}
