import { cpus } from 'node:os';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { serveTask } from '../processes/serveTask.ts';

export interface DuckDbParams {
  /** The database file, opened by the first statement. */
  readonly database: string;
  readonly memoryLimit: number;
  readonly sql: readonly string[];
}

let opened: Promise<DuckDBConnection> | undefined;

/**
 * DuckDB by itself, with the engine's memory and threads: runs statements, reads their results whole, and tells the
 * first value of the last.
 */
serveTask(async ({ database, memoryLimit, sql }: DuckDbParams): Promise<string | null> => {
  opened ??= openDatabase(database, memoryLimit);
  const connection = await opened;
  let value: unknown = null;
  for (const statement of sql) {
    const rows = await (await connection.run(statement)).getRows();
    value = rows[0]?.[0] ?? null;
  }
  return value === null ? null : String(value);
});

async function openDatabase(database: string, memoryLimit: number): Promise<DuckDBConnection> {
  const instance = await DuckDBInstance.create(database, {
    memory_limit: `${memoryLimit}MiB`,
    threads: String(Math.min(8, cpus().length)),
    temp_directory: `${database}.tmp`,
  });
  return instance.connect();
}
