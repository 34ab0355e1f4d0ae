import { mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { quoteLiteral } from '../../../src/engine/quote.ts';
import { ArrowFile } from './arrowFile.ts';
import { type BenchFormat, benchFormats, type Manifest, manifestName, pathOf } from './benchData.ts';
import { type Review, reviewColumns, reviews } from './review.ts';
import { csvHeader, toCsvRecord, toJsonLine } from './writeText.ts';

/** Rows that are held at a time: a record batch of the Arrow file. */
const batchRows = 16_384;

/**
 * Writes the rows of a seed, as many as make a CSV of about `size` bytes, in every format into `folder`, which is there
 * whole or not at all.
 */
export async function generate(folder: string, wanted: Pick<Manifest, 'version' | 'seed' | 'size'>): Promise<void> {
  const partial = `${folder}.${process.pid}.partial`;
  await mkdir(partial, { recursive: true });
  try {
    const rows = await writeRows(partial, wanted.seed, wanted.size);
    await writeParquet(pathOf(partial, 'jsonl'), pathOf(partial, 'parquet'));
    const sizes = await Promise.all(benchFormats.map(async (format) => [format, (await stat(pathOf(partial, format))).size] as const));
    const manifest: Manifest = { ...wanted, rows, bytes: Object.fromEntries(sizes) as Record<BenchFormat, number> };
    await writeFile(join(partial, manifestName), `${JSON.stringify(manifest, null, 2)}\n`);
    await rm(folder, { recursive: true, force: true });
    await rename(partial, folder);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function writeRows(folder: string, seed: number, size: number): Promise<number> {
  const csv = await open(pathOf(folder, 'csv'), 'w');
  const jsonl = await open(pathOf(folder, 'jsonl'), 'w');
  const arrow = await ArrowFile.create(pathOf(folder, 'arrow'));
  try {
    let written = (await csv.write(csvHeader)).bytesWritten;
    let rows = 0;
    let batch: Review[] = [];
    const flush = async (): Promise<void> => {
      if (batch.length > 0) await arrow.write(batch);
      await jsonl.write(batch.map(toJsonLine).join(''));
      rows += batch.length;
      batch = [];
    };
    let records: string[] = [];
    for (const review of reviews(seed)) {
      batch.push(review);
      records.push(toCsvRecord(review));
      if (records.length < 1024 && batch.length < batchRows) continue;
      written += (await csv.write(records.join(''))).bytesWritten;
      records = [];
      if (batch.length >= batchRows || written >= size) await flush();
      if (written >= size) break;
    }
    return rows;
  } finally {
    await Promise.all([csv.close(), jsonl.close(), arrow.close()]);
  }
}

/** From JSON Lines: DuckDB reads these in bounded memory, which it does not a CSV with quoted line ends. */
async function writeParquet(source: string, target: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '2GiB', temp_directory: `${target}.tmp` });
  const connection = await instance.connect();
  const columns = Object.entries(reviewColumns).map(([name, type]) => `${name}: '${type}'`).join(', ');
  await connection.run(
    `COPY (SELECT * FROM read_json(${quoteLiteral(source)}, format = 'newline_delimited', columns = {${columns}})) TO ${quoteLiteral(target)} (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  await rm(`${target}.tmp`, { recursive: true, force: true });
}
