import type { AddedColumn } from './recordEditor.ts';

/** What changes in a file of columns (Parquet, Arrow). Rows are numbered from 1, columns are indexes in the file's order. */
export interface TableEdits {
  /** New texts by row, then column; null: missing. Texts are parsed to the column's type. */
  readonly cells: ReadonlyMap<number, ReadonlyMap<number, string | null>>;
  /** Rows that are left out. */
  readonly dropped?: ReadonlySet<number>;
  /** Columns put at the end, in order. */
  readonly added?: readonly FilledColumn[];
}

/** A new column: the texts of some rows, and what all others have. */
export interface FilledColumn extends AddedColumn {
  readonly values: ReadonlyMap<number, string | null>;
  readonly otherwise: string | null;
}

/** Takes a new file's bytes from its start to its end. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>;
}

export interface RewriteOptions {
  readonly signal?: AbortSignal;
  /** How far the source has been gone through, 0–1. */
  progress?(fraction: number): void;
}

/** What came of a rewrite. */
export interface Rewritten {
  readonly rows: number;
  /** What the new file has not kept of the old one, in sentences; empty where it has kept everything. */
  readonly notKept: readonly string[];
}
