import { errorMessage } from '../../core/errorMessage.ts';
import type { Dataset } from '../../core/dataset.ts';
import { mostNext, type NextToLabel } from '../../core/nextToLabel.ts';
import { defineCommand, type EngineOptions, misused } from '../command.ts';
import type { EngineSession } from '../engineSession.ts';
import { engineOptions, engineOptionsHelp, oneFile, type OutputFormat, readEngineOptions, readFormat } from '../options.ts';
import { textOfNext } from '../reporters/nextText.ts';
import { failureLine, plain, type Terminal } from '../terminal.ts';

/** Which rows of a dataset to label next. */
export interface NextOfDataset {
  /** As it was given. */
  readonly path: string;
  readonly dataset: Dataset;
  readonly next: NextToLabel;
}

interface NextOptions extends EngineOptions {
  readonly file: string;
  readonly format: OutputFormat;
  readonly count: number;
}

const usualCount = 20;

export const nextCommand = defineCommand<NextOptions>({
  name: 'next',
  takes: 'FILE',
  summary: 'Say which rows to label next',
  help: `Usage: winnow next FILE [--count N] [--format text|json] [--config FILE] [--memory MB]

Lists rows without a label in the order in which labels for them would teach a model most: those that it is least sure
of, each unlike those before it. The probabilities are those of the file, or learnt from its labelled rows; without any,
rows unlike one another are listed. What the sidecar has decided counts.

Options
  --count N         How many rows, at most ${mostNext} (default ${usualCount})
  --format FORMAT   text for people (default), json for programs
${engineOptionsHelp}
`,
  options: { count: 'text', format: 'text', ...engineOptions },
  read: (given) => ({ file: oneFile('next', given), count: readCount(given.text('count')), format: readFormat(given), ...readEngineOptions(given) }),
  run: (options, { engine, terminal }) => next(options, engine(options), terminal),
});

function readCount(given: string | undefined): number {
  if (given === undefined) return usualCount;
  const count = /^\d{1,6}$/.test(given) ? Number(given) : 0;
  return count >= 1 && count <= mostNext ? count : misused(`--count wants a number from 1 to ${mostNext}, not “${given}”.`);
}

/** Lists rows of one file. Returns the exit code: 0, or 2 where there are none to list. */
async function next({ file, format, config, count }: NextOptions, session: EngineSession, terminal: Terminal): Promise<number> {
  try {
    const { id, dataset } = await session.openDecided(file, config);
    const found = await session.call('nextToLabel', { id, count }, { onProgress: session.showProgress });
    session.clearProgress();
    if (format === 'json') terminal.out(`${JSON.stringify({ winnow: 1, path: file, format: dataset.format, ...found })}\n`);
    if ('why' in found) {
      terminal.messages(failureLine(file, `There is no row to label next: ${plain(found.why)}.`));
      return 2;
    }
    if (format === 'text') terminal.out(textOfNext({ path: file, dataset, next: found }, terminal.colours));
    return 0;
  } catch (error) {
    session.clearProgress();
    terminal.messages(failureLine(file, errorMessage(error)));
    return 2;
  }
}
