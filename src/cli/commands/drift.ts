import { errorMessage } from '../../core/errorMessage.ts';
import type { DriftTimeline, TimelineAgainst } from '../../core/driftTimeline.ts';
import type { Period } from '../../core/timeline.ts';
import { defineCommand, type EngineOptions } from '../command.ts';
import type { EngineSession } from '../engineSession.ts';
import { readAgainst } from '../gate/driftVerdict.ts';
import { engineOptions, engineOptionsHelp, oneFile, oneOf, type OutputFormat, readEngineOptions, readFormat } from '../options.ts';
import { textOfDrift } from '../reporters/driftText.ts';
import { failureLine, type Terminal } from '../terminal.ts';

interface DriftOptions extends EngineOptions {
  readonly file: string;
  readonly by?: Period;
  readonly against: TimelineAgainst;
  readonly texts: boolean;
  readonly format: OutputFormat;
}

const periods: readonly Period[] = ['day', 'week', 'month'];

export const driftCommand = defineCommand<DriftOptions>({
  name: 'drift',
  takes: 'FILE',
  summary: 'Show how the columns drift over time',
  help: `Usage: winnow drift FILE [--by day|week|month] [--against first|previous|WHAT] [--texts] [--format text|json]
                    [--config FILE] [--memory MB]

Shows how far each column is distributed otherwise in each day, week or month of the column with the role time: the
Jensen–Shannon distance, for numbers on the quantile bins of what they are compared with, for texts of their lengths.
A period is far at a distance of at least .1 that is not chance (χ², Holm-corrected over all periods and columns);
both can be set under checks.feature-drift in winnow.json. Against one reference as a whole: winnow check FILE
--against WHAT.

Options
  --by PERIOD       day, week (from Monday) or month (default: the shortest of which there are at most 60)
  --against WHAT    first: the first period with at least ten rows (default); previous: the period before; or as for
                    winnow check: a file, a profile that was saved, REVISION:PATH, split:VALUE, time:COLUMN<DATE or
                    time:COLUMN=DATE..DATE
  --texts           Compare texts by a model that tells them apart (far above AUROC .6), which takes long
  --format FORMAT   text for people (default), json for programs
${engineOptionsHelp}

Exit code 0: no period is far; 1: some are; 2: they could not be compared.
`,
  options: { by: 'text', against: 'text', texts: 'flag', format: 'text', ...engineOptions },
  read(given) {
    const by = given.text('by');
    return {
      file: oneFile('drift', given),
      ...(by !== undefined && { by: oneOf(periods, by, '--by') }),
      against: againstOf(given.text('against') ?? 'first'),
      texts: given.flag('texts'),
      format: readFormat(given),
      ...readEngineOptions(given),
    };
  },
  run: (options, { engine, terminal }) => drift(options, engine(options), terminal),
});

function againstOf(written: string): TimelineAgainst {
  return written === 'first' || written === 'previous' ? written : { reference: readAgainst(written) };
}

/** Returns the exit code: 0, 1 where a period is far, or 2 where nothing can be compared. */
async function drift({ file, by, against, texts, format, config }: DriftOptions, session: EngineSession, terminal: Terminal): Promise<number> {
  try {
    const { id } = await session.openAndTell(file, config);
    const timeline = await session.call('driftTimeline', { id, against, texts, ...(by && { period: by }) }, { onProgress: session.showProgress });
    session.clearProgress();
    if ('why' in timeline) throw new Error(`Its columns cannot be compared over time: ${timeline.why}.`);
    terminal.out(format === 'json' ? jsonOf(file, timeline) : textOfDrift(file, timeline, terminal.colours));
    return timeline.columns.some(({ far, missingFar }) => far.length + missingFar.length > 0) ? 1 : 0;
  } catch (error) {
    session.clearProgress();
    terminal.messages(failureLine(file, errorMessage(error)));
    return 2;
  }
}

/** Dates as they are written, and each column's figures in the order of the periods. */
function jsonOf(path: string, { points, ...timeline }: DriftTimeline): string {
  const day = (at: number): string => new Date(at).toISOString().slice(0, 10);
  const periods = points.map(({ from, to, ...point }) => ({ from: day(from), to: day(to), ...point }));
  return `${JSON.stringify({ winnow: 1, path, ...timeline, periods })}\n`;
}
