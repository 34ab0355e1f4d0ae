import type { DuckDBConnection } from '@duckdb/node-api';
import { cellCodes, type RecordBatch } from '../formats/format.ts';
import { StagedRows } from './stagedRows.ts';
import { pageOf, StagedPages, type ColumnPage, type RowPages } from './stagedPages.ts';

/** Rows of one of DuckDB's row groups: what fills them whole is stored once, not merged and stored again. */
export const groupRows = 122_880;
const usualStage = 32 << 20;
const longestStage = 128 << 20;

/**
 * Creates the table `data` with `_row` and as many VARCHAR columns `c0`, `c1` …, in place of one that is there.
 * @param plain whether a column is stored as it is; DuckDB otherwise tries its ways of compressing it on each row group.
 */
export async function createDataTable(connection: DuckDBConnection, columns: number, plain: readonly boolean[] = []): Promise<void> {
  const names = Array.from({ length: columns }, (_, index) => `, c${index} VARCHAR${plain[index] ? ' USING COMPRESSION uncompressed' : ''}`).join('');
  await connection.run('DROP TABLE IF EXISTS data');
  await connection.run(`CREATE TABLE data (_row BIGINT${names})`);
}

/**
 * Appends batches of text to the table `data`, which grows when a batch has more columns than it.
 * `_absent` is added when the first cell is absent: the indexes of a row's absent columns, with commas.
 * Rows gather in a file that DuckDB then reads on its own threads, while the next ones are being made.
 */
export class TableWriter {
  /** Rows appended, and those of them that queries can see. */
  rows = 0;
  visible = 0;
  readonly #connection: DuckDBConnection;
  readonly #temporaryFolder: string;
  readonly #signal: AbortSignal;
  /** Columns of the table after `_row`, as they lie in it: a column's index, or 'absent'. */
  readonly #layout: (number | 'absent')[];
  /** Row from which on a column has been known, for those that came late. */
  readonly #late: { column: number; row: number }[] = [];
  #columns: number;
  #stage: StagedRows | null = null;
  #pages: StagedPages | null = null;
  #inserting: Promise<void> = Promise.resolve();

  /** The table is there already, with `columns` columns and no `_absent`; nothing else runs on the connection. */
  constructor(connection: DuckDBConnection, columns: number, temporaryFolder: string, signal: AbortSignal) {
    this.#connection = connection;
    this.#temporaryFolder = temporaryFolder;
    this.#signal = signal;
    this.#columns = columns;
    this.#layout = Array.from({ length: columns }, (_, index) => index);
  }

  async append(batch: RecordBatch): Promise<void> {
    this.#signal.throwIfAborted();
    const rows = batch.rowNumbers?.length ?? batch.cells[0]?.text.length ?? 0;
    await this.#grow(
      Math.max(batch.cells.length, batch.names?.length ?? 0),
      batch.rowNumbers?.[0] ?? batch.firstRow,
      batch.cells.some((column) => column.codes?.includes(cellCodes.absent)),
    );
    if (rows === 0) return;
    await this.#insertPages();
    this.#stage ??= await StagedRows.open(this.#temporaryFolder, this.#layout);
    await this.#stage.write(batch, rows);
    this.rows += rows;
    const { bytes } = this.#stage;
    if (bytes >= longestStage || (bytes >= usualStage && this.#stage.rows % groupRows < rows)) await this.#insertStage();
  }

  /** As `append`, for columns of bytes; `absent` lists the indexes of absent columns, as in the table. */
  async appendPages(pages: RowPages, absent: ColumnPage | null): Promise<void> {
    this.#signal.throwIfAborted();
    await this.#grow(pages.columns.length, pages.rows[0] ?? 0, absent !== null);
    await this.#insertStage();
    this.#pages ??= new StagedPages(this.#temporaryFolder, this.#layout.map((column) => (column === 'absent' ? '_absent' : `c${column}`)));
    const nothing = (): ColumnPage => pageOf(Array.from(pages.rows, () => null));
    this.#pages.add({ rows: pages.rows, columns: this.#layout.map((column) => (column === 'absent' ? absent : pages.columns[column]) ?? nothing()) });
    this.rows += pages.rows.length;
    const { bytes, rows } = this.#pages;
    if (bytes >= longestStage || (bytes >= usualStage && rows % groupRows === 0)) await this.#insertPages();
  }

  /** Makes what was appended part of the table, so that another connection can go on after it. */
  async flush(): Promise<void> {
    await this.#insertStage();
    await this.#insertPages();
    await this.#inserting;
  }

  /** Flushes, and notes the columns that came late as absent in the rows before them. */
  async finish(): Promise<void> {
    await this.flush();
    if (this.#late.length === 0) return;
    await this.#ensureAbsent();
    const cases = this.#late.map(({ column, row }) => `CASE WHEN _row < ${row} THEN '${column}' END`).join(', ');
    const last = this.#late.reduce((most, { row }) => Math.max(most, row), 0);
    await this.#connection.run(`UPDATE data SET _absent = concat_ws(',', _absent, ${cases}) WHERE _row < ${last}`);
  }

  /** Waits for what runs, and removes what was not inserted. */
  async dispose(): Promise<void> {
    await this.#inserting.catch(() => undefined);
    await this.#stage?.discard();
    this.#stage = null;
  }

  /** Hands the gathered rows to DuckDB, after those before them. */
  async #insertStage(): Promise<void> {
    const stage = this.#stage;
    if (!stage) return;
    await this.#inserting;
    this.#stage = null;
    this.#insert(stage);
  }

  async #insertPages(): Promise<void> {
    const pages = this.#pages;
    if (!pages) return;
    await this.#inserting;
    this.#pages = null;
    this.#insert(pages);
  }

  #insert(staged: StagedRows | StagedPages): void {
    this.#inserting = staged.insert(this.#connection, this.#signal).then(() => void (this.visible += staged.rows));
    // Whoever waits for it next is told; until then it is nobody's.
    this.#inserting.catch(() => undefined);
  }

  async #grow(wanted: number, firstRow: number, hasAbsent: boolean): Promise<void> {
    if (wanted > this.#columns) await this.flush();
    for (; this.#columns < wanted; this.#columns++) {
      await this.#connection.run(`ALTER TABLE data ADD COLUMN c${this.#columns} VARCHAR`);
      this.#layout.push(this.#columns);
      if (this.rows > 0) this.#late.push({ column: this.#columns, row: firstRow });
    }
    if (hasAbsent) await this.#ensureAbsent();
  }

  async #ensureAbsent(): Promise<void> {
    if (this.#layout.includes('absent')) return;
    await this.flush();
    await this.#connection.run('ALTER TABLE data ADD COLUMN _absent VARCHAR');
    this.#layout.push('absent');
  }
}
