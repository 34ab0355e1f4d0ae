import type { Dataset } from '../../core/dataset.ts';
import type { Relation } from '../../engine/engine.ts';
import type { Checkpoint } from '../../learn/checkpoint.ts';
import { estimateConfidentJoint } from '../../learn/confidentJoint.ts';
import { labelNoise, type LabelNoise } from '../../learn/labelNoise.ts';
import { missingLabel } from '../../learn/labelRows.ts';
import type { OutOfSample } from '../outOfSample.ts';
import { numberIn, rowsWhere, textIn } from './ask.ts';
import { splitKindSql } from './splits.ts';
import { formatCount, formatShare, quoted } from './words.ts';

/** Of so many rows, some were predicted wrongly. */
export interface ModelError {
  readonly rows: number;
  readonly wrong: number;
  /** What they were told by. */
  readonly words: string;
}

/** What is known of the labels of the test split, or of all rows. */
export interface TestLabelNoise {
  readonly noise: LabelNoise;
  /** What the labels are called: “test labels”. */
  readonly called: string;
  /** Rows of it with a label and probabilities. */
  readonly rows: number;
  /** Those whose label looks wrong: they are counted off the diagonal of the confident joint. */
  readonly suspects: readonly number[];
  /** Of the model whose predictions the file has; absent: it has none. */
  readonly error?: ModelError;
}

interface Asking {
  readonly dataset: Dataset;
  readonly relation: Relation;
  readonly signal: AbortSignal;
  readonly checkpoint: Checkpoint;
}

/** Fewer test rows say nothing of the noise among them. */
export const fewestTestLabels = 50;

/**
 * Confident learning over the rows of the test split alone, by probabilities that are there already: nothing is learnt for it.
 * @param split the column with the role; undefined: over all rows.
 */
export async function measureTestLabels(asking: Asking, split: string | undefined, outOfSample: OutOfSample): Promise<TestLabelNoise> {
  const { relation, signal, checkpoint } = asking;
  const { rows, given, probabilities } = outOfSample;
  const inTest = new Set(
    split === undefined
      ? rows
      : await rowsWhere(relation, `${splitKindSql(relation, split)} = ${relation.dialect.literal('test')}`, signal),
  );
  const labels = given.map((label, position) => (inTest.has(rows[position]!) ? label : missingLabel));
  const joint = await estimateConfidentJoint(labels, probabilities, checkpoint);
  let disagreed = 0;
  const suspects: number[] = [];
  rows.forEach((row, position) => {
    if (joint.labels[position] === missingLabel) return;
    if (joint.predicted[position] !== joint.labels[position]) disagreed++;
    if (joint.offDiagonal[position] === 1) suspects.push(row);
  });
  const error = await modelError(asking, outOfSample, inTest, { rows: joint.rows.used, wrong: disagreed });
  return { noise: labelNoise(joint), called: split === undefined ? 'labels' : 'test labels', rows: joint.rows.used, suspects, ...(error && { error }) };
}

/**
 * The error of the model whose predictions the file has, over the test rows whose labels were looked at; undefined where it
 * has none: a model learnt here is not the one that is measured. `likeliest`: by the probabilities that were looked at.
 */
async function modelError(
  { dataset: { roles }, relation, signal }: Asking,
  { source, labels, rows, given, variants }: OutOfSample,
  inTest: ReadonlySet<number>,
  likeliest: Omit<ModelError, 'words'>,
): Promise<ModelError | undefined> {
  if (roles.predicted === undefined) return source.kind === 'columns' ? { ...likeliest, words: 'by their likeliest label' } : undefined;
  const { dialect, name } = relation;
  const error = { rows: 0, wrong: 0, words: `by ${quoted(roles.predicted)}` };
  let position = 0;
  for await (const chunk of relation.stream(
    `SELECT _row AS r, ${dialect.text(roles.predicted)} AS said FROM ${name} WHERE NOT ${dialect.missing(roles.predicted)} ORDER BY _row`,
    [],
    signal,
  )) {
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

/** One sentence: how many test labels look wrong, beside the error that is measured with them. */
export function testNoiseWords({ source }: OutOfSample, { noise, called, rows, error }: TestLabelNoise): string {
  const looked = `by ${source.words}${source.suspects ? `, right for ${formatShare(source.accuracy)} only` : ''}`;
  const measured = error ? `; the model’s error is ${formatShare(error.wrong / error.rows)} (${error.words})` : '';
  if (noise.noise === 0)
    return `None of the ${formatCount(rows)} ${called} looks wrong (95 % interval up to ${formatShare(noise.high)}, ${looked})${measured}.`;
  const points = `${(noise.noise * 100).toLocaleString('en-US', { maximumSignificantDigits: 2 })} points`;
  return `About ${formatShare(noise.noise)} of the ${formatCount(rows)} ${called} look wrong (95 % interval ${formatShare(noise.low)} to ${formatShare(noise.high)}, ${looked})${measured}: two models within ${points} cannot be told apart.`;
}
