import { randomUUID } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { cellCodes, type RecordBatch } from '../formats/format.ts';
import { runInterruptibly } from './runInterruptibly.ts';
import { quoteLiteral } from './quote.ts';

/** Characters that are gathered before they are written. */
const writeLength = 1 << 20;
/** DuckDB's own limits of a line and of a buffer, which it is only asked to raise. */
const usualLine = 2_000_000;
const usualBuffer = 32_000_000;

/**
 * Rows on their way into the table `data`, in a file that DuckDB reads far faster than its appender takes values
 * one by one. Every value is quoted and null is an empty field, so nothing in a text can be taken for anything else.
 */
export class StagedRows {
  rows = 0;
  bytes = 0;
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #layout: readonly (number | 'absent')[];
  /** Bytes of the longest line, at most. */
  #longest = 0;

  private constructor(path: string, file: FileHandle, layout: readonly (number | 'absent')[]) {
    this.#path = path;
    this.#file = file;
    this.#layout = layout;
  }

  /** `layout`: the table's columns after `_row`, by index, and where `_absent` is. */
  static async open(folder: string, layout: readonly (number | 'absent')[]): Promise<StagedRows> {
    const path = join(folder, `staged-${randomUUID()}.csv`);
    return new StagedRows(path, await open(path, 'wx', 0o600), [...layout]);
  }

  async write(batch: RecordBatch, rows: number): Promise<void> {
    let text = '';
    for (let row = 0; row < rows; row++) {
      const line = this.#line(batch, row);
      this.#longest = Math.max(this.#longest, bytesOf(line));
      text += line;
      if (text.length < writeLength) continue;
      await this.#append(text);
      text = '';
    }
    await this.#append(text);
    this.rows += rows;
  }

  /** Inserts the rows and removes the file. Rejects when DuckDB has not taken every one, or with the signal's reason. */
  async insert(connection: DuckDBConnection, signal: AbortSignal): Promise<void> {
    try {
      await this.#file.close();
      const [inserted] = await runInterruptibly(connection, this.#insertSql(), signal);
      if (Number(inserted) !== this.rows) throw new Error(`${this.rows} rows were to be loaded, and ${String(inserted)} were.`);
    } finally {
      await rm(this.#path, { force: true });
    }
  }

  async discard(): Promise<void> {
    await this.#file.close();
    await rm(this.#path, { force: true });
  }

  async #append(text: string): Promise<void> {
    this.bytes += (await this.#file.write(text)).bytesWritten;
  }

  #line(batch: RecordBatch, row: number): string {
    let line = String(batch.rowNumbers?.[row] ?? batch.firstRow + row);
    for (const column of this.#layout) {
      const cell = column === 'absent' ? absentColumns(batch, row) : cellText(batch, column, row);
      if (cell === null) line += ',';
      else line += cell.includes('"') ? `,"${doubled(cell)}"` : `,"${cell}"`;
    }
    return `${line}\n`;
  }

  #insertSql(): string {
    const names = this.#layout.map((column) => `, '${column === 'absent' ? '_absent' : `c${column}`}': 'VARCHAR'`).join('');
    const line = Math.max(usualLine, this.#longest + 1);
    const options = [
      'auto_detect = false',
      'parallel = false',
      'header = false',
      `columns = {'_row': 'BIGINT'${names}}`,
      `delim = ','`,
      `quote = '"'`,
      `escape = '"'`,
      `comment = ''`,
      `nullstr = ''`,
      'allow_quoted_nulls = false',
      'null_padding = false',
      'ignore_errors = false',
      // Line ends of every kind may stand in quotes, which the strict reader refuses.
      'strict_mode = false',
      `max_line_size = ${line}`,
      `buffer_size = ${Math.max(usualBuffer, line * 2)}`,
      `compression = 'none'`,
      `encoding = 'utf-8'`,
    ];
    return `INSERT INTO data SELECT * FROM read_csv(${quoteLiteral(this.#path)}, ${options.join(', ')})`;
  }
}

/** A character is three bytes at most, or two of them four; of a long line they are counted, since DuckDB makes room for them. */
function bytesOf(line: string): number {
  return line.length * 3 < usualLine ? line.length * 3 : Buffer.byteLength(line);
}

/** Piece by piece: replacing makes an object for each place, which a text of many megabytes has too many of. */
const pieceLength = 1 << 20;

function doubled(cell: string): string {
  if (cell.length <= pieceLength) return cell.replaceAll('"', '""');
  const pieces: string[] = [];
  for (let at = 0; at < cell.length; at += pieceLength) pieces.push(cell.slice(at, at + pieceLength).split('"').join('""'));
  return pieces.join('');
}

function cellText(batch: RecordBatch, column: number, row: number): string | null {
  const cells = batch.cells[column]!;
  return cells.codes && cells.codes[row] !== cellCodes.value ? null : cells.text[row]!;
}

function absentColumns(batch: RecordBatch, row: number): string | null {
  let list: string | null = null;
  for (const [index, { codes }] of batch.cells.entries()) {
    if (codes?.[row] === cellCodes.absent) list = list === null ? String(index) : `${list},${index}`;
  }
  return list;
}
