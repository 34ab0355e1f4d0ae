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
  /** “text model on “text””. */
  readonly words: string;
}

/**
 * Chooses what is learnt from: texts among the content, else an embedding column, else all columns that say something
 * about a row (numbers, times, categories, texts), the content among them where a role says which that is.
 */
export function planLearning({ dataset, profiles }: LabelInput): LearningPlan | { readonly why: string } {
  const { roles, columns } = dataset;
  const texts = roles.content.filter((column) => profiles.get(column)?.type === 'text');
  if (texts.length > 0 && texts.length === roles.content.length) {
    return { learner: 'text', features: texts.map((column) => ({ column, as: 'text' })), words: `Winnow's text model on ${named(texts)}` };
  }
  if (roles.embedding !== undefined) {
    return { learner: 'embedding', features: [{ column: roles.embedding, as: 'text' }], words: `Winnow's model on the embedding “${roles.embedding}”` };
  }
  const seen = contentColumns(columns.map(({ name }) => name), { ...roles, content: [] }).filter((column) => column !== roles.group);
  const features = seen.flatMap((column) => featureOf(profiles.get(column)));
  if (features.length === 0) return { why: 'there is no column to learn from: give a column the role content' };
  return { learner: 'table', features, words: `Winnow's table model on ${features.length === 1 ? `“${features[0]!.column}”` : `${features.length} columns`}` };
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
