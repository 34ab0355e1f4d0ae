import { resolve } from 'node:path';
import { formatCount } from '../../core/countWords.ts';
import { errorMessage } from '../../core/errorMessage.ts';
import type { Dataset } from '../../core/dataset.ts';
import { planDefaults, type PlanOptions, type RedundancyPlan } from '../../core/redundancyPlan.ts';
import type { PlanFile } from '../../protocol/planMethods.ts';
import { defineCommand, type EngineOptions, misused } from '../command.ts';
import type { EngineSession } from '../engineSession.ts';
import { engineOptions, engineOptionsHelp, oneFile, type OutputFormat, readEngineOptions, readFormat } from '../options.ts';
import { requireNew } from '../requireNew.ts';
import { textOfPlan } from '../reporters/planText.ts';
import { failureLine, plain, type Terminal } from '../terminal.ts';

/** Which rows of a dataset could be left out. */
export interface PlannedDataset {
  /** As it was given. */
  readonly path: string;
  readonly dataset: Dataset;
  readonly plan: RedundancyPlan;
}

interface PlanCommandOptions extends EngineOptions {
  readonly file: string;
  readonly format: OutputFormat;
  readonly plan: PlanOptions;
  readonly force: boolean;
  readonly writes: readonly { readonly as: PlanFile; readonly path: string }[];
}

export const planCommand = defineCommand<PlanCommandOptions>({
  name: 'plan',
  takes: 'FILE',
  summary: 'Plan which rows could be left out',
  help: `Usage: winnow plan FILE --keep SHARE [--write FILE] [--column FILE] [--force] [--floor N] [--seed N]
                   [--format text|json] [--config FILE] [--memory MB]

Plans which rows a training set can do without, and shows what that does to every histogram beside as many rows drawn at
random. Copies and near copies go first; then easy rows of labels with 1,000 rows or more, hard ones of others. Rows of
validation and test stay, and so does the file: the plan is written elsewhere, if at all.

Options
  --keep SHARE      How much to keep: 80%, or 0.8
  --write FILE      Write the rows that are kept, in the format of FILE itself
  --column FILE     Write the keys of all planned rows with what becomes of each, as JSON Lines
  --force           Write over files that are there
  --floor N         Rows that every label and segment value keeps at least (default ${planDefaults.floor})
  --seed N          Of what is drawn at random (default ${planDefaults.seed})
  --format FORMAT   text for people (default), json for programs
${engineOptionsHelp}
`,
  options: { keep: 'text', write: 'text', column: 'text', force: 'flag', floor: 'text', seed: 'text', format: 'text', ...engineOptions },
  read(given) {
    const [write, column] = [given.text('write'), given.text('column')];
    return {
      file: oneFile('plan', given),
      format: readFormat(given),
      ...readEngineOptions(given),
      plan: {
        keep: readKeep(given.text('keep')),
        floor: whole(given.text('floor'), '--floor', planDefaults.floor),
        seed: whole(given.text('seed'), '--seed', planDefaults.seed),
      },
      force: given.flag('force'),
      writes: [
        ...(write === undefined ? [] : [{ as: 'subset' as const, path: write }]),
        ...(column === undefined ? [] : [{ as: 'list' as const, path: column }]),
      ],
    };
  },
  run: (options, { engine, terminal }) => plan(options, engine(options), terminal),
});

/** `80%` or `0.8`. */
function readKeep(given: string | undefined): number {
  if (given === undefined) return misused('winnow plan wants --keep, how much to keep: 80%, say.');
  const share = /^\d+(\.\d+)?%$/.test(given) ? Number(given.slice(0, -1)) / 100 : /^\d*\.?\d+$/.test(given) ? Number(given) : NaN;
  return share > 0 && share <= 1 ? share : misused(`--keep wants a share above 0 and up to 100%, such as 80% or 0.8, not “${given}”.`);
}

function whole(given: string | undefined, option: string, usual: number): number {
  if (given === undefined) return usual;
  return /^\d{1,9}$/.test(given) ? Number(given) : misused(`${option} wants a whole number, not “${given}”.`);
}

/** Plans with one file, and writes what is asked for. Returns the exit code: 0, or 2 where that cannot be done. */
async function plan({ file, format, config, plan: options, force, writes }: PlanCommandOptions, session: EngineSession, terminal: Terminal): Promise<number> {
  try {
    // The dataset itself is never written over; that is said of it whatever is forced.
    for (const { path: to } of writes) if (resolve(to) !== resolve(file)) await requireNew(to, force);
    const { id, dataset } = await session.openDecided(file, config);
    const found = await session.call('planRedundancy', { id, options }, { onProgress: session.showProgress });
    session.clearProgress();
    if ('why' in found) {
      if (format === 'json') terminal.out(`${JSON.stringify({ winnow: 1, path: file, ...found })}\n`);
      terminal.messages(failureLine(file, `There is no plan: ${plain(found.why)}.`));
      return 2;
    }
    for (const { as, path: to } of writes) {
      const { rows } = await session.call('writePlan', { id, options, as, path: resolve(to) }, { onProgress: session.showProgress });
      session.clearProgress();
      terminal.messages(`${plain(to)}: ${formatCount(rows)} ${as === 'subset' ? (rows === 1 ? 'row' : 'rows') : rows === 1 ? 'line' : 'lines'} written.\n`);
    }
    terminal.out(
      format === 'json'
        ? `${JSON.stringify({ winnow: 1, path: file, format: dataset.format, options, ...found })}\n`
        : textOfPlan({ path: file, dataset, plan: found }, terminal.colours),
    );
    return 0;
  } catch (error) {
    session.clearProgress();
    terminal.messages(failureLine(file, errorMessage(error)));
    return 2;
  }
}
