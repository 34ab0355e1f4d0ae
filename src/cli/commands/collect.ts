import { formatCount } from '../../core/countWords.ts';
import { errorMessage } from '../../core/errorMessage.ts';
import { type CollectPlan, type CollectTarget, parseTarget } from '../../core/collect.ts';
import { collectCsv, collectMarkdown, collectSentence } from '../../core/collectText.ts';
import { defineCommand, type EngineOptions, misused } from '../command.ts';
import type { EngineSession } from '../engineSession.ts';
import { namedColumn } from '../namedColumn.ts';
import { engineOptions, engineOptionsHelp, oneFile, oneOf, readEngineOptions } from '../options.ts';
import { alignTable, shorten } from '../reporters/table.ts';
import { failureLine, plain, type Terminal } from '../terminal.ts';

const formats = ['text', 'csv', 'markdown', 'json'] as const;
type CollectFormat = (typeof formats)[number];

interface CollectOptions extends EngineOptions {
  readonly file: string;
  readonly by: readonly string[];
  readonly target?: CollectTarget;
  readonly format: CollectFormat;
}

/** Cells that are asked for, and those that a person reads. */
const mostCells = 100_000;
const mostRead = 30;

export const collectCommand = defineCommand<CollectOptions>({
  name: 'collect',
  takes: 'FILE',
  summary: 'List the rows that are missing to a target, by label and segment',
  help: `Usage: winnow collect FILE [--target floor=ROWS|parity|mix[=ROWS]] [--by COLUMN]… [--format text|csv|markdown|json]
                      [--config FILE] [--memory MB]

Lists what to collect: for every label in every segment, those that do not occur among them, how many rows are
missing. Decisions of the sidecar that are not applied yet count: rows as what they will be.

Options
  --target TARGET   floor=ROWS: at least so many rows of each label in each segment (default: floor=50)
                    parity: as many as the label that the segment has most of
                    mix: the production mix that winnow.json names under “collect”, of as many rows as there are;
                    mix=ROWS: of so many
  --by COLUMN       Segments are the values of this column; may come several times (default: winnow.json, else the
                    first segment column)
  --format FORMAT   text for people (default), csv, markdown, or json for programs
${engineOptionsHelp}

Exit code 0: no row is missing; 1: some are; 2: it could not be counted.
`,
  options: { target: 'text', by: 'texts', format: 'text', ...engineOptions },
  read: (given) => {
    const target = given.text('target');
    return {
      file: oneFile('collect', given),
      by: given.texts('by'),
      format: oneOf(formats, given.text('format') ?? 'text', '--format'),
      ...(target !== undefined && { target: targetOf(target) }),
      ...readEngineOptions(given),
    };
  },
  run: (options, { engine, terminal }) => collect(options, engine(options), terminal),
});

function targetOf(text: string): CollectTarget {
  try {
    return parseTarget(text);
  } catch (error) {
    return misused(errorMessage(error));
  }
}

/** Returns the exit code: 0 or 1, or 2 where the file cannot be read or the target not be used. */
async function collect({ file, by, target, format, config }: CollectOptions, session: EngineSession, terminal: Terminal): Promise<number> {
  try {
    const { id, dataset } = await session.openDecided(file, config);
    const columns = by.map((name) => namedColumn(dataset, name));
    const plan = await session.call('collect', { id, filters: [], limit: mostCells, ...(columns.length > 0 && { by: columns }), ...(target && { target }) });
    if ('why' in plan) throw new Error(`What to collect cannot be counted: ${plan.why}.`);
    terminal.out(textOf(format, file, plan));
    if (format === 'csv') for (const note of plan.notes) terminal.messages(`${plain(note)}\n`);
    return plan.missing > 0 ? 1 : 0;
  } catch (error) {
    session.clearProgress();
    terminal.messages(failureLine(file, errorMessage(error)));
    return 2;
  }
}

function textOf(format: CollectFormat, file: string, plan: CollectPlan): string {
  if (format === 'csv') return collectCsv(plan);
  if (format === 'markdown') return collectMarkdown(file, plan);
  return format === 'json' ? `${JSON.stringify({ winnow: 1, path: file, ...plan })}\n` : readable(file, plan);
}

function readable(file: string, plan: CollectPlan): string {
  const { label, by, cells, cellsMissing, notes } = plan;
  const rows = cells
    .slice(0, mostRead)
    .map((cell) => [...[cell.label, ...cell.segment].map(shorten), ...[cell.rows, cell.target, cell.missing].map((n) => formatCount(n))]);
  const more = cellsMissing > rows.length ? [`… and ${formatCount(cellsMissing - rows.length)} more cells (--format csv lists them)`] : [];
  const table =
    rows.length === 0
      ? []
      : [
          '',
          ...alignTable(
            [[...[label, ...by].map(shorten), 'rows', 'target', 'missing'], ...rows],
            [1, 2, 3].map((place) => by.length + place),
          ),
        ];
  return `${[`${plain(file)}: ${plain(collectSentence(plan))}`, ...notes.map(plain), ...table, ...more].join('\n')}\n`;
}
