import { BIGINT, DuckDBDataChunk, VARCHAR, type DuckDBAppender, type DuckDBConnection } from '@duckdb/node-api';
import { cellCodes, type RecordBatch } from '../formats/format.ts';

/** Rows of one DuckDB vector. */
const chunkRows = 2048;

/** Creates the table `data` with `_row` and as many VARCHAR columns `c0`, `c1` …, in place of one that is there. */
export async function createDataTable(connection: DuckDBConnection, columns: number): Promise<void> {
  const names = Array.from({ length: columns }, (_, index) => `, c${index} VARCHAR`).join('');
  await connection.run('DROP TABLE IF EXISTS data');
  await connection.run(`CREATE TABLE data (_row BIGINT${names})`);
}

/**
 * Appends batches of text to the table `data`, which grows when a batch has more columns than it.
 * `_absent` is added when the first cell is absent: the indexes of a row's absent columns, with commas.
 */
export class TableWriter {
  rows = 0;
  readonly #connection: DuckDBConnection;
  /** Columns of the table after `_row`, as they lie in it: a column's index, or 'absent'. */
  readonly #layout: (number | 'absent')[];
  /** Row from which on a column has been known, for those that came late. */
  readonly #late: { column: number; row: number }[] = [];
  #columns: number;
  #appender: DuckDBAppender | null = null;

  /** The table is there already, with `columns` columns and no `_absent`. */
  constructor(connection: DuckDBConnection, columns: number) {
    this.#connection = connection;
    this.#columns = columns;
    this.#layout = Array.from({ length: columns }, (_, index) => index);
  }

  async append(batch: RecordBatch): Promise<void> {
    const rows = batch.rowNumbers?.length ?? batch.cells[0]?.text.length ?? 0;
    await this.#grow(batch);
    if (rows === 0) return;
    this.#appender ??= await this.#connection.createAppender('data');
    for (let from = 0; from < rows; from += chunkRows) this.#appendChunk(batch, from, Math.min(rows, from + chunkRows), this.#appender);
    this.rows += rows;
  }

  /** Makes what was appended part of the table, so that another connection can go on after it. */
  flush(): void {
    this.#appender?.closeSync();
    this.#appender = null;
  }

  /** Flushes, and notes the columns that came late as absent in the rows before them. */
  async finish(): Promise<void> {
    this.flush();
    if (this.#late.length === 0) return;
    await this.#ensureAbsent();
    const cases = this.#late.map(({ column, row }) => `CASE WHEN _row < ${row} THEN '${column}' END`).join(', ');
    const last = this.#late.reduce((most, { row }) => Math.max(most, row), 0);
    await this.#connection.run(`UPDATE data SET _absent = concat_ws(',', _absent, ${cases}) WHERE _row < ${last}`);
  }

  async #grow(batch: RecordBatch): Promise<void> {
    const wanted = Math.max(batch.cells.length, batch.names?.length ?? 0);
    for (; this.#columns < wanted; this.#columns++) {
      this.flush();
      await this.#connection.run(`ALTER TABLE data ADD COLUMN c${this.#columns} VARCHAR`);
      this.#layout.push(this.#columns);
      if (this.rows > 0) this.#late.push({ column: this.#columns, row: batch.rowNumbers?.[0] ?? batch.firstRow });
    }
    if (batch.cells.some((column) => column.codes?.includes(cellCodes.absent))) await this.#ensureAbsent();
  }

  async #ensureAbsent(): Promise<void> {
    if (this.#layout.includes('absent')) return;
    this.flush();
    await this.#connection.run('ALTER TABLE data ADD COLUMN _absent VARCHAR');
    this.#layout.push('absent');
  }

  #appendChunk(batch: RecordBatch, from: number, to: number, appender: DuckDBAppender): void {
    const chunk = DuckDBDataChunk.create([BIGINT, ...this.#layout.map(() => VARCHAR)], to - from);
    chunk.setColumnValues(0, Array.from({ length: to - from }, (_, index) => BigInt(batch.rowNumbers?.[from + index] ?? batch.firstRow + from + index)));
    for (const [position, column] of this.#layout.entries()) {
      chunk.setColumnValues(position + 1, column === 'absent' ? absentLists(batch, from, to) : columnValues(batch, column, from, to));
    }
    appender.appendDataChunk(chunk);
  }
}

function columnValues(batch: RecordBatch, index: number, from: number, to: number): (string | null)[] {
  const { text, codes } = batch.cells[index]!;
  if (!codes) return text.slice(from, to);
  return Array.from({ length: to - from }, (_, row) => (codes[from + row] === cellCodes.value ? text[from + row]! : null));
}

function absentLists(batch: RecordBatch, from: number, to: number): (string | null)[] {
  const lists: (string | null)[] = Array.from({ length: to - from }, () => null);
  for (const [index, { codes }] of batch.cells.entries()) {
    if (!codes) continue;
    for (let row = from; row < to; row++) {
      if (codes[row] !== cellCodes.absent) continue;
      const list = lists[row - from];
      lists[row - from] = list === null || list === undefined ? String(index) : `${list},${index}`;
    }
  }
  return lists;
}
