import { mkdir } from 'node:fs/promises';
import { cpus } from 'node:os';
import { DuckDBInstance, type DuckDBConnection, type DuckDBScalarFunction } from '@duckdb/node-api';
import { createComposeFunction } from './normalise.ts';
import { quoteIdentifier, quoteList, quoteLiteral } from './quote.ts';
import { dataTable } from './sql.ts';

export interface DatabaseOptions {
  /** A database file that is written; none: in memory. */
  readonly file?: string;
  /** A database file that is only read: its table `data` appears as if it were here, and other processes may read it too. */
  readonly stored?: string;
  /** Its file is removed once it is closed: what is not in it by then need not be written. */
  readonly discarded?: boolean;
  /** Megabytes that the whole process is to keep to; DuckDB spills to `temporaryFolder` before its share of them is used up. */
  readonly memoryLimit: number;
  /** Megabytes that this database can put to use, where that is known: others have the rest. */
  readonly memoryWanted?: number;
  /** Bytes of a new file's blocks: a power of two from 16,384 on. Each column under way has some, in memory. */
  readonly blockSize?: number;
  /** Megabytes that this database cannot work without. */
  readonly memoryNeeded?: number;
  readonly threads?: number;
  /** For spilled data and the loader's chunks; created when it is missing. The only folder SQL can reach. */
  readonly temporaryFolder: string;
  /** The only files outside of that folder that SQL can reach. */
  readonly readable: readonly string[];
  /** Called once it is closed. */
  readonly onClose?: () => Promise<void>;
}

/** Under this name the tables of a `stored` file are reached. */
export const storedDatabase = 'stored';

/** An instance that is locked down, with its first connection. */
export interface OpenInstance {
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
  /** To be held as long as it lives: DuckDB calls them, but does not keep them from being collected. */
  readonly functions: readonly DuckDBScalarFunction[];
}

/** Opens or creates a database, then takes away every way out of it. Throws what DuckDB throws. */
export async function openInstance(options: DatabaseOptions, megabytes: number): Promise<OpenInstance> {
  await mkdir(options.temporaryFolder, { recursive: true });
  const instance = await DuckDBInstance.create(options.file ?? ':memory:', {
    memory_limit: megabytesText(megabytes),
    threads: String(options.threads ?? Math.max(1, Math.min(8, cpus().length))),
    temp_directory: options.temporaryFolder,
    ...(options.blockSize !== undefined && { default_block_size: String(options.blockSize) }),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'true',
    // What was freed goes back to the system, also while nobody asks anything.
    allocator_background_threads: 'true',
  });
  const connection = await instance.connect();
  const compose = createComposeFunction();
  connection.registerScalarFunction(compose);
  await connection.run(`SET GLOBAL TimeZone = 'UTC'`);
  if (options.discarded) await connection.run('PRAGMA disable_checkpoint_on_shutdown');
  if (options.stored !== undefined) {
    await connection.run(`ATTACH ${quoteLiteral(options.stored)} AS ${storedDatabase} (READ_ONLY)`);
    await connection.run(`CREATE VIEW ${quoteIdentifier(dataTable)} AS SELECT * FROM ${storedDatabase}.${quoteIdentifier(dataTable)}`);
  }
  await connection.run(`SET GLOBAL allowed_paths = ${quoteList(options.readable)}`);
  await connection.run(`SET GLOBAL allowed_directories = ${quoteList([options.temporaryFolder])}`);
  await connection.run('SET GLOBAL enable_external_access = false');
  // Other datasets come and go, and the limit is one for all of them.
  await connection.run(`SET GLOBAL allowed_configs = ['memory_limit']`);
  await connection.run('SET GLOBAL lock_configuration = true');
  return { instance, connection, functions: [compose] };
}

export const megabytesText = (megabytes: number): string => `${Math.floor(megabytes)}MiB`;
