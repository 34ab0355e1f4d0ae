import { randomUUID } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { ColumnPage } from '../formats/format.ts';
import { runInterruptibly } from './runInterruptibly.ts';
import { quoteLiteral } from './quote.ts';
import { ThriftWriter } from './thrift.ts';

export type { ColumnPage };

/** Neighbouring rows, column by column. */
export interface RowPages {
  /** 1-based row numbers, ascending. */
  readonly rows: Float64Array;
  /** In the order of the table's columns after `_row`. */
  readonly columns: readonly ColumnPage[];
}

/** A page of texts, null where there is none. */
export function pageOf(texts: readonly (Buffer | null)[]): ColumnPage {
  const defined = Buffer.alloc(Math.ceil(texts.length / 8));
  const parts: Buffer[] = [];
  for (const [row, text] of texts.entries()) {
    if (!text) continue;
    defined[row >> 3]! |= 1 << (row & 7);
    const length = Buffer.alloc(4);
    length.writeUInt32LE(text.length);
    parts.push(length, text);
  }
  return { bytes: Buffer.concat(parts), defined };
}

const magic = Buffer.from('PAR1');

/**
 * Rows of text on their way into the table `data`, as a Parquet file without compression: bytes of the source go
 * into it as they are, and DuckDB reads it in a fraction of the time that a CSV of them would take.
 */
export class StagedPages {
  rows = 0;
  bytes = 0;
  readonly #path: string;
  readonly #names: readonly string[];
  readonly #pages: RowPages[] = [];

  /** `names`: the table's columns after `_row`. */
  constructor(folder: string, names: readonly string[]) {
    this.#path = join(folder, `staged-${randomUUID()}.parquet`);
    this.#names = names;
  }

  add(pages: RowPages): void {
    this.#pages.push(pages);
    this.rows += pages.rows.length;
    this.bytes += pages.columns.reduce((sum, { bytes }) => sum + bytes.length, 8 * pages.rows.length);
  }

  /** Inserts the rows. Rejects when DuckDB has not taken every one, or with the signal's reason; nothing is left behind. */
  async insert(connection: DuckDBConnection, signal: AbortSignal): Promise<void> {
    try {
      await this.#write();
      const [inserted] = await runInterruptibly(connection, `INSERT INTO data SELECT * FROM read_parquet(${quoteLiteral(this.#path)})`, signal);
      if (Number(inserted) !== this.rows) throw new Error(`${this.rows} rows were to be loaded, and ${String(inserted)} were.`);
    } finally {
      await rm(this.#path, { force: true });
    }
  }

  /** One row group: a chunk for each column, of a page for each of the stretches that were added. */
  async #write(): Promise<void> {
    const file = await open(this.#path, 'wx', 0o600);
    const chunks: Chunk[] = [];
    try {
      let at = await append(file, [magic]);
      const columns = ['_row', ...this.#names];
      for (const [index, name] of columns.entries()) {
        const parts = this.#pages.flatMap((pages) => (index === 0 ? rowNumberPage(pages.rows) : textPage(pages.columns[index - 1]!, pages.rows.length)));
        const length = await append(file, parts);
        chunks.push({ name, at, length, isText: index > 0 });
        at += length;
      }
      const footer = describe(chunks, this.rows);
      const size = Buffer.alloc(4);
      size.writeUInt32LE(footer.length);
      await append(file, [footer, size, magic]);
    } finally {
      await file.close();
    }
  }
}

interface Chunk {
  readonly name: string;
  readonly at: number;
  readonly length: number;
  readonly isText: boolean;
}

async function append(file: FileHandle, parts: readonly Buffer[]): Promise<number> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  // A system takes a limited number of buffers at once.
  for (let from = 0; from < parts.length; from += 512) await file.writev(parts.slice(from, from + 512));
  return length;
}

function rowNumberPage(rows: Float64Array): Buffer[] {
  const bytes = Buffer.alloc(rows.length * 8);
  for (let index = 0; index < rows.length; index++) {
    const row = rows[index]!;
    bytes.writeUInt32LE(row % 2 ** 32, index * 8);
    bytes.writeUInt32LE(Math.floor(row / 2 ** 32), index * 8 + 4);
  }
  return [pageHeader(rows.length, bytes.length), bytes];
}

function textPage({ bytes, defined }: ColumnPage, rows: number): Buffer[] {
  // Levels are a run of bits, eight rows to a byte, after its length.
  const run: number[] = [];
  let header = (Math.ceil(rows / 8) << 1) | 1;
  for (; header >= 128; header >>>= 7) run.push((header & 127) | 128);
  run.push(header);
  const levels = Buffer.alloc(4 + run.length);
  levels.writeUInt32LE(run.length + defined.length);
  levels.set(run, 4);
  return [pageHeader(rows, levels.length + defined.length + bytes.length), levels, defined, bytes];
}

const encodings = { plain: 0, rle: 3 } as const;

function pageHeader(values: number, length: number): Buffer {
  const thrift = new ThriftWriter();
  return thrift.inside(() => {
    thrift.integer(1, 0).integer(2, length).integer(3, length);
    thrift.struct(5, () => thrift.integer(1, values).integer(2, encodings.plain).integer(3, encodings.rle).integer(4, encodings.rle));
  }).bytes();
}

/** The metadata at the end of the file: numbers of the types are those of the Parquet format. */
function describe(chunks: readonly Chunk[], rows: number): Buffer {
  const thrift = new ThriftWriter();
  const [int64, byteArray, utf8, required, optional] = [2, 6, 0, 0, 1];
  const column = ({ name, at, length, isText }: Chunk): void => {
    thrift.inside(() => {
      thrift.long(2, at).struct(3, () => {
        thrift.integer(1, isText ? byteArray : int64);
        thrift.list(2, 5, 2, () => thrift.listed(encodings.plain).listed(encodings.rle));
        thrift.list(3, 8, 1, () => thrift.listed(name));
        thrift.integer(4, 0).long(5, rows).long(6, length).long(7, length).long(9, at);
      });
    });
  };
  return thrift.inside(() => {
    thrift.integer(1, 1);
    thrift.list(2, 12, chunks.length + 1, () => {
      thrift.inside(() => thrift.text(4, 'rows').integer(5, chunks.length));
      for (const { name, isText } of chunks) {
        thrift.inside(() => {
          thrift.integer(1, isText ? byteArray : int64).integer(3, isText ? optional : required).text(4, name);
          if (isText) thrift.integer(6, utf8);
        });
      }
    });
    thrift.long(3, rows);
    thrift.list(4, 12, 1, () => {
      thrift.inside(() => {
        thrift.list(1, 12, chunks.length, () => chunks.forEach(column));
        thrift.long(2, chunks.reduce((sum, { length }) => sum + length, 0)).long(3, rows);
      });
    });
  }).bytes();
}
