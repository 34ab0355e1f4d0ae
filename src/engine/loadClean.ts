import { randomUUID } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { runInterruptibly } from './runInterruptibly.ts';
import type { TextLoad } from './loadWhole.ts';
import { quoteLiteral } from './quote.ts';
import type { RowIndex } from './rowIndex.ts';

/** Segments of a CSV that DuckDB can read at once, because the index has found nothing in them that needs care. */
export interface CleanChunk {
  readonly row: number;
  readonly byte: number;
  readonly length: number;
  readonly records: number;
  readonly mixedLineEnds: boolean;
}

const copyLength = 8 << 20;
/** Stands for no delimiter: a chunk that has one in its text is refused, and read with care. */
const unitSeparator = '\u001f';
/** Of each connection its own. */
const rowNumbers = 'row_numbers';

/**
 * Reads a chunk into the table `data` through DuckDB's own CSV reader, from a copy of its bytes, in a transaction
 * that is left open: `true` when every record of the chunk became a row, in order. With `false` nothing is left open.
 *
 * The reader runs on one thread (`parallel = false`): with several it finds row boundaries inside quoted line ends.
 */
export async function insertCleanChunk(connection: DuckDBConnection, chunk: CleanChunk, load: TextLoad): Promise<boolean> {
  const { target, index, signal } = load;
  const copy = join(target.temporaryFolder, `rows-${randomUUID()}.csv`);
  let began = false;
  try {
    const startsWithMark = await copyRange(index, chunk, copy, signal);
    // DuckDB would take it for a byte order mark, and it is text here.
    if (startsWithMark) return false;
    await connection.run('BEGIN TRANSACTION');
    began = true;
    // Rows come one after the other from one thread. A window function would hold as many blocks of all columns again.
    await connection.run(`CREATE OR REPLACE TEMPORARY SEQUENCE ${rowNumbers} START ${chunk.row}`);
    const [inserted] = await runInterruptibly(connection, insertSql(copy, load, chunk.mixedLineEnds), signal);
    if (Number(inserted) === chunk.records) return true;
  } catch {
    signal.throwIfAborted();
  } finally {
    await rm(copy, { force: true });
  }
  if (began) await connection.run('ROLLBACK');
  return false;
}

function insertSql(path: string, { index, columns, quote }: TextLoad, mixedLineEnds: boolean): string {
  const names = Array.from({ length: columns.length }, (_, column) => `'c${column}': 'VARCHAR'`).join(', ');
  const { delimiter } = index.dialect!;
  const options = [
    'auto_detect = false',
    'parallel = false',
    'header = false',
    `columns = {${names}}`,
    `delim = ${quoteLiteral(delimiter < 0 ? unitSeparator : String.fromCharCode(delimiter))}`,
    `quote = ${quoteLiteral(quote)}`,
    `escape = ${quoteLiteral(quote)}`,
    `comment = ''`,
    `nullstr = ''`,
    'allow_quoted_nulls = false',
    'null_padding = false',
    'ignore_errors = false',
    // The strict reader wants line ends of one kind, even inside quotes. The index has proven everything else that it minds.
    `strict_mode = ${!mixedLineEnds}`,
    `compression = 'none'`,
    `encoding = 'utf-8'`,
  ];
  return `INSERT INTO data SELECT nextval('${rowNumbers}'), * FROM read_csv(${quoteLiteral(path)}, ${options.join(', ')})`;
}

/** Copies a stretch of the file; true when it begins with what looks like a byte order mark. */
async function copyRange(index: RowIndex, chunk: CleanChunk, path: string, signal: AbortSignal): Promise<boolean> {
  const file = await open(path, 'wx', 0o600);
  try {
    for (let at = 0; at < chunk.length; at += copyLength) {
      signal.throwIfAborted();
      const bytes = await index.read(chunk.byte + at, Math.min(copyLength, chunk.length - at));
      if (at === 0 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return true;
      await file.write(bytes);
    }
    return false;
  } finally {
    await file.close();
  }
}
