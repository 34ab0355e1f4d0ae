import type { WinnowConfig } from '../../core/config.ts';
import type { Dataset } from '../../core/dataset.ts';
import type { ColumnProfile } from '../../core/profile.ts';
import { isNumeric } from '../../core/schema.ts';
import type { CheckContext } from '../check.ts';
import { numberIn } from './ask.ts';
import { findLabelVariants, type LabelVariant, variantDefaults } from './labelVariants.ts';
import { isSurelyMissing } from './sentinels.ts';

export interface LabelCount {
  /** As the file has it, white space included. */
  readonly value: string;
  readonly count: number;
}

/** For `needs`: why a check of labels cannot run. */
export function needsLabel(dataset: Dataset): string | null {
  return dataset.roles.label === undefined ? 'no column has the role label' : null;
}

/** With more distinct values than this, a column does not hold classes. */
const mostClasses = 10_000;

/** Whether the values of a label column are classes, and not a quantity to predict or a text to write. */
export function isClassLabel(profile: ColumnProfile): boolean {
  if (['timestamp', 'list', 'struct', 'binary', 'empty'].includes(profile.type)) return false;
  const average = (profile.rows - profile.nulls) / Math.max(1, profile.distinct);
  if (isNumeric(profile.type)) return profile.distinct <= 20 || (profile.distinct <= 100 && average >= 3);
  return profile.distinct <= 20 || (profile.distinct <= mostClasses && average >= 1.5);
}

/** The label column where it holds classes, with its profile. */
export function classLabel(context: Pick<CheckContext, 'dataset' | 'profiles'>): string | null {
  const { label } = context.dataset.roles;
  const profile = label === undefined ? undefined : context.profiles.get(label);
  return label !== undefined && profile && isClassLabel(profile) ? label : null;
}

/** Every label with its rows, most frequent first; missing ones and words for “no value” are none. */
export async function readLabels({ relation, signal }: Pick<CheckContext, 'relation' | 'signal'>, column: string): Promise<LabelCount[]> {
  const { dialect, name } = relation;
  const sql = `SELECT ${dialect.text(column)} AS label, count(*) AS n FROM ${name} WHERE NOT ${dialect.missing(column)} GROUP BY 1 ORDER BY n DESC, label`;
  const rows = await relation.query(sql, [], signal);
  return rows.map((row) => ({ value: String(row['label']), count: numberIn(row['n']) })).filter(({ value }) => !isSurelyMissing(value));
}

/**
 * The labels that stand for another one, as the check label-variant is set: none where it is off. Labels of the
 * taxonomy stand for themselves.
 */
export function variantsOf(labels: readonly LabelCount[], { checks, taxonomy = [] }: WinnowConfig): ReadonlyMap<string, LabelVariant> {
  const settings = checks?.['label-variant'];
  if (settings === false) return new Map();
  const numberOf = (name: keyof typeof variantDefaults): number => {
    const value = settings?.[name];
    return typeof value === 'number' && Number.isFinite(value) ? value : variantDefaults[name];
  };
  return findLabelVariants(labels, { minLetters: numberOf('minLetters'), minRatio: numberOf('minRatio') }, new Set(taxonomy.map(({ name }) => name)));
}

/** The labels that stand for another one; none where the label is no class. */
export async function readVariants(
  context: Pick<CheckContext, 'dataset' | 'profiles' | 'config' | 'relation' | 'signal'>,
): Promise<ReadonlyMap<string, LabelVariant>> {
  const column = classLabel(context);
  return column === null ? new Map() : variantsOf(await readLabels(context, column), context.config);
}
