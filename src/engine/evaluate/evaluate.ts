import { countOf, formatCount } from '../../core/countWords.ts';
import { measuredRows } from '../../checks/parts/measuredRows.ts';
import type { Predictions } from '../../checks/parts/predictions.ts';
import { fewestTestLabels, measureTestLabels, testNoiseWords } from '../../checks/parts/testLabelNoise.ts';
import { findWeakSlices, sliceSettings } from '../../checks/parts/weakSlices.ts';
import { resolveSettings } from '../../checks/settings.ts';
import { weakSlice } from '../../checks/weakSlice.ts';
import { hasProbabilities, type NoProbabilities, type OutOfSample } from '../../checks/outOfSample.ts';
import type { Evaluation, NoEvaluation } from '../../core/evaluation.ts';
import { surelyAccurate } from '../../core/probabilitySource.ts';
import type { Costs } from '../../core/taxonomy.ts';
import { type Checkpoint, within } from '../../learn/checkpoint.ts';
import { Calibration } from '../../stats/calibration.ts';
import { ClassTally } from '../../stats/confusion.ts';
import type { LabelInput } from '../labels/labelInput.ts';
import type { OpenTable } from '../openTable.ts';
import { countConfusions } from './countConfusions.ts';
import { evaluatedClasses } from './evaluatedClasses.ts';
import { evaluateSegments } from './evaluateSegments.ts';
import { readRowValues } from './rowValues.ts';

/** What is measured, and by what. */
export interface EvaluationSource extends LabelInput {
  readonly table: OpenTable;
  /** Probabilities of the labels, where they are known already. */
  readonly known: OutOfSample | NoProbabilities | null;
}

/**
 * Holds the predictions of a dataset against its labels, decisions laid over these: overall, by class, by segment, by what
 * errors cost, how well the model knows how sure it is, and where it is weakest.
 * @param split see `measuredRows`.
 */
export async function evaluate(
  source: EvaluationSource,
  predictions: Predictions,
  split: string | undefined,
  signal: AbortSignal,
  checkpoint: Checkpoint,
): Promise<Evaluation | NoEvaluation> {
  const {
    table: { relation },
    dataset,
    profiles,
    config,
  } = source;
  const { positions, ...measured } = await measuredRows({ dataset, relation, signal }, predictions, split);
  if (positions.length === 0) return { why: nothingMeasured(measured) };

  const { label, predicted } = predictions;
  const tally = new ClassTally(predictions.classes.length);
  for (const position of positions) tally.add(label[position]!, predicted[position]!);
  const values = await readRowValues(source, predictions.rows.length, signal);
  const costs = countConfusions(predictions, positions, values, config.costs);
  await checkpoint(0.1, 'Measuring segments');
  const segments = await evaluateSegments(source, predictions, positions, costs.costOf, signal);
  const slicing = await findWeakSlices(
    { dataset, profiles, relation, signal },
    predictions,
    positions,
    sliceSettings(resolveSettings(weakSlice, config, () => undefined).options),
    within(checkpoint, 0.2, 1),
  );
  const { slices, ...sliced } = slicing;
  const labelNoise = await readLabelNoise(source, measured, signal, checkpoint);
  return {
    ...measured,
    segments,
    words: predictions.words,
    overall: tally.overall(),
    classes: evaluatedClasses(predictions, tally),
    ...costs.report,
    calibration: calibrationOf(predictions, positions),
    labelNoise,
    slices: slices.map(({ columns: _, rowNumbers: __, ...slice }) => slice),
    slicing: sliced,
    notes: [
      ...untested(measured, split),
      ...predictions.notes,
      ...strangers(predictions, tally),
      ...values.notes,
      ...strangeCosts(predictions, config.costs),
    ],
  };
}

function nothingMeasured({ leftOut, split }: Pick<Evaluation, 'leftOut' | 'split'>): string {
  const reasons = leftOut.map(({ why, rows }) => `${formatCount(rows)} ${rows === 1 ? 'row is' : 'rows are'} left out, since ${why}`);
  return [`no row${split === null ? '' : ` of the split “${split}”`} has both a label and a prediction`, ...reasons].join('; ');
}

/** Where all rows are measured although nobody asked for it: what that may do to the figures. */
function untested({ split, splits }: Pick<Evaluation, 'split' | 'splits'>, asked: string | undefined): string[] {
  if (split !== null || asked !== undefined) return [];
  const named = (wanted: string): string | undefined => splits.find(({ kind }) => kind === wanted)?.value;
  const [test, train] = [named('test'), named('train')];
  const learnt = train === undefined ? '' : ` A model is better on rows that it has learnt from, and those of “${train}” are among them.`;
  if (test !== undefined) return [`No row of the split “${test}” has both a label and a prediction: all other rows are measured.${learnt}`];
  return train === undefined ? [] : [`There is no test split: all rows are measured.${learnt}`];
}

/** Of the test split, where that is what is measured, or of all rows, where there are no splits; nothing is learnt for it. */
async function readLabelNoise(
  { known, dataset, table: { relation } }: EvaluationSource,
  { split, splits }: Pick<Evaluation, 'split' | 'splits'>,
  signal: AbortSignal,
  checkpoint: Checkpoint,
): Promise<Evaluation['labelNoise']> {
  const column = dataset.roles.split;
  const isTest = split === 'test' || splits.some(({ value, kind }) => value === split && kind === 'test');
  if ((column !== undefined && !isTest) || known === null) return null;
  if (!hasProbabilities(known)) return known;
  const { words, accuracy, suspects } = known.source;
  if (suspects && accuracy < surelyAccurate) return { why: `the labels were looked at by ${words}, right for ${(accuracy * 100).toFixed(1)} % only` };
  if (suspects) return { why: `the labels were looked at by ${words}, of labels that few rows have` };
  const measured = await measureTestLabels({ dataset, relation, signal, checkpoint }, column, known);
  const {
    noise: { noise, low, high },
    rows,
  } = measured;
  const few = `${countOf(rows, column === undefined ? 'row' : 'test row')} ${rows === 1 ? 'has' : 'have'} probabilities, fewer than ${fewestTestLabels}`;
  return rows < fewestTestLabels ? { why: few } : { words: testNoiseWords(known, measured), noise, low, high, rows };
}

function calibrationOf({ confidences }: Predictions, positions: Int32Array): Evaluation['calibration'] {
  if (!confidences) return null;
  const calibration = new Calibration();
  for (const position of positions) {
    const confidence = confidences.confidence[position]!;
    if (!Number.isNaN(confidence)) calibration.add(confidence, confidences.right[position] === 1);
  }
  return { ...calibration.figures(), words: confidences.words };
}

/** Classes that are predicted and that no row has. */
function strangers({ classes, labelled }: Predictions, tally: ClassTally): string[] {
  const named = [...tally.present()].filter(([place]) => place >= labelled);
  if (named.length === 0) return [];
  const rows = named.reduce((sum, [, { predicted }]) => sum + predicted, 0);
  const shown = named.slice(0, 5).map(([place]) => `“${classes[place]!}”`).join(', ');
  return [
    `${formatCount(rows)} ${rows === 1 ? 'prediction names a label that no row has, and counts' : 'predictions name labels that no row has, and count'} as wrong: ${shown}${named.length > 5 ? ` and ${named.length - 5} more` : ''}.`,
  ];
}

/** Names in the costs that are neither a label nor predicted: a misspelled one costs nothing of what was meant. */
function strangeCosts({ classes }: Predictions, costs: Costs | undefined): string[] {
  const known = new Set(classes);
  const names = new Set(Object.entries(costs?.confusions ?? {}).flatMap(([given, row]) => [given, ...Object.keys(row)]));
  const strange = [...names].filter((name) => !known.has(name));
  if (strange.length === 0) return [];
  const shown = strange.slice(0, 5).map((name) => `“${name}”`).join(', ');
  return [
    `The costs of winnow.json name ${countOf(strange.length, 'label')} that ${strange.length === 1 ? 'does' : 'do'} not occur: ${shown}${strange.length > 5 ? ` and ${strange.length - 5} more` : ''}.`,
  ];
}
