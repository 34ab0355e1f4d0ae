import { join } from 'node:path';
import { rm } from 'node:fs/promises';
import { quoteLiteral } from '../../../src/engine/quote.ts';
import { type BenchFormat, pathOf } from '../data/benchData.ts';
import type { Sample } from '../interleave.ts';
import { runTask } from '../processes/task.ts';
import type { DuckDbParams } from '../tasks/duckdb.ts';
import { duckDbModule, duckDbTable, type EngineBench } from './engineBench.ts';

/** What opening a file once has cost. */
export type Import = Sample & { readonly ms: number };

export interface DuckDbImport {
  /** How the file is read by now: options that gave a wrong number of rows are not used again. */
  readonly how: string;
  run(): Promise<Import>;
}

interface Way {
  readonly how: string;
  readonly from: string;
}

/**
 * DuckDB's own import into a database file, and SUMMARIZE of it. Its parallel reader fails on, or miscounts, quoted line
 * ends at some sizes: then the file is read again in one piece, and that is what counts.
 */
export function duckDbImport(bench: EngineBench, format: BenchFormat, folder: string): DuckDbImport {
  const ways = waysOf(format, bench.data.folder);
  const database = join(folder, 'duckdb.db');
  const importBy = async ({ from }: Way): Promise<Import> => {
    const sql = [`CREATE TABLE ${duckDbTable} AS SELECT * FROM ${from}`, `SUMMARIZE ${duckDbTable}`, `SELECT count(*) FROM ${duckDbTable}`];
    try {
      const { result, ...cost } = await runTask<DuckDbParams, string>(duckDbModule(bench), { database, memoryLimit: bench.memoryLimit, sql });
      if (Number(result) !== bench.data.rows) throw new Error(`DuckDB read ${result} rows, and there are ${bench.data.rows}.`);
      return cost;
    } finally {
      for (const name of [database, `${database}.wal`, `${database}.tmp`]) await rm(name, { recursive: true, force: true });
    }
  };
  return {
    get how() {
      return ways[0]!.how;
    },
    async run() {
      for (;;) {
        try {
          return await importBy(ways[0]!);
        } catch (error) {
          if (ways.length === 1) throw error;
          bench.log(`  DuckDB by ${ways.shift()!.how}: ${(error as Error).message.split('\n')[0]}`);
        }
      }
    },
  };
}

function waysOf(format: BenchFormat, folder: string): Way[] {
  const file = quoteLiteral(pathOf(folder, format));
  switch (format) {
    case 'csv':
      return [{ how: 'default options', from: `read_csv(${file})` }, { how: 'parallel=false', from: `read_csv(${file}, parallel = false)` }];
    case 'jsonl':
      return [{ how: 'default options', from: `read_json(${file}, format = 'newline_delimited')` }];
    case 'parquet':
      return [{ how: 'default options', from: `read_parquet(${file})` }];
    case 'arrow':
      return [{ how: 'the same rows as Parquet', from: `read_parquet(${quoteLiteral(pathOf(folder, 'parquet'))})` }];
  }
}
