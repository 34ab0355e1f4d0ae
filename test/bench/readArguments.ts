import { totalmem, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

export interface BenchArguments {
  readonly suites: readonly string[];
  /** Bytes. */
  readonly size: number;
  readonly runs: number;
  readonly folder: string;
  /** Megabytes. */
  readonly memoryLimit: number;
  readonly python: string;
  /** The folder of real datasets. */
  readonly dataFolder?: string;
  readonly only?: string;
  /** Where JSON goes: a file, or `-` for standard output in place of the table. */
  readonly json?: string;
}

const usage = `npm run bench -- [SUITE…] [OPTIONS]
  SUITE            engine, grid … (default: engine and grid)
  --size SIZE      bytes of the generated CSV: 10MB, 100MB (default), 1GB, 5GB …
  --runs N         runs of every measurement (default 5; 3 from 1GB on)
  --only TEXT      parts whose name holds TEXT: first-rows, load-csv, windows, questions, check-exact-duplicate, confident …
  --folder FOLDER  where generated data are kept (default: winnow-bench in the folder for temporary files)
  --memory MB      memory for the data engine and for DuckDB alone (default: half the machine's, at most 4096)
  --data FOLDER    real datasets, for labels: banking77 (default ../shared/data)
  --python PATH    a Python with pandas, scikit-learn and cleanlab, as WINNOW_BENCH_PYTHON (default python3)
  --json [FILE]    the numbers as JSON, into FILE or in place of the table`;

const largeSize = 1_000_000_000;
const units: Readonly<Record<string, number>> = { KB: 1e3, MB: 1e6, GB: 1e9 };

/** @param known names of suites. Throws an error that says what is wrong with the arguments. */
export function readArguments(
  args: readonly string[],
  known: readonly string[],
  usual: readonly string[],
  environment: NodeJS.ProcessEnv = process.env,
): BenchArguments {
  const { values, positionals } = parseArgs({
    args: withJsonTarget(args, known),
    allowPositionals: true,
    options: {
      size: { type: 'string', default: '100MB' },
      runs: { type: 'string' },
      only: { type: 'string' },
      folder: { type: 'string' },
      memory: { type: 'string' },
      python: { type: 'string' },
      data: { type: 'string' },
      json: { type: 'string' },
    },
  });
  const stranger = positionals.find((name) => !known.includes(name));
  if (stranger !== undefined) throw new Error(`There is no suite “${stranger}”: ${known.join(', ')}.\n${usage}`);
  const size = readSize(values.size);
  return {
    suites: positionals.length > 0 ? positionals : usual,
    size,
    runs: values.runs === undefined ? (size >= largeSize ? 3 : 5) : readCount('--runs', values.runs),
    folder: resolve(values.folder ?? join(tmpdir(), 'winnow-bench')),
    memoryLimit: values.memory === undefined ? Math.min(4096, Math.floor(totalmem() / 2 ** 21)) : readCount('--memory', values.memory),
    python: values.python ?? environment['WINNOW_BENCH_PYTHON'] ?? 'python3',
    dataFolder: values.data,
    only: values.only,
    json: values.json,
  };
}

/** Bytes of `100MB`, `1.5 GB`, `250000` … */
export function readSize(text: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*(KB|MB|GB)?$/i.exec(text.trim()) ?? [];
  const size = Math.round(Number(number) * (units[unit.toUpperCase()] ?? 1));
  if (!(size >= 100_000)) throw new Error(`--size takes 100KB and more, as 10MB, 1GB; not “${text}”.`);
  return size;
}

function readCount(option: string, text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new Error(`${option} takes a whole number from 1; not “${text}”.`);
  return count;
}

/** `--json` alone stands for standard output. */
function withJsonTarget(args: readonly string[], known: readonly string[]): string[] {
  return args.flatMap((argument, index) => {
    const next = args[index + 1];
    return argument === '--json' && (next === undefined || next.startsWith('--') || known.includes(next)) ? ['--json=-'] : [argument];
  });
}
