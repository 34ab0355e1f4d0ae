import { setMaxListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { DuckDBConnection, DuckDBInstance, DuckDBDataChunk, DuckDBResult, DuckDBScalarFunction } from '@duckdb/node-api';
import { abortError } from '../protocol/rpc.ts';
import { ask, bindable, rowsOf } from './ask.ts';
import type { SqlParameter, SqlRow, SqlValue } from './engine.ts';
import { engineMemory, type MemoryShare } from './memoryPool.ts';
import { listsOf } from './numberLists.ts';
import { megabytesText, openInstance, type DatabaseOptions } from './openInstance.ts';
import { toSqlValue } from './toSqlValue.ts';

export { storedDatabase, type DatabaseOptions } from './openInstance.ts';

/** How often an interrupt is repeated: one that comes before its query has begun is lost. */
const interruptEvery = 20;
const idleConnections = 4;
/** Chunks of a large result that are looked at before others have their turn: some 100,000 values. */
const chunksAtATime = 64;

/**
 * One DuckDB instance, locked down, with as many connections as there are queries at a time:
 * `interrupt()` reaches a whole connection, so no two queries share one.
 */
export class Database {
  readonly #instance: DuckDBInstance;
  readonly #memory: MemoryShare;
  readonly #onClose: (() => Promise<void>) | undefined;
  /** Held here: DuckDB calls it, but does not keep it from being collected. */
  readonly #functions: readonly DuckDBScalarFunction[];
  readonly #idle: DuckDBConnection[] = [];
  readonly #busy = new Set<DuckDBConnection>();
  readonly #running = new Set<Promise<unknown>>();
  /** What each connection was last asked, settled or not. */
  readonly #pending = new WeakMap<DuckDBConnection, Promise<unknown>>();
  #closed = false;

  private constructor(
    instance: DuckDBInstance,
    functions: readonly DuckDBScalarFunction[],
    memory: MemoryShare,
    onClose?: () => Promise<void>,
  ) {
    this.#instance = instance;
    this.#functions = functions;
    this.#memory = memory;
    this.#onClose = onClose;
  }

  /** Opens or creates the database, then takes away every way out of it. Throws what DuckDB throws. */
  static async open(options: DatabaseOptions): Promise<Database> {
    const memory = await engineMemory.join(options.memoryLimit, options.memoryWanted ?? options.memoryLimit, options.memoryNeeded);
    try {
      const { instance, functions, connection } = await openInstance(options, memory.megabytes);
      const database = new Database(instance, functions, memory, options.onClose);
      database.#idle.push(connection);
      await memory.follow((megabytes) => database.#setMemory(megabytes));
      return database;
    } catch (error) {
      memory.release();
      throw error;
    }
  }

  /** A connection of the caller's own, for appenders and for several statements in a row. */
  connect(): Promise<DuckDBConnection> {
    return this.#instance.connect();
  }

  /** Runs a statement of our own that changes the database. What is asked of a dataset goes through the methods below, which only read. */
  execute(sql: string, parameters?: readonly SqlParameter[], signal?: AbortSignal): Promise<void> {
    return this.#use(signal, async (connection) => void (await connection.run(sql, bindable(parameters))));
  }

  /** All rows of a result. Rejects with an AbortError as soon as the signal says so, and interrupts the query. */
  query(sql: string, parameters?: readonly SqlParameter[], signal?: AbortSignal): Promise<SqlRow[]> {
    return this.#use(signal, async (connection) => {
      const result = await ask(connection, sql, parameters, (question) => question.run());
      const names = result.columnNames();
      return (await result.fetchAllChunks()).flatMap((chunk) => rowsOf(chunk, names));
    });
  }

  /** All values of a result, column by column. */
  columns(sql: string, parameters?: readonly SqlParameter[], signal?: AbortSignal): Promise<SqlValue[][]> {
    return this.#use(signal, async (connection) => {
      const result = await ask(connection, sql, parameters, (question) => question.run());
      const columns = result.columnNames().map((): SqlValue[] => []);
      for (const chunk of await result.fetchAllChunks()) {
        columns.forEach((column, index) => chunk.visitColumnValues(index, (value) => void column.push(toSqlValue(value))));
      }
      return columns;
    });
  }

  /** The first column of a result, an INTEGER without NULLs: row numbers of a view. */
  integers(sql: string, parameters?: readonly SqlParameter[], signal?: AbortSignal): Promise<Int32Array> {
    return this.#use(signal, async (connection) => {
      const result = await ask(connection, sql, parameters, (question) => question.run());
      const chunks = await result.fetchAllChunks();
      const all = new Int32Array(chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0));
      let length = 0;
      for (const [index, chunk] of chunks.entries()) {
        chunk.visitColumnValues(0, (value) => void (all[length++] = Number(value)));
        // Ten million of them in one go would keep other questions waiting for half a second.
        if (index % chunksAtATime === chunksAtATime - 1) await setImmediate();
      }
      return all;
    });
  }

  /** All values of a result of doubles, column by column; NaN where there is none. */
  numbers(sql: string, signal?: AbortSignal): Promise<Float64Array[]> {
    return this.#use(signal, async (connection) => {
      const result = await ask(connection, sql, [], (question) => question.run());
      const chunks = await result.fetchAllChunks();
      const rows = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
      return result.columnNames().map((_, index) => {
        const column = new Float64Array(rows);
        let length = 0;
        for (const chunk of chunks)
          chunk.visitColumnValues(index, (value) => void (column[length++] = typeof value === 'number' ? value : NaN));
        return column;
      });
    });
  }

  /** The first column of a result, lists of doubles, row by row; NaN where there is no number, and for all of a list of another length. */
  numberLists(sql: string, length: number, signal?: AbortSignal): Promise<Float64Array> {
    return this.#use(signal, async (connection) => {
      const result = await ask(connection, sql, [], (question) => question.run());
      return listsOf(await result.fetchAllChunks(), length);
    });
  }

  /** Row numbers and lists of doubles, the two columns of a result, in chunks of about 2,000 rows; otherwise as `numberLists`. */
  async *streamLists(
    sql: string,
    length: number,
    signal?: AbortSignal,
  ): AsyncGenerator<{ readonly rows: Int32Array; readonly values: Float64Array }> {
    for await (const { chunk } of this.#chunks(sql, [], signal)) {
      const rows = new Int32Array(chunk.rowCount);
      chunk.visitColumnValues(0, (value, row) => void (rows[row] = Number(value)));
      yield { rows, values: listsOf([chunk], length, 1) };
    }
  }

  /** Rows in chunks of about 2,000; leaving the loop early ends the query. */
  async *stream(sql: string, parameters?: readonly SqlParameter[], signal?: AbortSignal): AsyncGenerator<SqlRow[]> {
    for await (const { chunk, names } of this.#chunks(sql, parameters, signal)) yield rowsOf(chunk, names);
  }

  async *#chunks(
    sql: string,
    parameters: readonly SqlParameter[] | undefined,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<{ chunk: DuckDBDataChunk; names: string[] }> {
    if (signal?.aborted) throw abortError();
    const connection = await this.#lease();
    const step = <T,>(work: Promise<T>): Promise<T> => this.#interruptible(connection, signal, work);
    const started = ask(connection, sql, parameters, (question) => question.stream());
    let finished = false;
    try {
      const result = await step(started);
      const names = result.columnNames();
      for (let chunk = await step(result.fetchChunk()); chunk && chunk.rowCount > 0; chunk = await step(result.fetchChunk())) {
        yield { chunk, names };
      }
      finished = true;
    } finally {
      if (finished) this.#release(connection);
      else this.#abandon(connection, started);
    }
  }

  /**
   * Lets go of a result that was left half read. Its query still runs, and may wait for a function of ours to be called
   * on this thread, which must not wait for it in turn: the rest is read, which an interrupt makes short.
   */
  #abandon(connection: DuckDBConnection, started: Promise<DuckDBResult>): void {
    const drain = async (): Promise<void> => {
      const result = await started;
      await this.#pending.get(connection);
      do connection.interrupt();
      while (((await result.fetchChunk())?.rowCount ?? 0) > 0);
    };
    connection.interrupt();
    const drained = drain()
      .catch(() => undefined)
      .then(() => this.#release(connection, false));
    this.#running.add(drained);
    void drained.then(() => this.#running.delete(drained));
  }

  async #use<T>(signal: AbortSignal | undefined, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    if (signal?.aborted) throw abortError();
    const connection = await this.#lease();
    const done = work(connection);
    const release = (): void => this.#release(connection);
    done.then(release, release);
    return this.#interruptible(connection, signal, done);
  }

  #interruptible<T>(connection: DuckDBConnection, signal: AbortSignal | undefined, done: Promise<T>): Promise<T> {
    const settled = done.catch(() => undefined);
    this.#running.add(settled);
    this.#pending.set(connection, settled);
    void settled.then(() => this.#running.delete(settled));
    if (!signal) return done;
    return new Promise((resolve, reject) => {
      let repeat: NodeJS.Timeout | undefined;
      const abort = (): void => {
        connection.interrupt();
        repeat = setInterval(() => connection.interrupt(), interruptEvery);
        reject(abortError());
      };
      // Many queries may wait for one signal; that is no leak.
      setMaxListeners(0, signal);
      if (signal.aborted) abort();
      else signal.addEventListener('abort', abort, { once: true });
      void settled.then(() => {
        clearInterval(repeat);
        signal.removeEventListener('abort', abort);
      });
      done.then(resolve, reject);
    });
  }

  async #setMemory(megabytes: number): Promise<void> {
    await this.#use(undefined, (connection) => connection.run(`SET GLOBAL memory_limit = '${megabytesText(megabytes)}'`));
  }

  async #lease(): Promise<DuckDBConnection> {
    const connection = this.#closed ? null : (this.#idle.pop() ?? (await this.#instance.connect()));
    if (!connection || this.#closed) {
      connection?.disconnectSync();
      throw new Error('The dataset is closed');
    }
    this.#busy.add(connection);
    return connection;
  }

  #release(connection: DuckDBConnection, reusable = true): void {
    this.#busy.delete(connection);
    if (!reusable || this.#closed || this.#idle.length >= idleConnections) connection.disconnectSync();
    else this.#idle.push(connection);
  }

  /** Interrupts what is running and waits for its end; nothing can be asked afterwards. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    const interrupt = (): void => this.#busy.forEach((connection) => connection.interrupt());
    interrupt();
    const repeat = setInterval(interrupt, interruptEvery);
    while (this.#running.size > 0) await Promise.all(this.#running);
    clearInterval(repeat);
    for (const connection of this.#idle.splice(0)) connection.disconnectSync();
    this.#instance.closeSync();
    for (const scalar of this.#functions) scalar.destroySync();
    this.#memory.release();
    await this.#onClose?.();
  }
}
