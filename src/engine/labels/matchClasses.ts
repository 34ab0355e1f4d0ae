import { countOf, formatCount } from '../../core/countWords.ts';
import { columnWords } from '../../core/columnWords.ts';
import { couldBeginTwice, labelsByPlace, numbersInWords } from './classNumbers.ts';

/** Which column (or place in a list) holds the probabilities of which label. */
export interface ClassColumns {
  readonly labels: readonly string[];
  /** For each label, the place of its column among those given; of several, where labels are written in several ways. */
  readonly columns: readonly (readonly number[])[];
  /** What did not fit, and what was done about it. */
  readonly notes: readonly string[];
  /** Nothing names the columns: their order is a guess, to be held against the labels. */
  readonly guessed?: boolean;
}

interface Unmatched {
  readonly why: string;
}

/** Words before and behind a label in the name of its column. */
const prefixes = /^(?:(?:y|pred(?:icted|iction)?)[_ .-]?)?(?:prob(?:a|as|ability|abilities|s)?|p|score|softmax)[_ .:-]+/i;
const suffixes = /[_ .:-]+(?:pred(?:icted)?[_ .-]?)?(?:prob(?:a|ability|s)?|p|score)$/i;
/** What may stand before the number or name of a class. */
const classWords = /^(?:class|label)[_ .:-]*/i;
/** The same words where capitals alone part them: `probCat`. */
const noise = new Set(['y', 'pred', 'predicted', 'prob', 'proba', 'probability', 'p', 'score', 'softmax']);

/**
 * Matches columns to labels by name: `prob_NAME`, `p_NAME`, `NAME`; by case and punctuation only where nothing else
 * fits. Where no name fits and there are as many columns as labels, by order (see `matchOrder`).
 * @param variants names that stand for a label: their columns count as the label's, added to its own.
 */
export function matchNames(
  columns: readonly string[],
  labels: readonly string[],
  taxonomy: readonly string[] | undefined,
  variants: ReadonlyMap<string, string> = new Map(),
): ClassColumns | Unmatched {
  const wanted = [...labels, ...(taxonomy ?? []).filter((name) => !labels.includes(name)), ...variants.keys()];
  const found = new Map<string, number>();
  columns.forEach((column, place) => {
    const label = labelOf(column, wanted, found);
    if (label !== undefined) found.set(label, place);
  });
  if (![...found.keys()].some((label) => labels.includes(label) || variants.has(label))) {
    const numbered = byTaxonomyNumber(columns, labels, taxonomy ?? [], found);
    if (numbered) return numbered;
    const order = byNumber(columns);
    return inNumberOrder(matchOrder(columns.length, labels, taxonomy, variants, order.map((place) => columns[place]!)), order);
  }
  const taken = new Set(found.values());
  const spare = columns.flatMap((column, place) => (taken.has(place) ? [] : [{ label: bareNames(column).find((name) => name !== column && name !== '') ?? column, place }]));
  const merged = mergeVariants(
    [...found].map(([label, place]) => ({ label, columns: [place] })),
    variants,
  );
  const unused = [...spare.map(({ label }) => label), ...merged.map(({ label }) => label).filter((label) => !labels.includes(label))];
  const notes = [
    ...(unused.length > 0
      ? [
          `There ${unused.length === 1 ? 'is a column' : 'are columns'} of probabilities for ${listed(unused)}, which no row has as its label; ${unused.length === 1 ? 'it was kept as a label' : 'they were kept as labels'} that may be suggested.`,
        ]
      : []),
  ];
  const classes = [...merged, ...spare.filter(({ label }) => !found.has(label)).map(({ label, place }) => ({ label, columns: [place] }))];
  const order = new Map(wanted.map((label, index) => [label, index]));
  classes.sort((a, b) => (order.get(a.label) ?? Infinity) - (order.get(b.label) ?? Infinity) || a.columns[0]! - b.columns[0]!);
  return { labels: classes.map(({ label }) => label), columns: classes.map((one) => one.columns), notes };
}

/** Columns that are called as the taxonomy's labels are, for labels that are the numbers of these; null: they are not. */
function byTaxonomyNumber(
  columns: readonly string[], labels: readonly string[], taxonomy: readonly string[], found: ReadonlyMap<string, number>,
): ClassColumns | null {
  const numbers = found.size === columns.length ? labelsByPlace(labels, taxonomy.length) : null;
  if (!numbers) return null;
  const known = taxonomy.flatMap((name, place) => (found.has(name) ? [{ label: numbers[place]!, column: found.get(name)! }] : []));
  return { labels: known.map(({ label }) => label), columns: known.map(({ column }) => [column]), notes: [taxonomyNumbers(numbers, taxonomy)] };
}

const taxonomyNumbers = (numbers: readonly string[], taxonomy: readonly string[]): string =>
  `Labels are the numbers of those in the taxonomy of winnow.json: ${numbersInWords(numbers, taxonomy)}.`;

interface OneClass {
  readonly label: string;
  readonly columns: readonly number[];
}

/** Classes whose variants have been added to what they stand for. */
function mergeVariants(classes: readonly OneClass[], variants: ReadonlyMap<string, string>): OneClass[] {
  const merged = new Map<string, readonly number[]>();
  for (const { label, columns } of classes) {
    const name = variants.get(label) ?? label;
    merged.set(name, [...(merged.get(name) ?? []), ...columns]);
  }
  return [...merged].map(([label, columns]) => ({ label, columns }));
}

function labelOf(column: string, labels: readonly string[], found: ReadonlyMap<string, number>): string | undefined {
  const free = labels.filter((label) => !found.has(label));
  const bare = bareNames(column);
  const names = [column, ...bare, bare[0]!.replace(classWords, '')].filter((name) => name !== '');
  for (const name of names) if (free.includes(name)) return name;
  for (const name of [...names, withoutNoise(column)]) {
    const label = labelAlike(name, free);
    if (label !== undefined) return label;
  }
  return undefined;
}

const bareNames = (column: string): string[] => [column.replace(prefixes, ''), column.replace(suffixes, '')];

function withoutNoise(column: string): string {
  const words = columnWords(column);
  while (words.length > 1 && noise.has(words[0]!)) words.shift();
  while (words.length > 1 && noise.has(words.at(-1)!)) words.pop();
  return words.join(' ');
}

function inNumberOrder(matched: ClassColumns | Unmatched, order: readonly number[]): ClassColumns | Unmatched {
  return 'why' in matched ? matched : { ...matched, columns: matched.columns.map((places) => places.map((place) => order[place]!)) };
}

/** The places of columns by the number that each ends with, from 0 or 1 on; as they stand where they do not. */
function byNumber(columns: readonly string[]): number[] {
  const numbers = columns.map((column) => Number(/(\d+)\D*$/.exec(column)?.[1] ?? NaN));
  const sorted = numbers.map((_, place) => place).sort((a, b) => numbers[a]! - numbers[b]!);
  const first = numbers[sorted[0]!]!;
  return sorted.every((place, index) => numbers[place] === first + index) ? sorted : columns.map((_, place) => place);
}

/**
 * A list says nothing of which place is which label: the order of `winnow.json`, else that of the labels by number or
 * alphabet, as most libraries have it. Labels that are numbers of classes are places in it (see `labelsByPlace`).
 * @param names what stands at each place, where that is known, for people
 */
export function matchOrder(
  length: number,
  labels: readonly string[],
  taxonomy: readonly string[] | undefined,
  variants: ReadonlyMap<string, string> = new Map(),
  names?: readonly string[],
): ClassColumns | Unmatched {
  // What made the probabilities may have taken each way of writing a label for a label of its own.
  if (variants.size > 0 && length === labels.length + variants.size && taxonomy?.length !== length) {
    const apart = matchOrder(length, [...labels, ...variants.keys()], undefined);
    if ('why' in apart) return apart;
    const merged = mergeVariants(
      apart.labels.map((label, place) => ({ label, columns: apart.columns[place]! })),
      variants,
    );
    return { ...apart, labels: merged.map(({ label }) => label), columns: merged.map((one) => one.columns) };
  }
  const columns = Array.from({ length }, (_, place) => [place]);
  const numbers = labelsByPlace(labels, length);
  if (!numbers && couldBeginTwice(labels, length) && !labels.some((label) => taxonomy?.includes(label)))
    return { why: `are ${formatCount(length)} for the labels ${listed(labels)}, and nothing says whether these are counted from 0 or from 1: write them as names` };
  if (taxonomy?.length === length) {
    if (numbers && !labels.some((label) => taxonomy.includes(label))) return { labels: numbers, columns, notes: [taxonomyNumbers(numbers, taxonomy)] };
    return { labels: taxonomy, columns, notes: ['Probabilities were matched to labels by the order of the taxonomy in winnow.json.'] };
  }
  if (numbers) return { labels: numbers, columns, guessed: true, notes: [guessedNumbers(numbers, names)] };
  if (labels.length !== length) {
    return {
      why: `are ${formatCount(length)} for ${countOf(labels.length, 'label')}, and nothing says which is which: name the labels in the order of the probabilities in winnow.json (taxonomy)`,
    };
  }
  const byNumber = labels.every((label) => label.trim() !== '' && Number.isFinite(Number(label)));
  const sorted = [...labels].sort(byNumber ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return {
    labels: sorted,
    columns,
    guessed: true,
    notes: [
      `Nothing says which probability is of which label; they were taken in ${byNumber ? 'numerical' : 'alphabetical'} order of the labels. The taxonomy in winnow.json can say otherwise.`,
    ],
  };
}

function guessedNumbers(numbers: readonly string[], names: readonly string[] | undefined): string {
  const told = names ? `: ${numbersInWords(numbers, names)}` : '';
  return `Nothing says which probability is of which label; labels were taken for the numbers of the probabilities in their order${told}. The taxonomy in winnow.json can say otherwise.`;
}

/** The label that a value stands for but for case and punctuation, or as a number (`1.0`); undefined: there is none. */
export function labelAlike(value: string, labels: readonly string[]): string | undefined {
  const simple = columnWords(value).join(' ');
  const number = value.trim() === '' ? NaN : Number(value);
  return labels.find((label) => label.trim() !== '' && Number(label) === number) ?? labels.find((label) => simple !== '' && columnWords(label).join(' ') === simple);
}

/** “a”, “b” and 3 more. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).map((name) => `“${name}”`);
  return names.length > 5 ? `${shown.join(', ')} and ${formatCount(names.length - 5)} more` : shown.join(', ');
}
