import { columnWords } from '../../core/columnWords.ts';
import { countOf } from '../../core/countWords.ts';
import type { ColumnProfile } from '../../core/profile.ts';
import { isNumeric } from '../../core/schema.ts';
import type { LabelInput } from './labelInput.ts';

/** Names that say that there are probabilities, whatever the cells hold. */
const ofAList = /^(probabilities|probs|proba|pred_probs|class_probabilities)$/;
const ofAColumn = /^(prob|proba|probability)_/;
/** What stands in cells of a column of numbers in which there is no number. */
const noNumber = /^\s*(nan|na|n\/a|none|null|-)?\s*$/i;

/**
 * A sentence for columns that are named like probabilities and hold none, so that nobody waits for them to be used: lists
 * that are no lists of numbers, columns without any number. Empty where there are none.
 */
export function unreadProbabilities({ dataset, profiles }: LabelInput): string[] {
  const known = new Set([...dataset.roles.probabilities, dataset.roles.confidence, dataset.roles.label]);
  const unread = [...profiles.values()].filter((profile) => !known.has(profile.column) && isNamedLikeProbabilities(profile));
  const [first] = unread;
  if (first === undefined) return [];
  if (unread.length === 1)
    return [
      `“${first.column}” is named like probabilities, but holds no ${isList(first) ? 'lists of numbers that could be read, as [0.9, 0.1]' : 'numbers'}: it was not used.`,
    ];
  return [`“${first.column}” and ${countOf(unread.length - 1, 'other column')} are named like probabilities, but hold no numbers: they were not used.`];
}

function isNamedLikeProbabilities(profile: ColumnProfile): boolean {
  if (profile.type === 'list' || profile.type === 'struct' || isNumeric(profile.type)) return false;
  return (
    isList(profile) ||
    (ofAColumn.test(nameOf(profile)) &&
      profile.distinct <= profile.top.length &&
      profile.top.every(({ value }) => noNumber.test(value ?? '')))
  );
}

const nameOf = ({ column }: ColumnProfile): string => columnWords(column).join('_');
const isList = (profile: ColumnProfile): boolean => ofAList.test(nameOf(profile));
