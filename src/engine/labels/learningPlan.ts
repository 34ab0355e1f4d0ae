import { type ColumnProfile, isCategorical } from '../../core/profile.ts';
import { contentColumns } from '../../core/roles.ts';
import { isNumeric, isTemporal } from '../../core/schema.ts';
import type { LabelInput } from './labelInput.ts';
import type { LearnTask } from './learnJob.ts';

/** What a column is to a learner of tables. */
export interface Feature {
  readonly column: string;
  readonly as: 'number' | 'time' | 'category' | 'text';
}

/** By what labels are learnt. */
export interface LearningPlan {
  readonly learner: LearnTask['learner'];
  readonly features: readonly Feature[];
  /** The other columns that say something about a row, where texts are learnt from: they are, too, if texts say little of the labels. */
  readonly others: readonly Feature[];
  /** “text model on “text””. */
  readonly words: string;
}

/**
 * Chooses what is learnt from: texts among the content, else an embedding column, else all columns that say something
 * about a row (numbers, times, categories, texts). Where somebody has named the content, it is that alone.
 */
export function planLearning({ dataset, profiles, config }: LabelInput): LearningPlan | { readonly why: string } {
  const { roles, columns } = dataset;
  const isNamed = (config.roles?.content?.length ?? 0) > 0;
  const texts = roles.content.filter((column) => profiles.get(column)?.type === 'text');
  const seen = contentColumns(
    columns.map(({ name }) => name),
    isNamed ? roles : { ...roles, content: [] },
  ).filter((column) => isNamed || column !== roles.group);
  const features = seen.flatMap((column) => featureOf(profiles.get(column)));
  if (texts.length > 0 && texts.length === roles.content.length) {
    const others = isNamed ? [] : features.filter(({ as }) => as !== 'text');
    return { learner: 'text', features: texts.map((column) => ({ column, as: 'text' })), others, words: `Winnow's text model on ${named(texts)}` };
  }
  if (roles.embedding !== undefined) {
    return {
      learner: 'embedding',
      features: [{ column: roles.embedding, as: 'text' }],
      others: [],
      words: `Winnow's model on the embedding “${roles.embedding}”`,
    };
  }
  if (features.length === 0) return { why: whyNothing(seen) };
  return { learner: 'table', features, others: [], words: tableWords(features) };
}

/** “Winnow's table model on 12 columns”. */
export function tableWords(features: readonly Feature[]): string {
  return `Winnow's table model on ${features.length === 1 ? `“${features[0]!.column}”` : `${features.length} columns`}`;
}

function whyNothing(seen: readonly string[]): string {
  if (seen.length === 0) return 'there is no column to learn from: give a column the role content';
  return `there is nothing to learn from: ${seen.length === 1 ? `“${seen[0]!}” has` : 'the other columns have'} one value, or none`;
}

function featureOf(profile: ColumnProfile | undefined): Feature[] {
  if (!profile || profile.distinct < 2) return [];
  const { column, type } = profile;
  if (isNumeric(type)) return [{ column, as: 'number' }];
  if (isTemporal(type)) return [{ column, as: 'time' }];
  if (type === 'boolean' || (type === 'text' && isCategorical(profile))) return [{ column, as: 'category' }];
  return type === 'text' ? [{ column, as: 'text' }] : [];
}

function named(columns: readonly string[]): string {
  const quoted = columns.map((column) => `“${column}”`);
  return quoted.length === 1 ? quoted[0]! : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)!}`;
}
