import { isOneEditApart } from '../../stats/isOneEditApart.ts';
import type { LabelCount } from './labels.ts';

export type Difference = 'white space' | 'letter case' | 'punctuation' | 'spelling';

/** A label that is probably another one, written differently. */
export interface LabelVariant {
  readonly value: string;
  readonly count: number;
  /** The label that it probably is, and the rows that have it. */
  readonly to: string;
  readonly toCount: number;
  readonly differences: readonly Difference[];
}

export interface VariantOptions {
  /** Letters that the common label must have for a misspelling of it to be recognised. */
  readonly minLetters: number;
  /** How many times as frequent it must be. */
  readonly minRatio: number;
}

export const variantDefaults: VariantOptions = { minLetters: 5, minRatio: 10 };

/**
 * Labels that are probably one, by the label that is written differently:
 * - those alike but for letter case, white space and punctuation: all are the most frequent of them.
 *   Signs that make a name (`C#`, `C++`) count, as do all signs of labels without letters (`-1`, `1–5`),
 *   and the case of single letters unless one of the two is rare;
 * - those one insertion, deletion, substitution or swap away from a label of `minLetters` letters that is
 *   `minRatio` times as frequent, with the same digits (`level 1` is not `level 2`).
 * Labels that are `known` to be right, however alike, are variants of nothing; of those alike, the others are theirs.
 */
export function findLabelVariants(
  labels: readonly LabelCount[],
  options: VariantOptions = variantDefaults,
  known: ReadonlySet<string> = new Set(),
): Map<string, LabelVariant> {
  const forms = formsOf(labels, options, known);
  const variants = new Map<string, LabelVariant>();
  const add = ({ value, count }: LabelCount, to: LabelCount): void => {
    variants.set(value, { value, count, to: to.value, toCount: to.count, differences: differencesOf(value, to.value) });
  };
  for (const form of forms) {
    const right = (known.has(form.common.value) ? undefined : misspelled(form, forms, options)?.common) ?? form.common;
    for (const label of form.labels) if (label !== right) add(label, right);
  }
  return variants;
}

/** The label that each label is or stands for: itself where it is no variant. */
export function canonicalLabel(variants: ReadonlyMap<string, LabelVariant>, label: string): string {
  return variants.get(label)?.to ?? label;
}

interface Form {
  readonly key: string;
  readonly labels: readonly LabelCount[];
  readonly common: LabelCount;
  readonly count: number;
}

function formsOf(labels: readonly LabelCount[], { minRatio }: VariantOptions, known: ReadonlySet<string>): Form[] {
  const byKey = new Map<string, LabelCount[]>();
  for (const label of labels) {
    const key = labelKey(label.value);
    byKey.set(key, [...(byKey.get(key) ?? []), label]);
  }
  return [...byKey].flatMap(([key, group]) => {
    const sorted = [...group].sort(
      (a, b) =>
        Number(known.has(b.value)) - Number(known.has(a.value)) ||
        b.count - a.count ||
        untidiness(a.value) - untidiness(b.value) ||
        (a.value < b.value ? -1 : 1),
    );
    const common = sorted[0]!;
    const apart = sorted.filter(
      (label) =>
        label !== common &&
        (known.has(label.value) ||
          ([...key].length === 1 && label.value.trim() !== common.value.trim() && label.count * minRatio > common.count)),
    );
    const together = sorted.filter((label) => !apart.includes(label));
    return [together, ...apart.map((label) => [label])].map((members) => ({
      key, labels: members, common: members[0]!, count: members.reduce((sum, label) => sum + label.count, 0),
    }));
  });
}

const separators = /[\s\p{Pd}\p{Pc}.,;:'"!?()[\]{}/\\`‘’“”]+/gu;

/** What two variants of a label share. */
function labelKey(label: string): string {
  const text = label.normalize('NFKC').toLowerCase().trim();
  if (!/\p{L}/u.test(text)) return text;
  // A separator between two digits tells numbers apart: “1-5 years” is not “15 years”.
  return text.replace(separators, (match, offset: number) =>
    /\p{N}/u.test(text[offset - 1] ?? '') && /\p{N}/u.test(text[offset + match.length] ?? '') ? '-' : '',
  );
}

function untidiness(label: string): number {
  return (label === label.trim() ? 0 : 2) + (/\s{2}/.test(label) ? 1 : 0);
}

const digitsOf = (text: string): string => text.replace(/\P{N}+/gu, ' ').trim();

/** The form that this one misspells: the most frequent, where there are several. */
function misspelled(form: Form, forms: readonly Form[], { minLetters, minRatio }: VariantOptions): Form | undefined {
  const rivals = forms.filter(
    (other) =>
      other.count >= form.count * minRatio &&
      Math.abs(other.key.length - form.key.length) <= 1 &&
      (other.key.match(/\p{L}/gu) ?? []).length >= minLetters &&
      isOneEditApart(form.key, other.key) &&
      digitsOf(form.key) === digitsOf(other.key),
  );
  return rivals.sort((a, b) => b.count - a.count)[0];
}

function differencesOf(value: string, to: string): Difference[] {
  const differences: Difference[] = [];
  const spaceless = (text: string): string => text.normalize('NFKC').replace(/\s+/gu, '');
  const bare = (text: string): string => text.normalize('NFKC').replace(separators, '');
  if (value.normalize('NFKC').split(/\s/u).length !== to.normalize('NFKC').split(/\s/u).length || value.trim() !== value) differences.push('white space');
  if (bare(value) !== bare(to) && bare(value).toLowerCase() === bare(to).toLowerCase()) differences.push('letter case');
  if (labelKey(value) === labelKey(to) && spaceless(value).toLowerCase() !== spaceless(to).toLowerCase()) differences.push('punctuation');
  if (labelKey(value) !== labelKey(to)) differences.push('spelling');
  return differences;
}

/** Whether the labels (null: missing) are more than one. */
export function hasConflict(labels: readonly (string | null)[], variants: ReadonlyMap<string, LabelVariant>): boolean {
  return new Set([...new Set(labels)].filter((label) => label !== null).map((label) => canonicalLabel(variants, label))).size > 1;
}
