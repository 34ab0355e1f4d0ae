import { checks } from '../../../src/checks/index.ts';
import { pathOf } from '../data/benchData.ts';
import { type Arm, interleave, type Sample } from '../interleave.ts';
import type { Measurement } from '../measurement.ts';
import { withEngine } from '../processes/engineRun.ts';
import { median } from '../statistics.ts';
import { duckDbTable, type EngineBench, type EnginePart, open, type Prepared, timed, withDuckDb, withPrepared } from './engineBench.ts';

const group = 'Checks';
const duplicates = 'exact-duplicate';
const all = 'all checks';

/** Each check by itself, in a process that has just opened the file, and all of them together. */
export const checkTimes: EnginePart = {
  name: 'checks',
  measure: (bench) => withPrepared(bench, async (prepared) => {
    bench.log('Checks');
    const notes = new Map<string, string>();
    const names = [...checks.map(({ id }) => id), all];
    const arms = names.map((name): Arm => ({ name, run: () => runCheck(bench, prepared, name, notes) }));
    const samples = await interleave(bench.runs, arms, bench.log);
    const measurements = names.map((name): Measurement => {
      const values = samples.values(name, 'ms');
      const speed = `${Math.round(bench.data.rows / (median(values) / 1000)).toLocaleString('en-US')} rows/s`;
      const note = samples.failures.get(name) ?? `${speed}, ${notes.get(name) ?? ''}`;
      return { group, name, unit: 'ms', values, note, ...(name === duplicates && { yardstick: { name: 'DuckDB, rows by hash', values: samples.values(name, 'duckDb') } }) };
    });
    const peaks = names.flatMap((name) => samples.values(name, 'peakMB'));
    const largest = { group: 'Memory', name: 'checks, largest peak of an engine', unit: 'MB', values: peaks.length > 0 ? [Math.max(...peaks)] : [] } as const;
    return [...measurements, { ...largest, target: { of: 'median', atMost: bench.memoryLimit * 1.048576 } }];
  }),
};

async function runCheck(bench: EngineBench, { cacheFolder, database }: Prepared, name: string, notes: Map<string, string>): Promise<Sample> {
  const { result, usage } = await withEngine(bench.built, async (engine) => {
    const { id } = await open(engine, bench, pathOf(bench.data.folder, 'csv'), cacheFolder);
    return timed(async () => {
      const { groups, skipped } = await engine.call('check', { id, ...(name !== all && { checks: [name] }) });
      const why = skipped.find(({ check }) => check === name)?.why;
      notes.set(name, why === undefined ? `${groups.reduce((sum, { findings }) => sum + findings, 0).toLocaleString('en-US')} findings` : `skipped: ${why}`);
    });
  });
  // Candidates by hash, as the check itself looks for them; the texts are not compared.
  const sql = `SELECT count(*) FROM (SELECT hash(text) AS hashed FROM ${duckDbTable} GROUP BY hashed HAVING count(*) > 1)`;
  const duckDb = name === duplicates ? await withDuckDb(bench, database, (session) => session.time(sql)) : undefined;
  return { ms: result, duckDb, ...(usage && { peakMB: usage.peakMB }) };
}
