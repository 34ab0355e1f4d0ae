import { parseArgs } from 'node:util';
import { checks } from '../checks/index.ts';
import { type Severity, severities } from '../core/finding.ts';

/** Wrong arguments: the message says which, and the process ends with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export type OutputFormat = 'text' | 'json';

export type CommandName = CommandLine['command'];

export type CommandLine =
  | { readonly command: 'help'; readonly of?: Exclude<CommandName, 'help' | 'version'> }
  | { readonly command: 'version' }
  | { readonly command: 'check'; readonly files: readonly string[]; readonly failOn: Severity; readonly skip: readonly string[]; readonly format: OutputFormat; readonly config?: string; readonly memory?: number }
  | { readonly command: 'labels'; readonly file: string; readonly format: OutputFormat; readonly config?: string; readonly memory?: number }
  | { readonly command: 'profile'; readonly file: string; readonly format: OutputFormat; readonly config?: string; readonly memory?: number };

/** With less, the engine cannot keep to it. */
const leastMemory = 512;
const formats: readonly OutputFormat[] = ['text', 'json'];

export const help = {
  general: `Usage: winnow COMMAND [OPTIONS] FILES…

Commands
  check FILES…    Run the checks and list what is open
  profile FILE    Show what is in a dataset
  labels FILE     Show how far the labels can be trusted

Options
  --help          This text, or that of a command
  --version       The version of Winnow

Winnow reads CSV, TSV, JSONL, JSON, Parquet and Arrow. Exit code 0: nothing to fix; 1: findings; 2: something could not be run.
`,
  check: `Usage: winnow check FILES… [--fail-on error|warning|info] [--format text|json] [--skip CHECKS] [--config FILE] [--memory MB]

Runs the checks. What the sidecar (NAME.winnow.jsonl) accepts is not reported again.

Options
  --fail-on LEVEL   Exit with 1 at findings of this severity or a worse one (default: error)
  --format FORMAT   text for people (default), json for programs
  --skip CHECKS     Leave these checks out (ids with commas between them); label-error and ambiguous-row may learn the labels first, which takes longest
  --config FILE     Take the configuration from this file alone, instead of winnow.json beside the data and above
  --memory MB       Megabytes of memory to keep to, at least 512 (default: half of the machine's, at most 4096)

Exit code 0: no finding at or above the bar; 1: some; 2: a file could not be checked (the others are).
`,
  labels: `Usage: winnow labels FILE [--format text|json] [--config FILE] [--memory MB]

Shows how many labels are probably wrong, overall and for each label, and what they are most often confused with. The
probabilities are those of the file, or learnt from it by cross-validation. What the sidecar has decided counts.

Options
  --format FORMAT   text for people (default), json for programs
  --config FILE     Take the configuration from this file alone
  --memory MB       Megabytes of memory to keep to, at least 512 (default: half of the machine's, at most 4096)
`,
  profile: `Usage: winnow profile FILE [--format text|json] [--config FILE] [--memory MB]

Shows each column's type, missing values and spread, and how the labels are distributed over the segments.

Options
  --format FORMAT   text for people (default), json for programs
  --config FILE     Take the configuration from this file alone
  --memory MB       Megabytes of memory to keep to, at least 512 (default: half of the machine's, at most 4096)
`,
};

/** Reads the arguments after `winnow`. Throws a UsageError. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const { values, positionals } = parse(args);
  const [command, ...files] = positionals;
  if (values.version) return { command: 'version' };
  if (command === undefined || command === 'help') return values.help || command === 'help' || args.length === 0 ? { command: 'help' } : fail('Which command? There are check, profile and labels.');
  if (command !== 'check' && command !== 'profile' && command !== 'labels') return fail(`There is no command “${command}”; there are check, profile and labels.`);
  if (values.help) return { command: 'help', of: command };
  const format = oneOf(formats, values.format ?? 'text', '--format');
  const settings = { ...(values.config !== undefined && { config: values.config }), ...(values.memory !== undefined && { memory: megabytes(values.memory) }) };
  if (command !== 'check') {
    for (const option of ['fail-on', 'skip'] as const) if (values[option] !== undefined) return fail(`--${option} is for winnow check.`);
    const [file, ...more] = files;
    if (file === undefined || more.length > 0) return fail(`winnow ${command} wants one file, not ${files.length}.`);
    return { command, file, format, ...settings };
  }
  if (files.length === 0) return fail('winnow check wants files: winnow check data.csv');
  return { command, files, format, skip: checkIds(values.skip ?? ''), failOn: oneOf(severities, values['fail-on'] ?? 'error', '--fail-on'), ...settings };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
        format: { type: 'string' },
        'fail-on': { type: 'string' },
        skip: { type: 'string' },
        config: { type: 'string' },
        memory: { type: 'string' },
      },
    });
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

function oneOf<Value extends string>(known: readonly Value[], given: string, option: string): Value {
  return known.find((value) => value === given) ?? fail(`${option} wants ${known.join(', ')}, not “${given}”.`);
}

function checkIds(given: string): string[] {
  const known = checks.map(({ id }) => id);
  return given.split(',').map((id) => id.trim()).filter((id) => id !== '').map((id) => known.includes(id) ? id : fail(`--skip: there is no check “${id}”; there are ${known.join(', ')}.`));
}

function megabytes(given: string): number {
  const value = /^\d{1,9}$/.test(given) ? Number(given) : 0;
  return value >= leastMemory ? value : fail(`--memory wants megabytes, at least ${leastMemory}, not “${given}”.`);
}

function fail(message: string): never {
  throw new UsageError(message);
}
