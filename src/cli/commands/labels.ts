import { errorMessage } from '../../core/errorMessage.ts';
import type { Dataset } from '../../core/dataset.ts';
import type { ValueCount } from '../../core/profile.ts';
import type { AnnotatorReport, LabelHealth } from '../../protocol/labelMethods.ts';
import { defineCommand, type EngineOptions } from '../command.ts';
import type { EngineSession } from '../engineSession.ts';
import { engineOptions, engineOptionsHelp, oneFile, type OutputFormat, readEngineOptions, readFormat } from '../options.ts';
import { textOfLabels } from '../reporters/labelsText.ts';
import { failureLine, type Terminal } from '../terminal.ts';

/** What is known of the labels of a dataset. */
export interface DescribedLabels {
  /** As it was given. */
  readonly path: string;
  readonly dataset: Dataset;
  readonly health: LabelHealth;
  /** The labels of the file, where there are no probabilities to judge them by. */
  readonly counts: readonly ValueCount[];
  readonly annotators: AnnotatorReport;
}

interface LabelsOptions extends EngineOptions {
  readonly file: string;
  readonly format: OutputFormat;
}

export const labelsCommand = defineCommand<LabelsOptions>({
  name: 'labels',
  takes: 'FILE',
  summary: 'Show how far the labels can be trusted',
  help: `Usage: winnow labels FILE [--format text|json] [--config FILE] [--memory MB]

Shows how many labels are probably wrong, overall and for each label, and what they are most often confused with. The
probabilities are those of the file, or learnt from it by cross-validation. Where several people labelled, it shows how
far they agree on each label, and how reliable each of them is. What the sidecar has decided counts.

Options
  --format FORMAT   text for people (default), json for programs
${engineOptionsHelp}
`,
  options: { format: 'text', ...engineOptions },
  read: (given) => ({ file: oneFile('labels', given), format: readFormat(given), ...readEngineOptions(given) }),
  run: (options, { engine, terminal }) => labels(options, engine(options), terminal),
});

const mostLabels = 1000;

/** Describes the labels of one file, with what was decided laid over them. Returns the exit code: 0, or 2 where it cannot be read. */
async function labels({ file, format, config }: LabelsOptions, session: EngineSession, terminal: Terminal): Promise<number> {
  try {
    const { id, dataset } = await session.openDecided(file, config, true);
    const health = await session.call('labelHealth', { id }, { onProgress: session.showProgress });
    const annotators = await session.call('annotators', { id }, { onProgress: session.showProgress });
    const { label } = dataset.roles;
    const { values } = health.source || label === undefined ? { values: [] } : await session.call('values', { id, column: label, limit: mostLabels });
    session.clearProgress();
    const described: DescribedLabels = { path: file, dataset, health, counts: values, annotators };
    terminal.out(format === 'json' ? jsonOf(described) : textOfLabels(described, terminal.colours, terminal.columns));
    return 0;
  } catch (error) {
    session.clearProgress();
    terminal.messages(failureLine(file, errorMessage(error)));
    return 2;
  }
}

function jsonOf({ path, dataset, health, counts, annotators }: DescribedLabels): string {
  const { source, why, noise, classes, matrix, positions, position } = health;
  return `${JSON.stringify({
    winnow: 1, path, format: dataset.format, rows: dataset.rows, label: dataset.roles.label ?? null,
    source, why, noise, classes, ...(source === null && { counts }), matrix, positions, position, annotators,
  })}\n`;
}
