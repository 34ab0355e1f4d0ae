import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { EngineClient } from '../../../src/engine/client.ts';
import type { CallOptions } from '../../../src/protocol/rpc.ts';
import { quoteLiteral } from '../../../src/engine/quote.ts';
import type { LoadProgress, OpenResult } from '../../../src/protocol/engineMethods.ts';
import { type BenchData, pathOf } from '../data/benchData.ts';
import type { BenchOptions, Measurement } from '../measurement.ts';
import { runTask, startTask, type Task } from '../processes/task.ts';
import type { DuckDbParams } from '../tasks/duckdb.ts';
import { withEngine } from '../processes/engineRun.ts';

/** What each part of the engine suite is given. */
export interface EngineBench extends BenchOptions {
  readonly data: BenchData;
  /** A small dataset of the same kind, for what must not depend on the size. */
  readonly small: BenchData;
  /** Gone when the suite has ended. */
  readonly scratch: string;
  /** Prepares what questions are asked of, once; that is not measured. */
  prepared(): Promise<Prepared>;
}

export interface EnginePart {
  /** What `--only` looks at. */
  readonly name: string;
  measure(bench: EngineBench): Promise<Measurement[]>;
}

export const duckDbTable = 'reviews';

export function open(engine: EngineClient, bench: BenchOptions, path: string, cacheFolder: string, options?: CallOptions<LoadProgress>): Promise<OpenResult> {
  return engine.call('open', { path, config: {}, cacheFolder, memoryLimit: bench.memoryLimit }, options);
}

export async function withFolder<Result>(bench: EngineBench, name: string, work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(bench.scratch, `${name}-`));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A CSV that is in the cache, and the same rows in a database file of DuckDB alone. */
export interface Prepared {
  readonly cacheFolder: string;
  readonly database: string;
}

type PreparedFrom = BenchOptions & Pick<EngineBench, 'data' | 'scratch'>;

export async function prepare(bench: PreparedFrom): Promise<Prepared> {
  bench.log('Loading what is asked …');
  const prepared = { cacheFolder: join(bench.scratch, 'cache'), database: join(bench.scratch, 'duckdb.db') };
  await withEngine(bench.built, (engine) => open(engine, bench, pathOf(bench.data.folder, 'csv'), prepared.cacheFolder));
  const sql = [`CREATE TABLE ${duckDbTable} AS SELECT * FROM read_parquet(${quoteLiteral(pathOf(bench.data.folder, 'parquet'))})`];
  await runTask(duckDbModule(bench), { database: prepared.database, memoryLimit: bench.memoryLimit, sql } satisfies DuckDbParams);
  return prepared;
}

export const taskModule = (bench: BenchOptions, name: string): string => join(bench.built, 'tasks', `${name}.js`);
export const duckDbModule = (bench: BenchOptions): string => taskModule(bench, 'duckdb');

/** Asks DuckDB alone; rejects with its error. */
export interface DuckDbSession {
  /** Milliseconds in that process. */
  time(sql: string): Promise<number>;
}

export async function withDuckDb<Result>(bench: EngineBench, database: string, work: (session: DuckDbSession) => Promise<Result>): Promise<Result> {
  const task: Task<DuckDbParams, string | null> = startTask(duckDbModule(bench));
  try {
    const ask = (sql: string[]): Promise<{ ms: number }> => task.call({ database, memoryLimit: bench.memoryLimit, sql });
    await ask([]);
    return await work({ time: async (sql) => (await ask([sql])).ms });
  } finally {
    await task.end();
  }
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
