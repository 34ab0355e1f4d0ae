import type { DuckDBConnection } from '@duckdb/node-api';
import type { Notice, TextOptions, UnreadableRecord } from '../core/dataset.ts';
import type { Column } from '../core/schema.ts';
import type { OpenedFile } from '../formats/format.ts';
import { loadBatches } from './loadBatches.ts';
import { loadParquet } from './loadParquet.ts';
import { loadText } from './loadText.ts';
import type { RowIndex } from './rowIndex.ts';

export interface LoadTarget {
  /** A new connection, which the loader closes. SQL on it can read the dataset's own file and `temporaryFolder`. */
  connection(): Promise<DuckDBConnection>;
  /** Exists; the loader removes what it puts there. */
  readonly temporaryFolder: string;
  /** Size of the file, where it is known. */
  readonly bytes?: number;
  /** Ends loading where it is, as soon as there is anything to show. */
  readonly stop?: AbortSignal;
  /** Called with the row index whenever it has grown: it can show rows that are not in the table yet. */
  indexed?(index: RowIndex): void;
}

export interface LoadProgress {
  /** 0–1. */
  readonly fraction?: number;
  readonly words: string;
  /** Rows that queries can see by now. */
  readonly rows?: number;
  /** How much of the file they are, 0–1. */
  readonly share?: number;
}

export interface LoadedTable {
  /** Records in the file, unreadable ones included. */
  readonly records: number;
  /** Loading was stopped: how much of the file the records are, 0–1. */
  readonly partial?: number;
  /** The first 100,000, in row order. */
  readonly unreadable: readonly UnreadableRecord[];
  readonly unreadableTotal: number;
  /** For text formats; whoever holds it closes it. */
  readonly index: RowIndex | null;
  /** Some of it was read record by record, because it was not clean. */
  readonly careful: boolean;
  /** All columns: for JSON the keys of all records, in the order in which they are first seen. */
  readonly columns: readonly Column[];
  readonly notices: readonly Notice[];
  /** How the text was read, where the whole file showed something else than its head (an encoding). */
  readonly text?: TextOptions;
}

/**
 * Loads an opened file into the table (for Parquet, the view) `data`: `_row` is the 1-based row number, `c0`, `c1` …
 * are the columns in file order. Text formats have VARCHAR columns with the file's own text, NULL for null and absent;
 * `_absent` is there when a row misses a key, and lists the indexes of its absent columns. Unreadable records have a
 * row number and no row.
 * Rejects with the signal's reason when aborted, and with a `FormatError` when the file cannot be read at all.
 */
export async function loadTable(target: LoadTarget, opened: OpenedFile, signal: AbortSignal, progress: (value: LoadProgress) => void): Promise<LoadedTable> {
  const source = opened.toEngine();
  switch (source.kind) {
    case 'text':
      return loadText(target, opened, source, signal, progress);
    case 'batches':
      return loadBatches(target, opened, source, signal, progress);
    case 'parquet':
      return loadParquet(target, opened, source, signal, progress);
  }
}
