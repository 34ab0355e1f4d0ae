import { formatCount, quoted } from '../words.ts';

/** A difference that is one of writing. */
export interface Spelling {
  /** “letter case”. */
  readonly name: string;
  readonly sentence: string;
  /** Makes the same of both ways of writing. */
  readonly fold: (value: string) => string;
}

interface Fold {
  readonly name: string;
  readonly apply: (value: string) => string;
}

const folds: readonly Fold[] = [
  { name: 'surrounding space', apply: (value) => value.trim().replace(/\s+/g, ' ') },
  { name: 'Unicode form', apply: (value) => value.normalize('NFKC') },
  { name: 'letter case', apply: (value) => value.toLowerCase() },
];

/** Of the rows with values that the reference does not have, at least this share is to be explained. */
const leastExplained = 0.8;

/**
 * Whether values that the reference does not have are values that it has, written in another way: with other capitals,
 * spaces or code points. Undefined where that does not explain nearly all of them.
 */
export function explainSpelling(reference: ReadonlyMap<string, number>, current: ReadonlyMap<string, number>): Spelling | undefined {
  const unseen = [...current].filter(([value]) => !reference.has(value));
  const rows = unseen.reduce((sum, [, count]) => sum + count, 0);
  if (rows === 0) return undefined;
  const explains = (some: readonly Fold[]): number => {
    const fold = foldAll(some);
    const known = new Set([...reference.keys()].map(fold));
    return unseen.reduce((sum, [value, count]) => sum + (known.has(fold(value)) ? count : 0), 0);
  };
  const all = explains(folds);
  if (all < leastExplained * rows) return undefined;
  const used = folds.reduce<readonly Fold[]>((left, fold) => {
    const without = left.filter((each) => each !== fold);
    return explains(without) === all ? without : left;
  }, folds);
  const fold = foldAll(used);
  const name = used.map((each) => each.name).join(' and ');
  const [here] = unseen.filter(([value]) => [...reference.keys()].some((known) => fold(known) === fold(value))).sort((a, b) => b[1] - a[1])[0]!;
  const there = [...reference.keys()].find((known) => fold(known) === fold(here))!;
  return { name, fold, sentence: `${formatCount(all)} ${all === 1 ? 'row writes' : 'rows write'} what the reference has in another way (${name}), as ${quoted(here)} for ${quoted(there)}` };
}

function foldAll(some: readonly Fold[]): (value: string) => string {
  return (value) => some.reduce((folded, { apply }) => apply(folded), value);
}

/** Numbers that were written as texts, and how. */
export interface WrittenNumbers {
  readonly how: 'a decimal comma' | 'commas between thousands';
  /** Ascending. */
  readonly values: Float64Array;
  /** One of them. */
  readonly example: string;
}

const decimalComma = /^[-+]?(?:\d{1,3}(?:[.\u00A0\u202F' ]\d{3})+|\d+)?(?:,\d+)?$/;
const thousandCommas = /^[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?$/;
/** Of the texts, at least this share must be numbers. */
const leastNumbers = 0.9;

/**
 * Reads texts as numbers that are written with commas, where nearly all of them can be; null where they cannot. Where both
 * ways would do (`1,234`), the one whose median is nearer to the other side's.
 */
export function readWrittenNumbers(texts: readonly string[], otherMedian: number): WrittenNumbers | null {
  const readings = [
    readAs('a decimal comma', decimalComma, (text) => Number(text.replace(/[.\u00A0\u202F' ]/g, '').replace(',', '.')), texts),
    readAs('commas between thousands', thousandCommas, (text) => Number(text.replaceAll(',', '')), texts),
  ].filter((reading) => reading !== null);
  const distance = ({ values }: WrittenNumbers): number => Math.abs(values[values.length >> 1]! - otherMedian);
  return readings.sort((a, b) => distance(a) - distance(b))[0] ?? null;
}

function readAs(how: WrittenNumbers['how'], form: RegExp, read: (text: string) => number, texts: readonly string[]): WrittenNumbers | null {
  const written = texts.map((text) => text.trim()).filter((text) => text.length < 40 && /\d/.test(text) && form.test(text));
  const example = written.find((text) => text.includes(','));
  if (example === undefined || written.length < leastNumbers * texts.length) return null;
  return { how, example, values: Float64Array.from(written, read).sort() };
}
