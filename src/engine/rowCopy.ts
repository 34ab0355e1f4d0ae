import { randomUUID } from 'node:crypto';
import { rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Column } from '../core/schema.ts';
import { nodeByteSource } from '../formats/byteSource.ts';
import { toCsvDialect } from '../formats/csv.ts';
import { startOf, type ReadCells } from './cells.ts';
import type { Database } from './duckdb.ts';
import { quoteIdentifier, quoteLiteral } from './quote.ts';
import { RowIndex } from './rowIndex.ts';
import { IndexedCells } from './rowIndexCells.ts';
import { dataTable, type StoredColumn } from './sql.ts';
import { windowText } from './window.ts';

/** With fewer rows a scan is quick enough. */
const fewestRows = 20_000;
/** Disk that the copy may take, of what is free. */
const shareOfDisk = 0.25;
/**
 * Requests for scattered rows by which it is made: the first window of a sorted view makes two, and whoever looks no
 * further does not need it.
 */
const requestsBefore = 3;

export interface RowCopyOptions {
  readonly database: Pick<Database, 'execute' | 'query'>;
  readonly columns: readonly StoredColumn[];
  readonly records: number;
  /** Exists, and SQL can write to it. */
  readonly folder: string;
}

/**
 * The cells of a file whose columns lie apart, row by row in a temporary file: rows that are scattered over it, as those
 * of a sorted view are, come from there in milliseconds, where each time a scan of the columns would take tenths of a second.
 * It is made in the background once such rows have been asked for; where there is no room for it, there is none.
 */
export class RowCopy {
  readonly #options: RowCopyOptions;
  readonly #path: string;
  readonly #closing = new AbortController();
  #requests = 0;
  #making: Promise<void> | null = null;
  #cells: IndexedCells | null = null;

  constructor(options: RowCopyOptions) {
    this.#options = options;
    this.#path = join(options.folder, `rows-${randomUUID()}.csv`);
  }

  /** Settles when there is nothing to wait for: the copy is there, cannot be made, or was not asked for. */
  get settled(): Promise<void> {
    return this.#making ?? Promise.resolve();
  }

  /** Cells of some rows, in their order; null where they are not to be had from here (yet). */
  async read(rows: Int32Array, columns: readonly string[], characters: number): Promise<ReadCells | null> {
    if (characters > windowText || this.#options.records < fewestRows || rows.length === 0) return null;
    if (!this.#cells && isScattered(rows) && ++this.#requests === requestsBefore) this.#making = this.#make().catch(() => undefined);
    if (!this.#cells?.suits(rows)) return null;
    return this.#cells.read(rows, columns, characters).catch(() => null);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.settled;
    await this.#cells?.index.close();
    await rm(this.#path, { force: true });
  }

  async #make(): Promise<void> {
    const { database, columns } = this.#options;
    const { signal } = this.#closing;
    if (!(await this.#hasRoom(signal))) return;
    // The last field keeps a row of nothing but missing cells from being an empty line.
    const cells = [...columns.map((column, index) => `${startOf(column, windowText + 1)} AS c${index}`), `'.' AS last`];
    await database.execute(
      `COPY (SELECT ${cells.join(', ')} FROM ${quoteIdentifier(dataTable)}) TO ${quoteLiteral(this.#path)} (FORMAT csv, HEADER false, DELIMITER ',', QUOTE '"', ESCAPE '"', NULLSTR '')`,
      [],
      signal,
    );
    const source = await nodeByteSource(this.#path);
    try {
      const dialect = toCsvDialect({ delimiter: ',', quote: '"' }, columns.length + 1);
      const index = await RowIndex.build(source, { dialect, start: { byte: 0, line: 1 } }, signal);
      if (index.records !== this.#options.records) throw new Error('The copy has other rows than the file.');
      this.#cells = new IndexedCells(index, fileColumns(columns), '"');
    } catch (error) {
      await source.close();
      await rm(this.#path, { force: true });
      throw error;
    }
  }

  /** Judged by some of the rows. */
  async #hasRoom(signal: AbortSignal): Promise<boolean> {
    const { database, columns, records, folder } = this.#options;
    const sizes = columns.map((column) => `coalesce(strlen(${startOf(column, windowText + 1)}), 0) + 3`);
    const [found] = await database.query(`SELECT avg(${sizes.join(' + ')}) AS bytes FROM (SELECT * FROM ${quoteIdentifier(dataTable)} LIMIT 2048)`, [], signal);
    const { bavail, bsize } = await statfs(folder);
    return Number(found?.['bytes']) * records < bavail * bsize * shareOfDisk;
  }
}

function isScattered(rows: Int32Array): boolean {
  return rows.reduce((most, row) => Math.max(most, row), 0) - rows.reduce((least, row) => Math.min(least, row), Infinity) >= rows.length;
}

function fileColumns(columns: readonly StoredColumn[]): Column[] {
  return [...columns.map(({ name }, index): Column => ({ name, index, type: 'text' })), { name: '', index: columns.length, type: 'text' }];
}
