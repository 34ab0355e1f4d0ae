import { join } from 'node:path';
import { type BenchFormat, pathOf } from '../data/benchData.ts';
import { type Arm, interleave } from '../interleave.ts';
import type { Measurement } from '../measurement.ts';
import { withEngine } from '../processes/engineRun.ts';
import { runTask } from '../processes/task.ts';
import { watchGrowth } from '../processes/usage.ts';
import { reviewColumnNames } from '../data/review.ts';
import { type EngineBench, type EnginePart, open, taskModule, withFolder } from './engineBench.ts';
import { duckDbImport, type Import } from './duckDbImport.ts';
import { loadMeasurements } from './loadMeasurements.ts';
import { findPandas, readWithPandas } from './pandas.ts';

/** Opening a file for the first time and for the second, beside whatever else reads all of it. */
export function load(format: BenchFormat): EnginePart {
  return { name: `load-${format}`, measure: (bench) => measureFormat(bench, format) };
}

async function measureFormat(bench: EngineBench, format: BenchFormat): Promise<Measurement[]> {
  bench.log(`Load and profile of ${format}`);
  const path = pathOf(bench.data.folder, format);
  return withFolder(bench, format, async (folder) => {
    let run = 0;
    const cache = (): string => join(folder, `cache-${run}`);
    const duckDb = duckDbImport(bench, format, folder);
    const arms: Arm[] = [
      { name: 'cold', run: () => (run++, openOnce(bench, path, cache())) },
      { name: 'warm', run: () => openOnce(bench, path, cache()) },
      { name: 'DuckDB', run: () => duckDb.run() },
      { name: 'bare read', run: async () => runTask(taskModule(bench, 'bareRead'), { path }).then(({ ms }) => ({ ms })) },
    ];
    if (format === 'csv') {
      arms.push({ name: 'papaparse', run: async () => verified(bench, await runTask<{ path: string }, number>(taskModule(bench, 'papaparse'), { path })) });
      if (await hasPandas(bench)) arms.push({ name: 'pandas', run: async () => verified(bench, await readWithPandas(bench.python, path)) });
    }
    return loadMeasurements(bench, format, await interleave(bench.runs, arms, bench.log), duckDb.how);
  });
}

async function hasPandas({ python, log }: EngineBench): Promise<boolean> {
  const version = await findPandas(python);
  log(version === null ? `  no pandas in ${python}: left out` : `  pandas ${version}`);
  return version !== null;
}

async function openOnce(bench: EngineBench, path: string, cacheFolder: string): Promise<Import> {
  const growth = watchGrowth();
  const { result, usage } = await withEngine(bench.built, async (engine) => {
    let rowsAfter: number | undefined;
    let windowAfter: number | undefined;
    const started = performance.now();
    const since = (): number => performance.now() - started;
    let asked: Promise<void> | undefined;
    const opened = await open(engine, bench, path, cacheFolder, {
      onProgress({ id, rows }) {
        if (!rows) return;
        rowsAfter ??= since();
        if (id === undefined || asked) return;
        const window = engine.call('window', { id, view: { filters: [] }, offset: 0, limit: 50, columns: reviewColumnNames });
        asked = window.then(() => void (windowAfter = since()), () => undefined);
      },
    });
    const ms = since();
    await asked;
    return { ms, rowsAfter, windowAfter, rows: opened.dataset.rows };
  });
  assertRows(bench, result.rows);
  return { ...result, ...(usage ?? {}), hostGrowthMB: growth.stop() };
}

/** A yardstick that has read something else is none. */
function verified(bench: EngineBench, { result, ...cost }: { result: number; ms: number; cpuMs: number; peakMB: number }): Import {
  assertRows(bench, result);
  return cost;
}

function assertRows({ data }: EngineBench, rows: number): void {
  if (rows !== data.rows) throw new Error(`${rows} rows were read, and there are ${data.rows}.`);
}
