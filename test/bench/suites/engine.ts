import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { benchData } from '../data/benchData.ts';
import { checkTimes } from '../engine/checkTimes.ts';
import type { EngineBench, EnginePart } from '../engine/engineBench.ts';
import { firstRows } from '../engine/firstRows.ts';
import { load } from '../engine/load.ts';
import { questions } from '../engine/questions.ts';
import { windows } from '../engine/windows.ts';
import type { BenchOptions, Measurement, Suite } from '../measurement.ts';

const parts: readonly EnginePart[] = [firstRows, load, windows, questions, checkTimes];
const smallSize = 10_000_000;

/** Everything that the engine process and the readers do, on one generated dataset in four formats. */
export const engine: Suite = { name: 'engine', title: 'Engine', measure };

async function measure(options: BenchOptions): Promise<Measurement[]> {
  const { folder, built, size, log, only } = options;
  const data = await benchData(folder, built, size, log);
  const small = await benchData(folder, built, Math.min(smallSize, Math.ceil(size / 10)), log);
  const scratch = await mkdtemp(join(folder, 'scratch-'));
  const bench: EngineBench = { ...options, data, small, scratch };
  log(`${data.rows.toLocaleString('en-US')} rows: ${Object.entries(data.bytes).map(([format, bytes]) => `${format} ${Math.round(bytes / 1e6)} MB`).join(', ')}`);
  try {
    const measurements: Measurement[] = [];
    for (const part of parts.filter(({ name }) => only === undefined || name.includes(only))) measurements.push(...(await part.measure(bench)));
    return measurements;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
