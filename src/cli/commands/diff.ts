import { mkdtemp, rm, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorMessage } from '../../core/errorMessage.ts';
import type { ComparedRow, Comparison, RowChange } from '../../protocol/compareMethods.ts';
import type { OpenResult } from '../../protocol/engineMethods.ts';
import { readConfig } from '../../sidecar/config.ts';
import { defineCommand, type EngineOptions, misused } from '../command.ts';
import type { EngineSession } from '../engineSession.ts';
import { engineOptions, engineOptionsHelp, type OutputFormat, readEngineOptions, readFormat } from '../options.ts';
import { jsonOfComparison, textOfComparison } from '../reporters/diff.ts';
import { plain, type Terminal } from '../terminal.ts';
import { placeVersion, readSingleArgument, readVersionArgument, type VersionArgument } from '../versionArgument.ts';

/** Two versions, what differs, and some of the rows that do. */
export interface DescribedComparison {
  /** As they were given. */
  readonly before: string;
  readonly after: string;
  readonly comparison: Comparison;
  readonly rows: Readonly<Record<RowChange, readonly ComparedRow[]>>;
}

interface DiffOptions extends EngineOptions {
  readonly files: readonly string[];
  readonly format: OutputFormat;
  /** Of each kind. */
  readonly rows: number;
  /** `[]`: by content; undefined: as is fit. */
  readonly key: readonly string[] | undefined;
}

export const diffCommand = defineCommand<DiffOptions>({
  name: 'diff',
  takes: 'BEFORE AFTER',
  summary: 'Compare two versions of a dataset, row by row',
  help: `Usage: winnow diff BEFORE AFTER [--format text|json] [--rows N] [--key COLUMNS|--by-content]
                   [--config FILE] [--memory MB]
       winnow diff FILE|VERSION

Tells which rows were added, removed and changed, which labels became which, and what became of the columns. BEFORE and
AFTER are files of any two formats, or versions in git: HEAD:data.csv, main~2:data.csv, :data.csv (what is staged).
With one file, its version in HEAD is the one before; with one version in git, the file as it is now is the one after.
Rows are matched by their key, else by their content; their order does not matter.

Options
  --format FORMAT   text for people (default), json for programs
  --rows N          List at most N rows of each kind (default: 20), or all
  --key COLUMNS     Match rows by these columns (with commas between them)
  --by-content      Match rows by their content, even where there is a key
${engineOptionsHelp}

Exit code 0: no difference; 1: some; 2: the two could not be compared.
`,
  options: { format: 'text', rows: 'text', key: 'text', 'by-content': 'flag', ...engineOptions },
  read(given) {
    if (given.files.length < 1 || given.files.length > 2) return misused(`winnow diff wants two files or versions, or one file, not ${given.files.length}.`);
    const key = given.text('key');
    if (key !== undefined && given.flag('by-content')) return misused('--key and --by-content exclude each other.');
    return {
      files: given.files,
      format: readFormat(given),
      rows: rowsOf(given.text('rows')),
      key: given.flag('by-content') ? [] : key?.split(',').map((name) => name.trim()),
      ...readEngineOptions(given),
    };
  },
  run: (options, { engine, terminal }) => diff(options, engine(options), terminal),
});

const usualRows = 20;
const pageSize = 1000;

function rowsOf(given: string | undefined): number {
  if (given === undefined) return usualRows;
  if (given === 'all') return Infinity;
  return /^\d{1,9}$/.test(given) ? Number(given) : misused(`--rows wants a number or all, not “${given}”.`);
}

/** Compares two versions and reports. Returns the exit code: 0 same, 1 different; throws what stands in the way. */
async function diff({ files: [first = '', second], format, rows, key, config }: DiffOptions, session: EngineSession, terminal: Terminal): Promise<number> {
  const { before, after } =
    second === undefined
      ? await readSingleArgument(first)
      : { before: await readVersionArgument(first), after: await readVersionArgument(second) };
  const folder = await mkdtemp(join(tmpdir(), 'winnow-diff-'));
  try {
    const [old, now] = [
      await openVersion(before, join(folder, 'before'), config, session, terminal),
      await openVersion(after, join(folder, 'after'), config, session, terminal),
    ];
    const comparison = await session.call('compare', { id: now.id, before: old.id, ...(key && { key }) }, { onProgress: session.showProgress });
    const described: DescribedComparison = {
      before: before.words,
      after: after.words,
      comparison,
      rows: {
        changed: await readRows(session, now.id, 'changed', rows),
        removed: await readRows(session, now.id, 'removed', rows),
        added: await readRows(session, now.id, 'added', rows),
      },
    };
    session.clearProgress();
    terminal.out(format === 'json' ? jsonOfComparison(described) : textOfComparison(described, terminal.colours));
    return comparison.same ? 0 : 1;
  } finally {
    session.clearProgress();
    await rm(folder, { recursive: true, force: true });
  }
}

async function openVersion(
  argument: VersionArgument,
  folder: string,
  config: string | undefined,
  session: EngineSession,
  terminal: Terminal,
): Promise<OpenResult> {
  try {
    if (argument.kind === 'file') return tell(await session.open(argument.path, config), argument, session, terminal);
    await mkdir(folder);
    const { path, configuredAs } = await placeVersion(argument, folder);
    const { config: found } = await readConfig(configuredAs, config === undefined ? {} : { only: config });
    return tell(await session.openFile(path, found), argument, session, terminal);
  } catch (error) {
    const message = errorMessage(error);
    throw message.startsWith(`${argument.words}:`) ? error : new Error(`${argument.words}: ${message.replaceAll(`${join(folder)}/`, '')}`);
  }
}

function tell(opened: OpenResult, { words }: VersionArgument, session: EngineSession, terminal: Terminal): OpenResult {
  session.clearProgress();
  for (const { message, line } of opened.dataset.notices.filter(({ severity }) => severity !== 'info'))
    terminal.messages(`${plain(`${words}${line === undefined ? '' : `:${line}`}: ${message}`)}\n`);
  return opened;
}

async function readRows(session: EngineSession, id: number, kind: RowChange, most: number): Promise<ComparedRow[]> {
  const rows: ComparedRow[] = [];
  for (let total = 1; rows.length < Math.min(most, total); ) {
    const page = await session.call('comparedRows', { id, kind, offset: rows.length, limit: Math.min(pageSize, most - rows.length) });
    total = page.total;
    if (page.rows.length === 0) break;
    rows.push(...page.rows);
  }
  return rows;
}
