import { basename } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { errorMessage } from '../core/errorMessage.ts';
import { FormatError, type EngineSource, type OpenedFile } from '../formats/format.ts';
import type { LoadedTable, LoadProgress, LoadTarget } from './load.ts';
import { loadBatches } from './loadBatches.ts';
import { runInterruptibly } from './runInterruptibly.ts';
import { quoteLiteral } from './quote.ts';

type ParquetSource = Extract<EngineSource, { kind: 'parquet' }>;

/**
 * Makes `data` a view of the file where it lies, its values in the types that it declares. One scan over all of it
 * proves that every value can be read; where DuckDB refuses, our own reader makes a table of texts.
 */
export async function loadParquet(
  target: LoadTarget,
  opened: OpenedFile,
  source: ParquetSource,
  signal: AbortSignal,
  progress: (value: LoadProgress) => void,
): Promise<LoadedTable> {
  const tell = (fraction: number): void => progress({ fraction, words: 'Reading the file', rows: source.records });
  const connection = await target.connection();
  try {
    if (await isReadable(connection, opened, source, signal, tell, target.stop)) {
      return {
        ...(target.stop?.aborted && { partial: 1 }),
        records: source.records,
        unreadable: [],
        unreadableTotal: 0,
        index: null,
        careful: false,
        columns: opened.columns,
        notices: opened.notices,
      };
    }
    await connection.run('DROP VIEW IF EXISTS data');
  } finally {
    connection.closeSync();
  }
  return loadBatches(target, opened, source, signal, progress);
}

/** Creates the view and reads every value through it once. False where DuckDB cannot. */
async function isReadable(
  connection: DuckDBConnection,
  opened: OpenedFile,
  source: ParquetSource,
  signal: AbortSignal,
  progress: (fraction: number) => void,
  stop?: AbortSignal,
): Promise<boolean> {
  const names = opened.columns.map((column) => `c${column.index}`);
  const polling = setInterval(() => progress(Math.max(0, connection.progress.percentage) / 100), 250);
  try {
    const file = quoteLiteral(source.path);
    // By `_place` DuckDB skips row groups, which it does not by what is worked out from it.
    // Columns are named by position: names in the file may repeat, or be those of our own.
    await connection.run(
      `CREATE OR REPLACE VIEW data (_row, _place, ${names.join(', ')}) AS SELECT file_row_number + 1, file_row_number, * EXCLUDE (file_row_number) FROM read_parquet(${file}, file_row_number = true)`,
    );
    progress(0);
    // Counting would read the pages' headers alone; a hash needs every value.
    const scanned = await runInterruptibly(
      connection,
      `SELECT count(*), bit_xor(hash(${names.join(', ')})) FROM data`,
      stop ? AbortSignal.any([signal, stop]) : signal,
    );
    return Number(scanned[0]) === source.records;
  } catch (error) {
    signal.throwIfAborted();
    // Not every value has been proven to be readable then, which is said.
    if (stop?.aborted) return true;
    const message = errorMessage(error);
    if (/out of memory/i.test(message)) {
      throw new FormatError(
        `${basename(source.path)} needs more memory to be read than the data engine may use. Give it more (winnow.memoryLimit, --memory). (${message.split('\n')[0]})`,
        { cause: error },
      );
    }
    return false;
  } finally {
    clearInterval(polling);
  }
}
