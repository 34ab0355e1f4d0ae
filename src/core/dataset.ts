import type { Column } from './schema.ts';
import type { RoleInference, Roles } from './roles.ts';

/** How a file is packed. */
export type Compression = 'gzip' | 'zstd';

export type FormatId = 'csv' | 'tsv' | 'jsonl' | 'json' | 'parquet' | 'arrow';

/** Something a person should know about how the file was read; it stops nothing. */
export interface Notice {
  readonly severity: 'info' | 'warning' | 'error';
  readonly message: string;
  readonly line?: number;
}

/** How text was decoded and split into cells. */
export interface TextOptions {
  readonly encoding?: Encoding;
  readonly delimiter?: string;
  readonly quote?: string;
  readonly header?: boolean;
}

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'latin1';

/** A record that does not parse. It has a row number, and counts in none of the sums. */
export interface UnreadableRecord {
  /** 1-based data row number in file order. */
  readonly row: number;
  /** 1-based source line on which the record starts, where the format has lines. */
  readonly line?: number;
  /** Byte offset of the record in the file, where it is known. */
  readonly byte?: number;
  readonly reason: string;
  /** The start of the record's own text (at most 1,000 characters), invalid bytes as U+FFFD. */
  readonly text: string;
}

/** A dataset: a table with roles. */
export interface Dataset {
  readonly path: string;
  /** File name without folders. */
  readonly name: string;
  readonly format: FormatId;
  readonly bytes: number;
  /** The file is packed. Lines and offsets are those of what is in it, and decisions cannot be applied to it. */
  readonly compression?: Compression;
  readonly text?: TextOptions;
  readonly columns: readonly Column[];
  /** Records in the file, unreadable ones included: the largest row number. */
  readonly records: number;
  /** Readable rows: what every sum is over. */
  readonly rows: number;
  readonly unreadable: number;
  /** Rows know their source line (CSV, TSV, JSONL). */
  readonly hasLines: boolean;
  readonly roles: Roles;
  readonly inference: RoleInference;
  /** Columns that identify a row, or `[]` when its content does. */
  readonly key: readonly string[];
  readonly notices: readonly Notice[];
  /**
   * Loading was ended by a person: the dataset is what was read by then, the first bytes of the file. Records and rows
   * count no more than that.
   */
  readonly partial?: { readonly bytes: number };
}

/** The column of a name; undefined where there is none. */
export function findColumn(dataset: Pick<Dataset, 'columns'>, name: string): Column | undefined {
  return dataset.columns.find((column) => column.name === name);
}
