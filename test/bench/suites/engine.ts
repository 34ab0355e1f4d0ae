import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { atEnd } from '../../../scripts/host/atEnd.ts';
import { checks } from '../../../src/checks/index.ts';
import { benchData, benchFormats } from '../data/benchData.ts';
import { checkTime } from '../engine/checkTime.ts';
import { type EngineBench, type EnginePart, prepare, type Prepared } from '../engine/engineBench.ts';
import { firstRows } from '../engine/firstRows.ts';
import { load } from '../engine/load.ts';
import { questions } from '../engine/questions.ts';
import { windows } from '../engine/windows.ts';
import type { BenchOptions, Measurement, Suite } from '../measurement.ts';

const parts: readonly EnginePart[] = [
  ...benchFormats.map(firstRows),
  ...benchFormats.map(load),
  windows,
  questions,
  ...checks.map(({ id }) => checkTime(id)),
  checkTime(),
];
const smallSize = 10_000_000;

/** Everything that the engine process and the readers do, on one generated dataset in four formats. */
export const engine: Suite = {
  name: 'engine',
  title: 'Engine',
  about: ({ size, memoryLimit }) => `${size / 1e6} MB of CSV, memory limit ${memoryLimit} MiB`,
  measure: (options) => measureParts(options, parts.filter(({ name }) => options.only === undefined || name.includes(options.only))),
};

export async function measureParts(options: BenchOptions, chosen: readonly EnginePart[]): Promise<Measurement[]> {
  if (chosen.length === 0) return [];
  const { folder, built, size, log } = options;
  const data = await benchData(folder, built, size, log);
  const small = await benchData(folder, built, Math.min(smallSize, Math.ceil(size / 10)), log);
  log(
    `${data.rows.toLocaleString('en-US')} rows: ${Object.entries(data.bytes)
      .map(([format, bytes]) => `${format} ${Math.round(bytes / 1e6)} MB`)
      .join(', ')}`,
  );
  const scratch = await mkdtemp(join(folder, 'scratch-'));
  atEnd(() => rmSync(scratch, { recursive: true, force: true }));
  let prepared: Promise<Prepared> | undefined;
  const bench: EngineBench = { ...options, data, small, scratch, prepared: () => (prepared ??= prepare({ ...options, data, scratch })) };
  try {
    const measurements: Measurement[] = [];
    for (const part of chosen) measurements.push(...(await part.measure(bench)));
    return measurements;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
