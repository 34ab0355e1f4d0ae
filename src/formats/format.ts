import type { Compression, Dataset, FormatId, Notice, TextOptions, UnreadableRecord } from '../core/dataset.ts';
import type { Column } from '../core/schema.ts';

/** Bytes of a file by range; never the whole of a large one. */
export interface ByteSource {
  readonly path: string;
  readonly size: number;
  /** At most `length` bytes from `offset`; fewer at the end of the file. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** The file's own text, with what a text cannot say coded beside it. */
export const cellCodes = { value: 0, null: 1, absent: 2, unreadable: 3 } as const;
export type CellCode = (typeof cellCodes)[keyof typeof cellCodes];

/** Column-major cells: `text[i]` is row i's own text, `codes[i]` a `CellCode` (all values when `codes` is absent). */
export interface CellColumn {
  readonly text: readonly string[];
  readonly codes?: Uint8Array;
}

/** What the head of a file shows before anything is loaded. */
export interface FirstRows {
  /** Types are not known yet: every column says `text` unless the file declares its type. */
  readonly columns: readonly Column[];
  readonly cells: readonly CellColumn[];
  /** Row number of the first of them: 1. */
  readonly firstRow: number;
  /** Rows in the whole file, where its metadata tells (Parquet, Arrow). */
  readonly records?: number;
  readonly text?: TextOptions;
  readonly notices: readonly Notice[];
}

/** A file that cannot be shown at all. The message names the file, the place, and what to do. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
}

/** What a reader hands to the engine, in file order. */
export interface RecordBatch {
  /** 1-based row number of the first record. */
  readonly firstRow: number;
  readonly rowNumbers?: readonly number[];
  /** Names of all columns so far, where records bring their own (JSON): a later batch may have more. */
  readonly names?: readonly string[];
  readonly cells: readonly CellColumn[];
  /** How much of the file has been read by now, 0–1. */
  readonly fraction?: number;
}

/** Some rows of one column, as Parquet has texts: each text after its length in four bytes; and a bit for each row that has one. */
export interface ColumnPage {
  readonly bytes: Buffer;
  readonly defined: Buffer;
}

/** Readable records whose texts are bytes of UTF-8 already. */
export interface PageBatch {
  /** 1-based, ascending. */
  readonly rows: Float64Array;
  readonly pages: readonly ColumnPage[];
  /** How much of the file has been read by now, 0–1. */
  readonly fraction?: number;
}

/** Something that came to light while the records were read. */
export interface BatchNotice {
  readonly notice: Notice;
}

export interface TextSource {
  readonly kind: 'text';
  readonly path: string;
  readonly format: 'csv' | 'tsv' | 'jsonl';
  readonly text: TextOptions;
  /**
   * The first record after the header: offset in the file (in its text as UTF-8 without byte order mark, where it is not
   * UTF-8), and line.
   */
  readonly start: { readonly byte: number; readonly line: number };
  /** Length of the byte order mark. */
  readonly markLength: number;
  /** Neither an option nor a byte order mark told the encoding: the whole file may yet show another. */
  readonly encodingIsGuess: boolean;
}

/** Reads all records in file order. Each is in a batch or unreadable; the row numbers have no gaps. */
export type BatchReader = (signal: AbortSignal) => AsyncIterable<RecordBatch | PageBatch | UnreadableRecord | BatchNotice>;

export type EngineSource =
  /** Text whose rows our own index delimits (CSV, TSV, JSONL): loaded in row-aligned chunks, or by the careful reader. */
  | TextSource
  /** A file that DuckDB queries where it lies; `batches` is our own reader, for one that DuckDB refuses. */
  | { readonly kind: 'parquet'; readonly path: string; readonly records: number; batches: BatchReader }
  /** Records that only our own reader can produce (JSON arrays, Arrow). */
  | { readonly kind: 'batches'; batches: BatchReader };

/** Rows of a file that can be read from anywhere in it before it is loaded. */
export interface RowsInPlace {
  /** Rows 1 to this one can be read; grows. */
  readonly records: number;
  /** Finds some more of them; false at the end, or where the file goes on in a way that takes all of it to be read. */
  findMore(): Promise<boolean>;
  /** Cells of rows, in columns by index. */
  read(rows: ArrayLike<number>, columns: readonly number[]): Promise<CellColumn[]>;
}

export interface OpenedFile {
  readonly format: FormatId;
  /** The file is packed, and this is what its first bytes hold: what it holds is loaded from an unpacked copy. */
  readonly compression?: Compression;
  readonly columns: readonly Column[];
  readonly records?: number;
  readonly text?: TextOptions;
  readonly notices: readonly Notice[];
  toEngine(): EngineSource;
  /** null where the file cannot be read that way. */
  rowsInPlace?(): Promise<RowsInPlace | null>;
  close(): Promise<void>;
}

/** One file format: one file in this folder, one line in `index.ts`. */
export interface Format {
  readonly id: FormatId;
  readonly title: string;
  /** With the dot, lower case. */
  readonly extensions: readonly string[];
  /** 0 = cannot be, 1 = certainly; from the name and the first bytes (up to 4 KB). */
  recognise(name: string, head: Uint8Array): number;
  firstRows(source: ByteSource, options: TextOptions): Promise<FirstRows>;
  open(source: ByteSource, options: TextOptions, signal: AbortSignal): Promise<OpenedFile>;
}

export type { Dataset, UnreadableRecord };
