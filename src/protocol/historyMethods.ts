import type { WinnowConfig } from '../core/config.ts';
import type { DriftReport, NoDrift } from '../core/drift.ts';
import type { FileVersion, LineageEntry, VersionSummary } from '../core/fileVersion.ts';
import type { RowKey } from '../core/rowKey.ts';
import type { WorkProgress } from './engineMethods.ts';
import type { Method } from './rpc.ts';

/** One version of a file, to be described. */
export interface VersionParams {
  /** The blob: names the content. */
  readonly blob: string;
  /** Name of the file in that version: its ending may say how it is read. */
  readonly name: string;
  /** The content, written out; absent: only what is known already is wanted. */
  readonly content?: { readonly path: string; readonly hash?: string; readonly bytes: number };
  readonly config: WinnowConfig;
  /** The column that is the label where the version has it, so that versions are compared by one column. */
  readonly label?: string;
  /** Where what is known of versions is kept; none: nowhere. */
  readonly cacheFolder?: string;
  readonly memoryLimit: number;
}

/** What the engine answers about versions of files. */
export interface EngineHistoryMethods {
  /** What is in a version; null where that is not known yet and no content was given. Rejects in words where it cannot be read. */
  describeVersion: Method<VersionParams, VersionSummary | null, WorkProgress>;
  /**
   * How a version differs from the one before it; null where either has not been described with these parameters yet.
   * `called`: its name in sentences.
   */
  versionDrift: Method<{ before: VersionParams & { called: string }; after: VersionParams & { called: string } }, DriftReport | null>;
  /** How an open dataset differs from a version; null as above. */
  driftSinceVersion: Method<{ id: number; before: VersionParams & { called: string } }, DriftReport | null>;
  /** Rows of keys; null where no row, or more than one, has the key. */
  rowsOf: Method<{ id: number; keys: readonly RowKey[] }, readonly (number | null)[]>;
}

/** The versions of the open file. */
export interface FileHistory {
  /** Why there are none, in words. */
  readonly why?: string;
  /** What is on disk is not what the newest commit has. */
  readonly changed: boolean;
  /** The file on disk. */
  readonly current: VersionSummary | null;
  /** Newest first. */
  readonly versions: readonly FileVersion[];
  /** There are older ones than those listed. */
  readonly more: boolean;
  /** There may be older ones that a shallow clone does not have. */
  readonly shallow?: boolean;
  /** Newest first. */
  readonly lineage: readonly LineageEntry[];
}

/** How a row was in another version. */
export interface PastRow {
  /** Why the row cannot be shown, in words. */
  readonly why?: string;
  /** 1-based row number in that version. */
  readonly row?: number;
  /** Cells that differ: as they are on disk, and as they were; null: missing. */
  readonly cells: readonly { readonly column: string; readonly now: string | null; readonly then: string | null }[];
  /** Columns of both whose cells are too long to be compared here. */
  readonly uncompared: readonly string[];
}

/** What the webview asks the extension host about versions of the open file. `commit`: one of those listed. */
export interface HostHistoryMethods {
  history: Method<{ limit: number }, FileHistory>;
  describeVersion: Method<{ commit: string }, VersionSummary, WorkProgress>;
  /** How a version differs from one before it, column by column; an empty `commit` is the file on disk. */
  versionDrift: Method<{ commit: string; before: string }, DriftReport | NoDrift, WorkProgress>;
  /** Opens a copy of a version that nothing can be saved to. */
  openVersion: Method<{ commit: string }, void>;
  compareVersion: Method<{ commit: string }, void>;
  /** The row of that version that has the key of a row of the open file, and where they differ. */
  pastRow: Method<{ commit: string; row: number }, PastRow, WorkProgress>;
}
