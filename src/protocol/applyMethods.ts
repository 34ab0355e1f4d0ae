import type { Decision } from '../core/decision.ts';

import type { WorkProgress } from './engineMethods.ts';
import type { Method } from './rpc.ts';

/** What becomes of rows that were excluded: they stay, are left out, are marked in a column, or are left out of a copy beside the file. */
export type ExcludedRows = 'keep' | 'drop' | 'column' | 'copy';

export const excludedRows: readonly ExcludedRows[] = ['keep', 'drop', 'column', 'copy'];

export interface ApplyChoices {
  readonly excluded: ExcludedRows;
  /** Write annotation columns into the file, too. */
  readonly annotations: boolean;
}

/** A decision that is not written, and why: `words` is one sentence. */
export interface SkippedDecision {
  readonly decision: Decision;
  readonly row?: number;
  readonly why: 'conflict' | 'orphan' | 'unreadable' | 'column' | 'value' | 'same';
  readonly words: string;
}

/** What applying would do. Nothing has been written. */
export interface ApplyPlan {
  /** Whether anything would be written. */
  readonly writes: boolean;
  /** Cells that get another text, and the rows that they are in. */
  readonly cells: number;
  readonly rows: number;
  /** Rows that decisions exclude, and of them those that the file loses. */
  readonly excluded: number;
  readonly dropped: number;
  readonly addedColumns: readonly string[];
  /** Decisions that the file says afterwards. */
  readonly applied: number;
  /** At most 1,000, and how many there are. */
  readonly skipped: readonly SkippedDecision[];
  readonly skippedTotal: number;
  /** Where the copy without excluded rows goes. */
  readonly copy?: string;
  /** Other bytes than those decided upon change, too: what the format's writer cannot keep is told afterwards. */
  readonly rewrites: boolean;
}

/** One change, for a list: a cell, a dropped row, or (in a text file) the lines of a record. */
export interface ApplyChange {
  readonly row: number;
  /** Source line, where the format has lines. */
  readonly line?: number;
  /** Cells, where the row stays: null is a missing value. */
  readonly cells: readonly { readonly column: string; readonly from: string | null; readonly to: string | null }[];
  readonly dropped?: boolean;
  /** The record before and after, in a file of lines; `after` is absent where it is dropped. */
  readonly text?: { readonly before: string; readonly after?: string };
}

export interface ApplyChanges {
  readonly changes: readonly ApplyChange[];
  /** Rows with a changed cell, and dropped rows. */
  readonly total: number;
}

export interface ApplyResult {
  /** Id of the line in the lineage log; absent where nothing was to be written. */
  readonly id?: string;
  readonly before: string;
  readonly after: string;
  readonly bytes: number;
  readonly cells: number;
  readonly rows: number;
  readonly dropped: number;
  /** Their row numbers before, ascending. */
  readonly droppedRows: Int32Array;
  readonly addedColumns: readonly string[];
  readonly applied: number;
  /** Path of the copy without excluded rows. */
  readonly copy?: string;
  /** What the writer of the format could not keep, in sentences. */
  readonly lost: readonly string[];
}

/** A text that is to be put into a column; null: missing. */
export interface WantedCell {
  readonly column: string;
  readonly to: string | null;
}

/** Of the decisions that were sent with `decide` last. All reject in words where nothing can be applied to the file. */
export interface ApplyMethods {
  /** Why each could never be written into the file, in words; null where it could. */
  cellProblems: Method<{ id: number; cells: readonly WantedCell[] }, readonly (string | null)[]>;
  planApply: Method<{ id: number; choices: ApplyChoices }, ApplyPlan>;
  /** At most 1,000 on a page. */
  applyChanges: Method<{ id: number; choices: ApplyChoices; offset: number; limit: number }, ApplyChanges>;
  /** Writes what the file would be to another path. */
  previewApply: Method<{ id: number; choices: ApplyChoices; path: string }, void, WorkProgress>;
  /** Writes the file and its sidecar; the dataset is to be opened anew afterwards. `keepAt`: where a copy of the old version goes. */
  apply: Method<{ id: number; choices: ApplyChoices; tool: string; by?: string; keepAt?: string }, ApplyResult, WorkProgress>;
}
