import { listInWords } from '../core/listInWords.ts';
import { type EngineOptions, type Given, misused } from './command.ts';

export type OutputFormat = 'text' | 'json';

/** Every command that opens datasets takes these. */
export const engineOptions = { config: 'text', memory: 'text' } as const;
export const engineOptionsHelp = `  --config FILE     Take the configuration from this file alone, instead of winnow.json beside the data and above
  --memory MB       Megabytes of memory to keep to, at least 512 (default: half of the machine's, at most 4096)`;

/** With less, the engine cannot keep to it. */
const leastMemory = 512;

/** Throws a UsageError. */
export function readEngineOptions(given: Given): EngineOptions {
  const [config, memory] = [given.text('config'), given.text('memory')];
  return { ...(config !== undefined && { config }), ...(memory !== undefined && { memory: megabytes(memory) }) };
}

/** Throws a UsageError. */
export function readFormat(given: Given): OutputFormat {
  return oneOf(['text', 'json'], given.text('format') ?? 'text', '--format');
}

/** The one file that a command is about. Throws a UsageError where there is none, or another one. */
export function oneFile(command: string, { files }: Given): string {
  const [file, ...more] = files;
  return file === undefined || more.length > 0 ? misused(`winnow ${command} wants one file, not ${files.length}.`) : file;
}

/** A value of an option that takes one of a few. Throws a UsageError where it is none of them. */
export function oneOf<Value extends string>(known: readonly Value[], given: string, option: string): Value {
  return known.find((value) => value === given) ?? misused(`${option} wants ${listInWords(known, 'or')}, not “${given}”.`);
}

function megabytes(given: string): number {
  const value = /^\d{1,9}$/.test(given) ? Number(given) : 0;
  return value >= leastMemory ? value : misused(`--memory wants megabytes, at least ${leastMemory}, not “${given}”.`);
}
