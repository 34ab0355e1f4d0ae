import { mkdirSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { cpus, loadavg, platform, totalmem } from 'node:os';
import { join } from 'node:path';
import { atEnd } from '../../scripts/host/atEnd.ts';
import { root } from '../../scripts/host/paths.ts';
import { buildBench } from './build.ts';
import type { Measurement, Suite } from './measurement.ts';
import { type BenchArguments, readArguments } from './readArguments.ts';
import { renderTable } from './renderTable.ts';
import { resultOf } from './result.ts';
import { suites, usualSuites } from './suites/index.ts';

/**
 * Builds, measures the suites that are asked for, and prints their tables on standard output (progress goes to standard
 * error). Throws an error in words for people where it cannot.
 */
export async function runBench(args: readonly string[]): Promise<void> {
  const given = readArguments(args, suites.map(({ name }) => name), usualSuites);
  const log = (line: string): void => console.error(line);
  const built = join(root, 'node_modules', '.cache', 'winnow', `bench-${process.pid}`);
  atEnd(() => rmSync(built, { recursive: true, force: true }));
  log('Building …');
  await buildBench(built);
  mkdirSync(given.folder, { recursive: true });
  const measured: { suite: Suite; measurements: Measurement[] }[] = [];
  for (const suite of suites.filter(({ name }) => given.suites.includes(name))) {
    const heading = headingOf(suite, given);
    const measurements = await suite.measure({ ...given, built, log });
    measured.push({ suite, measurements });
    if (given.json !== '-') console.log(`\n${heading}\n${renderTable(measurements)}`);
  }
  if (given.json === undefined) return;
  const json = `${JSON.stringify(toJson(given, measured), null, 2)}\n`;
  if (given.json === '-') process.stdout.write(json);
  else await writeFile(given.json, json);
}

/** With how busy the machine is before the suite begins: on a busy one only ratios tell anything. */
function headingOf(suite: Suite, given: BenchArguments): string {
  const facts = [
    suite.title,
    suite.about?.(given),
    `medians of ${given.runs} interleaved runs`,
    `${cpus().length} processors, load ${loadavg()[0]!.toFixed(1)}`,
    `Node ${process.version}`,
  ];
  return facts.filter((fact) => fact !== undefined).join(' · ');
}

function toJson({ size, runs, memoryLimit }: BenchArguments, measured: readonly { suite: Suite; measurements: readonly Measurement[] }[]): unknown {
  return {
    at: new Date().toISOString(),
    machine: { platform: platform(), processors: cpus().length, model: cpus()[0]?.model, memoryMB: Math.round(totalmem() / 1e6), node: process.version },
    options: { size, runs, memoryLimit },
    suites: measured.map(({ suite, measurements }) => ({ name: suite.name, measurements: measurements.map((each) => ({ ...each, ...resultOf(each) })) })),
  };
}
