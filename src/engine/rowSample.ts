import type { DuckDBConnection } from '@duckdb/node-api';
import type { Database } from './duckdb.ts';
import type { SqlValue } from './engine.ts';
import { runInterruptibly } from './runInterruptibly.ts';
import type { AskOnce } from './questions.ts';
import { quoteIdentifier } from './quote.ts';
import { dataTable, type StoredColumn } from './sql.ts';
import { startOf } from './typeCandidates.ts';
import { toSqlValue } from './toSqlValue.ts';

/** Stretches of neighbouring rows, spread evenly over the file: few of its blocks are read. */
const stretches = 32;
const rowsEach = 640;
/** One in so many rows of the sample is enough to tell what a column may hold. */
const typedEvery = 13;

/** About 20,000 rows of a large table, the same ones each time: what is estimated rests on them, and what is counted does not. */
export class RowSample {
  /** The name of the table that holds them, for questions on `ask`. */
  static readonly table = 'sampled';
  readonly ask: AskOnce;
  readonly #connection: DuckDBConnection;

  private constructor(connection: DuckDBConnection, signal: AbortSignal) {
    this.#connection = connection;
    this.ask = async (sql) => (await runInterruptibly(connection, sql, signal)).map(toSqlValue);
  }

  static async take(database: Pick<Database, 'connect'>, columns: readonly StoredColumn[], records: number, signal: AbortSignal): Promise<RowSample> {
    const connection = await database.connect();
    const sample = new RowSample(connection, signal);
    const firsts = Array.from({ length: stretches }, (_, index) => Math.floor((index * records) / stretches) + 1);
    const rows = firsts.map((first) => `_row BETWEEN ${first} AND ${first + rowsEach - 1}`).join(' OR ');
    try {
      await sample.ask(
        `CREATE TEMP TABLE ${RowSample.table} AS SELECT ${['_row', ...columns.map(({ internal }) => quoteIdentifier(internal))].join(', ')} FROM ${quoteIdentifier(dataTable)} WHERE ${rows}`,
      );
      return sample;
    } catch (error) {
      sample.close();
      throw error;
    }
  }

  /** The starts of some texts of each column. */
  async texts(columns: readonly StoredColumn[]): Promise<(readonly SqlValue[])[]> {
    if (columns.length === 0) return [];
    const lists = await this.ask(
      `SELECT ${columns.map((column) => `list(${startOf(column)})`).join(', ')} FROM ${RowSample.table} WHERE rowid % ${typedEvery} = 0`,
    );
    return lists.map((list) => (Array.isArray(list) ? (list as readonly SqlValue[]) : []));
  }

  close(): void {
    this.#connection.closeSync();
  }
}
