import { pathOf } from '../data/benchData.ts';
import { interleave, type Arm } from '../interleave.ts';
import type { Measurement } from '../measurement.ts';
import { withEngine } from '../processes/engineRun.ts';
import { median } from '../statistics.ts';
import { duckDbTable, type EngineBench, type EnginePart, open, timed, withDuckDb } from './engineBench.ts';

const group = 'Checks';
const duplicates = 'exact-duplicate';

/** One check by itself (without an id, all of them together) in a process that has just opened the file. */
export function checkTime(id?: string): EnginePart {
  return { name: `check-${id ?? 'all'}`, measure: (bench) => measureCheck(bench, id) };
}

async function measureCheck(bench: EngineBench, id: string | undefined): Promise<Measurement[]> {
  const name = id ?? 'all checks';
  bench.log(`Check: ${name}`);
  const { cacheFolder, database } = await bench.prepared();
  let outcome = '';
  const own: Arm = {
    name,
    async run() {
      const { result, usage } = await withEngine(bench.built, async (engine) => {
        const opened = await open(engine, bench, pathOf(bench.data.folder, 'csv'), cacheFolder);
        return timed(async () => {
          const { groups, skipped } = await engine.call('check', { id: opened.id, ...(id !== undefined && { checks: [id] }) });
          const why = skipped.find(({ check }) => check === id)?.why;
          outcome = why === undefined ? `${groups.reduce((sum, { findings }) => sum + findings, 0).toLocaleString('en-US')} findings` : `skipped: ${why}`;
        });
      });
      return { ms: result, peakMB: usage?.peakMB };
    },
  };
  // Candidates by hash, as the check itself looks for them; the texts are not compared.
  const sql = `SELECT count(*) FROM (SELECT hash(text) AS hashed FROM ${duckDbTable} GROUP BY hashed HAVING count(*) > 1)`;
  const yardstick: Arm = { name: 'DuckDB', run: async () => ({ ms: await withDuckDb(bench, database, (session) => session.time(sql)) }) };
  const samples = await interleave(bench.runs, id === duplicates ? [own, yardstick] : [own], bench.log);
  const values = samples.values(name, 'ms');
  const speed = Math.round(bench.data.rows / (median(values) / 1000)).toLocaleString('en-US');
  return [
    {
      group,
      name,
      unit: 'ms',
      values,
      note: samples.failures.get(name) ?? `${speed} rows/s, ${outcome}`,
      ...(id === duplicates && { yardstick: { name: 'DuckDB, rows by hash', values: samples.values('DuckDB', 'ms') } }),
    },
    {
      group: 'Memory',
      name: `${name}, engine's peak`,
      unit: 'MB',
      values: samples.values(name, 'peakMB'),
      target: { of: 'median', atMost: bench.memoryLimit * 1.048576 },
    },
  ];
}
