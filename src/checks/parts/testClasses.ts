import type { Dataset } from '../../core/dataset.ts';
import type { CheckContext } from '../check.ts';
import { numberIn, textIn } from './ask.ts';
import { classLabel, needsLabel, readLabels, variantsOf } from './labels.ts';
import { canonicalLabel } from './labelVariants.ts';
import { splitKindSql } from './splits.ts';
import { quoted } from './words.ts';

/** A label of the dataset, and what of it is in the test split. */
export interface ClassInTest {
  readonly name: string;
  /** All the ways in which it is written. */
  readonly written: readonly string[];
  readonly rows: number;
  /** Those of them with a prediction, and with the right one. */
  readonly predicted: number;
  readonly right: number;
}

/** The labelled rows of the test split. */
export interface TestClasses {
  readonly rows: number;
  readonly predicted: number;
  readonly right: number;
  /** Every label of the dataset, also those that no test row has; the most frequent in the dataset first. */
  readonly classes: readonly ClassInTest[];
}

/** What a check of the test split needs and the dataset has not; null where it has all. */
export function needsTestSplit(dataset: Dataset): string | null {
  return needsLabel(dataset) ?? (dataset.roles.split === undefined ? 'no column has the role split, so there is no test split' : null);
}

/** The label, the split and what is in its test rows; in words, why the check is to be skipped where there are none. */
export async function readTestSplit(
  context: Pick<CheckContext, 'config' | 'dataset' | 'profiles' | 'relation' | 'signal' | 'shared'>,
): Promise<{ readonly label: string; readonly split: string; readonly test: TestClasses } | string> {
  const label = classLabel(context);
  const { split } = context.dataset.roles;
  if (label === null || split === undefined) return 'the label holds no classes';
  const test = await readTestClasses(context, label, split);
  return test.rows > 0 ? { label, split, test } : `there is no test split: no value of ${quoted(split)} says that a row is for testing`;
}

/**
 * Counts the labelled test rows, and how many of them have a predicted label and the right one. Labels written
 * differently (`label-variant`) count as one, for predictions too. Read once a run.
 */
function readTestClasses(
  context: Pick<CheckContext, 'config' | 'dataset' | 'relation' | 'signal' | 'shared'>,
  label: string,
  split: string,
): Promise<TestClasses> {
  return context.shared(`test classes ${JSON.stringify([label, split])}`, () => read(context, label, split));
}

async function read(context: Pick<CheckContext, 'config' | 'dataset' | 'relation' | 'signal'>, label: string, split: string): Promise<TestClasses> {
  const { relation, signal, dataset: { roles: { predicted } } } = context;
  const { dialect } = relation;
  const labels = await readLabels(context, label);
  const variants = variantsOf(labels, context.config);
  const classes = new Map<string, { name: string; written: string[]; rows: number; predicted: number; right: number }>();
  const byWriting = new Map<string, string>();
  for (const { value } of labels) {
    const name = canonicalLabel(variants, value);
    byWriting.set(value, name);
    const known = classes.get(name);
    if (known) known.written.push(value);
    else classes.set(name, { name, written: [value], rows: 0, predicted: 0, right: 0 });
  }
  const guess = predicted === undefined ? 'NULL' : `CASE WHEN NOT ${dialect.missing(predicted)} THEN ${dialect.text(predicted)} END`;
  const sql = `SELECT ${dialect.text(label)} AS label, ${guess} AS predicted, count(*) AS n FROM ${relation.name}
    WHERE NOT ${dialect.missing(label)} AND ${splitKindSql(relation, split)} = ${dialect.literal('test')} GROUP BY 1, 2`;
  for await (const chunk of relation.stream(sql, [], signal)) {
    for (const row of chunk) {
      const name = byWriting.get(textIn(row['label'])!);
      // A word for “no value” is no label.
      const found = name === undefined ? undefined : classes.get(name);
      if (!found) continue;
      const count = numberIn(row['n']);
      const said = textIn(row['predicted']);
      found.rows += count;
      if (said === null) continue;
      found.predicted += count;
      if (canonicalLabel(variants, said) === name) found.right += count;
    }
  }
  const all = [...classes.values()];
  const total = (of: 'rows' | 'predicted' | 'right'): number => all.reduce((sum, each) => sum + each[of], 0);
  return { rows: total('rows'), predicted: total('predicted'), right: total('right'), classes: all };
}
