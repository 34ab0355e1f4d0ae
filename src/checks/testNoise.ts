import { estimateConfidentJoint } from '../learn/confidentJoint.ts';
import { labelNoise, type LabelNoise } from '../learn/labelNoise.ts';
import { missingLabel } from '../learn/labelRows.ts';
import { wilson } from '../stats/wilson.ts';
import { type CheckContext, defineCheck, type RawFinding } from './check.ts';
import { hasProbabilities, type OutOfSample } from './outOfSample.ts';
import { numberIn, rowsWhere, textIn } from './parts/ask.ts';
import { classLabel, needsLabel } from './parts/labels.ts';
import { pausing } from './parts/pause.ts';
import { splitKindSql } from './parts/splits.ts';
import { readTestClasses } from './parts/testClasses.ts';
import { formatCount, formatShare, quoted } from './parts/words.ts';

const defaults = { ofError: 0.5, maxNoise: 0.05, minRows: 50 };
type Context = CheckContext<typeof defaults>;

/** Of so many rows, some were predicted wrongly. */
interface ModelError {
  readonly rows: number;
  readonly wrong: number;
  /** What they were told by. */
  readonly words: string;
}

/** What is known of the labels of the test split. */
interface TestLabels {
  readonly noise: LabelNoise;
  /** Test rows with a label and probabilities. */
  readonly rows: number;
  /** Those whose label looks wrong: they are counted off the diagonal of the confident joint. */
  readonly suspects: readonly number[];
  /** By the probabilities that were looked at. */
  readonly disagreed: number;
}

/**
 * Label noise of the test split (1 − trace of the joint of confident learning over its rows alone, with its interval) that is
 * at least `ofError` of the error of the model that it measures, or `maxNoise` of the rows where there are no predictions.
 * The joint is that of the probabilities that label-error has too: nothing is learnt for this check alone.
 */
export const testNoise = defineCheck({
  id: 'test-noise',
  title: 'Test labels as wrong as the model',
  description: 'Test splits in which about as many labels look wrong as the model gets wrong: what is measured is then the labels as much as the model.',
  severity: 'warning',
  slow: true,
  defaults,
  needs: (dataset) => needsLabel(dataset) ?? (dataset.roles.split === undefined ? 'no column has the role split, so there is no test split' : null),
  async *run(context: Context): AsyncGenerator<RawFinding> {
    const { options, relation, signal } = context;
    const label = classLabel(context);
    if (label === null) return context.skip('the label holds no classes');
    const split = context.dataset.roles.split!;
    const test = await readTestClasses(context, label, split);
    if (test.rows === 0) return context.skip(`there is no test split: no value of ${quoted(split)} says that a row is for testing`);
    if (test.rows < options.minRows) return context.skip(`the test split has ${formatCount(test.rows)} labelled ${test.rows === 1 ? 'row' : 'rows'}, and label noise is not estimated of fewer than ${formatCount(options.minRows)}`);
    const outOfSample = await context.outOfSample();
    if (!hasProbabilities(outOfSample)) return context.skip(outOfSample.why);
    const inTest = new Set(await rowsWhere(relation, `${splitKindSql(relation, split)} = ${relation.dialect.literal('test')}`, signal));
    const labels = await labelsOfTest(context, outOfSample, inTest);
    if (labels.rows < options.minRows) return context.skip(`only ${formatCount(labels.rows)} test rows have probabilities, and label noise is not estimated of fewer than ${formatCount(options.minRows)}`);
    const error = await modelError(context, outOfSample, inTest, labels);
    const limit = error ? (options.ofError * error.wrong) / error.rows : options.maxNoise;
    if (labels.suspects.length > 0 && labels.noise.noise > 0 && labels.noise.noise >= limit) yield noiseFinding(label, outOfSample, labels, error);
  },
});

/** The confident joint of the rows given alone, in file order, by probabilities that are there already. */
async function labelsOfTest(context: Context, { rows, given, probabilities }: OutOfSample, inTest: ReadonlySet<number>): Promise<TestLabels> {
  const labels = given.map((label, position) => (inTest.has(rows[position]!) ? label : missingLabel));
  const joint = await estimateConfidentJoint(labels, probabilities, pausing(context));
  let disagreed = 0;
  const suspects: number[] = [];
  rows.forEach((row, position) => {
    if (joint.labels[position] === missingLabel) return;
    if (joint.predicted[position] !== joint.labels[position]) disagreed++;
    if (joint.offDiagonal[position] === 1) suspects.push(row);
  });
  return { noise: labelNoise(joint), rows: joint.rows.used, suspects, disagreed };
}

/**
 * The error of the model whose predictions the file has, over the test rows whose labels were looked at; undefined where it
 * has none: a model learnt here is not the one that is measured.
 */
async function modelError({ dataset: { roles }, relation, signal }: Context, { source, labels, rows, given, variants }: OutOfSample, inTest: ReadonlySet<number>, found: TestLabels): Promise<ModelError | undefined> {
  if (roles.predicted === undefined) return source.kind === 'columns' ? { rows: found.rows, wrong: found.disagreed, words: 'by their likeliest label' } : undefined;
  const { dialect, name } = relation;
  const error = { rows: 0, wrong: 0, words: `by ${quoted(roles.predicted)}` };
  let position = 0;
  for await (const chunk of relation.stream(`SELECT _row AS r, ${dialect.text(roles.predicted)} AS said FROM ${name} WHERE NOT ${dialect.missing(roles.predicted)} ORDER BY _row`, [], signal)) {
    for (const row of chunk) {
      const number = numberIn(row['r']);
      while (position < rows.length && rows[position]! < number) position++;
      const label = rows[position] === number && inTest.has(number) ? given[position]! : missingLabel;
      if (label === missingLabel) continue;
      const said = textIn(row['said'])!;
      error.rows++;
      if ((variants.get(said) ?? said) !== labels[label]) error.wrong++;
    }
  }
  return error.rows > 0 ? error : undefined;
}

function noiseFinding(column: string, { source, basis }: OutOfSample, { noise, rows, suspects }: TestLabels, error: ModelError | undefined): RawFinding {
  const share = formatShare(noise.noise);
  const about = `About ${share} of the ${formatCount(rows)} test labels look wrong (95 % interval ${formatShare(noise.low)} to ${formatShare(noise.high)}, by ${source.words}${source.suspects ? `, right for ${formatShare(source.accuracy)} only` : ''})`;
  const points = `${(noise.noise * 100).toLocaleString('en-US', { maximumSignificantDigits: 2 })} points`;
  const interval = error && wilson(error.wrong, error.rows);
  return {
    scope: 'dataset', column, rows: suspects,
    score: error ? Math.min(1, noise.noise / Math.max(noise.noise, error.wrong / error.rows)) : Math.min(1, 2 * noise.noise),
    ...(source.suspects && { severity: 'info' as const }),
    ...(basis && { basis }),
    message: error
      ? `${about}; the model’s error is ${formatShare(error.wrong / error.rows)} (${error.words}): two models within ${points} cannot be told apart.`
      : `${about}: two models within ${points} cannot be told apart.`,
    suggestion: { act: 'review' },
    evidence: {
      noise: noise.noise, low: noise.low, high: noise.high, rows, suspects: suspects.length, source: source.words, accuracy: source.accuracy,
      ...(error && interval && { error: error.wrong / error.rows, errorLow: interval.low, errorHigh: interval.high, errorRows: error.rows }),
    },
  };
}
