import type { BenchFormat } from '../data/benchData.ts';
import type { Samples } from '../interleave.ts';
import type { Measurement } from '../measurement.ts';
import type { EngineBench } from './engineBench.ts';

const group = 'Load and profile';
const memory = 'Memory';
/** More than this is no noise of the garbage collector any more. */
const flatMB = 32;

/** The rows of the table that runs of loading one format give. */
export function loadMeasurements(bench: EngineBench, format: BenchFormat, samples: Samples, how: string): Measurement[] {
  const title = format.toUpperCase();
  const duckDb = `DuckDB, ${how}`;
  const against = (arm: string, name: string, of: 'ms' | 'cpuMs' | 'peakMB'): Measurement['yardstick'] => ({ name, values: samples.values(arm, of) });
  const failed = (arm: string): Pick<Measurement, 'note'> => {
    const reason = samples.failures.get(arm);
    return reason === undefined ? {} : { note: `${arm} failed: ${reason}` };
  };
  const cold = samples.values('cold', 'ms');
  const target: Pick<Measurement, 'target'> = format === 'arrow' ? {} : { target: { of: 'ratio', atMost: 1.3 } };
  const others = ['papaparse', 'pandas'].filter((arm) => samples.failures.has(arm) || samples.values(arm, 'ms').length > 0);
  const windows = samples.values('cold', 'windowAfter');
  return [
    { group, name: `${title}, first time`, unit: 'ms', values: cold, yardstick: against('DuckDB', duckDb, 'ms'), ...target, ...failed('cold'), ...failed('DuckDB') },
    ...others.map((arm): Measurement => ({ group, name: `${title}, first time`, unit: 'ms', values: cold, yardstick: against(arm, nameOf[arm]!, 'ms'), ...failed(arm) })),
    { group, name: `${title}, first time`, unit: 'ms', values: cold, yardstick: against('bare read', 'bare read', 'ms') },
    { group, name: `${title}, CPU time`, unit: 'ms', values: samples.values('cold', 'cpuMs'), yardstick: against('DuckDB', duckDb, 'cpuMs') },
    { group, name: `${title}, first rows loaded after`, unit: 'ms', values: samples.values('cold', 'rowsAfter') },
    { group, name: `${title}, first window after`, unit: 'ms', values: windows, ...(windows.length === 0 ? { note: 'no windows while it loads' } : {}) },
    { group, name: `${title}, second time`, unit: 'ms', values: samples.values('warm', 'ms'), yardstick: { name: 'first time', values: cold }, target: { of: 'ratio', atMost: 0.02 }, ...failed('warm') },
    {
      group: memory, name: `${title}, engine's peak`, unit: 'MB', values: samples.values('cold', 'peakMB'), yardstick: against('DuckDB', duckDb, 'peakMB'),
      target: { of: 'median', atMost: bench.memoryLimit * 1.048576 },
    },
    { group: memory, name: `${title}, host's growth`, unit: 'MB', values: samples.values('cold', 'hostGrowthMB'), target: { of: 'median', atMost: flatMB } },
  ];
}

const nameOf: Readonly<Record<string, string>> = { papaparse: 'papaparse, parsing alone', pandas: 'pandas read_csv + describe' };
