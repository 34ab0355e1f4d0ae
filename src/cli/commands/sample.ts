import { resolve } from 'node:path';
import { formatCount } from '../../core/countWords.ts';
import { errorMessage } from '../../core/errorMessage.ts';
import type { Dataset } from '../../core/dataset.ts';
import type { SampleFilter } from '../../core/filter.ts';
import { mostPerCell, sampleWords, type SampleCell, type SampleReport } from '../../core/stratifiedSample.ts';
import type { WrittenRows } from '../../protocol/sampleMethods.ts';
import { defineCommand, type EngineOptions, misused } from '../command.ts';
import type { EngineSession } from '../engineSession.ts';
import { namedColumn } from '../namedColumn.ts';
import { engineOptions, engineOptionsHelp, oneFile, type OutputFormat, readEngineOptions, readFormat } from '../options.ts';
import { requireNew } from '../requireNew.ts';
import { failureLine, plain, type Terminal } from '../terminal.ts';

interface SampleOptions extends EngineOptions {
  readonly file: string;
  /** As they were given: columns, or roles. */
  readonly columns: readonly string[];
  readonly count: number;
  readonly seed: number;
  readonly write?: string;
  readonly force: boolean;
  readonly format: OutputFormat;
}

const mostListed = 20;

export const sampleCommand = defineCommand<SampleOptions>({
  name: 'sample',
  takes: 'FILE',
  summary: 'Draw so many rows of each label, segment, or both',
  help: `Usage: winnow sample FILE [--per COLUMN] [--by COLUMN]… [--count N] [--seed N] [--write FILE] [--force]
                     [--format text|json] [--config FILE] [--memory MB]

Draws N rows of each combination of values, and says where there are fewer. The same seed draws the same rows: a row
is drawn by its key, so sorting the file changes nothing, and new rows change little. What is written has the rows of
the file as they are, in its format and order; decisions are not applied to them.

Options
  --per COLUMN      So many rows of each value of this column; “label” is the column with that role where no column
                    has that name
  --by COLUMN       …and of each value of this one; may come several times
  --count N         Rows of each combination (default: 20)
  --seed N          Draws other rows (default: 1)
  --write FILE      Write the rows to a new file of the same format
  --force           Write over a file that is there
  --format FORMAT   text for people (default), json for programs
${engineOptionsHelp}
`,
  options: { per: 'texts', by: 'texts', count: 'text', seed: 'text', write: 'text', force: 'flag', format: 'text', ...engineOptions },
  read: (given) => {
    const write = given.text('write');
    return {
      file: oneFile('sample', given),
      columns: [...given.texts('per'), ...given.texts('by')],
      count: wholeNumber(given.text('count') ?? '20', '--count', mostPerCell),
      seed: wholeNumber(given.text('seed') ?? '1', '--seed', 2 ** 31),
      force: given.flag('force'),
      format: readFormat(given),
      ...(write !== undefined && { write }),
      ...readEngineOptions(given),
    };
  },
  run: (options, { engine, terminal }) => sample(options, engine(options), terminal),
});

function wholeNumber(given: string, option: string, most: number): number {
  const value = /^\d{1,10}$/.test(given) ? Number(given) : 0;
  return value >= 1 && value <= most ? value : misused(`${option} wants a whole number from 1 to ${formatCount(most)}, not “${given}”.`);
}

/** Returns the exit code: 0, or 2 where the file cannot be read or the sample not written. */
async function sample(options: SampleOptions, session: EngineSession, terminal: Terminal): Promise<number> {
  const { file, count, seed, format } = options;
  try {
    if (options.write !== undefined) await requireNew(options.write, options.force);
    const { id, dataset } = await session.openDecided(file, options.config);
    const columns = [...new Set(options.columns.map((name) => namedColumn(dataset, name)))];
    const drawn: SampleFilter = { kind: 'sample', columns, count, seed };
    const report = await session.call('sampleReport', { id, sample: drawn, filters: [] });
    const written =
      options.write === undefined
        ? undefined
        : await session.call('writeRows', { id, filters: [drawn], path: resolve(options.write) }, { onProgress: session.showProgress });
    session.clearProgress();
    const target = written && { path: options.write!, ...written };
    terminal.out(format === 'json' ? jsonOf(file, dataset, drawn, report, target) : textOf(file, dataset, drawn, report, target));
    for (const lost of written?.notKept ?? []) terminal.messages(`${plain(lost)}\n`);
    return 0;
  } catch (error) {
    session.clearProgress();
    terminal.messages(failureLine(file, errorMessage(error)));
    return 2;
  }
}

type Target = WrittenRows & { readonly path: string };

function jsonOf(
  path: string,
  { rows, unreadable }: Dataset,
  { columns, count, seed }: SampleFilter,
  report: SampleReport,
  written: Target | undefined,
): string {
  return `${JSON.stringify({ winnow: 1, path, rowsOfFile: rows, unreadable, sample: { columns, count, seed }, ...report, ...(written && { written }) })}\n`;
}

function textOf(path: string, { rows, unreadable }: Dataset, drawn: SampleFilter, report: SampleReport, written: Target | undefined): string {
  const { columns, count } = drawn;
  const lines = [
    `${plain(path)}: ${counted(report.drawn, 'row')} of ${formatCount(rows)}: ${plain(sampleWords(drawn))}${columns.length === 0 ? '' : ` (${counted(report.cells, 'cell')})`}`,
    ...(unreadable === 0
      ? []
      : [`${counted(unreadable, 'record')} that cannot be read ${unreadable === 1 ? 'is' : 'are'} not drawn from.`]),
    ...(report.shortTotal === 0
      ? []
      : [`${counted(report.shortTotal, 'cell')} ${report.shortTotal === 1 ? 'has' : 'have'} fewer rows than ${formatCount(count)}:`]),
    ...report.short.slice(0, mostListed).map((cell) => `  ${plain(cellWords(cell))}: ${formatCount(cell.rows)}`),
    ...(report.shortTotal > mostListed
      ? [`  … and ${formatCount(report.shortTotal - mostListed)} more (--format json lists up to 1,000)`]
      : []),
    ...(report.absentUncounted ? ['Combinations that do not occur at all are too many to be counted.'] : []),
    ...report.notes.map(plain),
    ...(written ? [`Wrote ${plain(written.path)}: ${counted(written.rows, 'row')}, ${counted(written.bytes, 'byte')}.`] : []),
  ];
  return `${lines.join('\n')}\n`;
}

const cellWords = ({ values }: SampleCell): string => (values.length === 0 ? 'all rows' : values.map((value) => value ?? '(missing)').join(' × '));
const counted = (value: number, what: string): string => `${formatCount(value)} ${what}${value === 1 ? '' : 's'}`;
