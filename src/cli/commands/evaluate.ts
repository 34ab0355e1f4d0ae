import { errorMessage } from '../../core/errorMessage.ts';
import type { Dataset } from '../../core/dataset.ts';
import type { Evaluation, NoEvaluation } from '../../core/evaluation.ts';
import { defineCommand, type EngineOptions } from '../command.ts';
import type { EngineSession } from '../engineSession.ts';
import { engineOptions, engineOptionsHelp, oneFile, type OutputFormat, readEngineOptions, readFormat } from '../options.ts';
import { textOfEvaluation } from '../reporters/evaluationText.ts';
import { failureLine, plain, type Terminal } from '../terminal.ts';

/** How good the predictions of a dataset are. */
export interface EvaluatedDataset {
  /** As it was given. */
  readonly path: string;
  readonly dataset: Dataset;
  readonly evaluation: Evaluation;
}

interface EvaluateOptions extends EngineOptions {
  readonly file: string;
  readonly format: OutputFormat;
  readonly split?: string;
}

export const evaluateCommand = defineCommand<EvaluateOptions>({
  name: 'evaluate',
  takes: 'FILE',
  summary: 'Hold predictions against labels',
  help: `Usage: winnow evaluate FILE [--split SPLIT] [--format text|json] [--config FILE] [--memory MB]

Shows how often predictions are right, for each label and segment (precision, recall, F1, with 95 % intervals), what is
taken for what and what that costs, how well the model knows how sure it is, and the parts of the data that it is worst
on. Predictions are those of the predicted column, else the likeliest label by the probabilities of the file. What the
sidecar has decided about labels counts. Exit code: 0, or 2 where nothing can be measured.

Options
  --split SPLIT     The rows to measure: train, validation, test, a value of the split column, or all
                    (default: test where there are such rows, else all)
  --format FORMAT   text for people (default), json for programs
${engineOptionsHelp}
`,
  options: { format: 'text', split: 'text', ...engineOptions },
  read(given) {
    const split = given.text('split');
    return { file: oneFile('evaluate', given), format: readFormat(given), ...(split !== undefined && { split }), ...readEngineOptions(given) };
  },
  run: (options, { engine, terminal }) => evaluate(options, engine(options), terminal),
});

/** Measures the predictions of one file. Returns the exit code: 0, or 2 where that cannot be done. */
async function evaluate({ file, format, config, split }: EvaluateOptions, session: EngineSession, terminal: Terminal): Promise<number> {
  try {
    const { id, dataset } = await session.openDecided(file, config);
    const evaluation = await session.call('evaluate', { id, ...(split !== undefined && { split }) }, { onProgress: session.showProgress });
    session.clearProgress();
    if (format === 'json') terminal.out(jsonOf(file, dataset, evaluation));
    if ('why' in evaluation) {
      terminal.messages(failureLine(file, `The predictions cannot be measured: ${plain(evaluation.why)}.`));
      return 2;
    }
    if (format === 'text') terminal.out(textOfEvaluation({ path: file, dataset, evaluation }, terminal.colours));
    return 0;
  } catch (error) {
    session.clearProgress();
    terminal.messages(failureLine(file, errorMessage(error)));
    return 2;
  }
}

function jsonOf(path: string, dataset: Dataset, evaluation: Evaluation | NoEvaluation): string {
  return `${JSON.stringify({ winnow: 1, path, format: dataset.format, rows: dataset.rows, label: dataset.roles.label ?? null, ...evaluation })}\n`;
}
