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

/** The reference's own ways of writing are told from this share of its rows on: they are not what is checked. */
const leastOfReference = 0.01;

type Counts = ReadonlyMap<string, number>;

/**
 * Values of one side that the other has in another way of writing: with other capitals, spaces or code points. Undefined
 * where there are none.
 */
export function explainSpelling(reference: Counts, current: Counts): Spelling | undefined {
  const here = otherWriting(reference, current);
  if (here)
    return {
      name: here.name,
      fold: here.fold,
      sentence: `${rowsWrite(here.rows)} what the reference has in another way (${here.name}), as ${quoted(here.value)} for ${quoted(here.same)}`,
    };
  const there = otherWriting(current, reference);
  if (!there || there.rows < leastOfReference * [...reference.values()].reduce((sum, count) => sum + count, 0)) return undefined;
  return {
    name: there.name,
    fold: there.fold,
    sentence: `In the reference, ${rowsWrite(there.rows)} in another way what is here (${there.name}), as ${quoted(there.value)} for ${quoted(there.same)}`,
  };
}

/** Of values that are one but for their writing, the most frequent alone. */
export function usualSpellings(counts: Counts): Map<string, number> {
  const fold = foldAll(folds);
  const usual = new Map<string, readonly [string, number]>();
  for (const [value, count] of counts) if (count > (usual.get(fold(value))?.[1] ?? 0)) usual.set(fold(value), [value, count]);
  return new Map(usual.values());
}

const rowsWrite = (rows: number): string => `${formatCount(rows)} ${rows === 1 ? 'row writes' : 'rows write'}`;

interface OtherWriting {
  readonly name: string;
  readonly fold: (value: string) => string;
  readonly rows: number;
  /** The most frequent of these values, and what it is on the side that is known. */
  readonly value: string;
  readonly same: string;
}

/** What of a side is another way of writing a value that is known; by as few ways as will do. */
function otherWriting(known: Counts, side: Counts): OtherWriting | undefined {
  const unseen = [...side].filter(([value]) => !known.has(value));
  const explained = (some: readonly Fold[]): { rows: number; first?: readonly [string, string] } => {
    const fold = foldAll(some);
    const names = new Map([...known.keys()].reverse().map((name) => [fold(name), name]));
    const found = unseen.filter(([value]) => names.has(fold(value))).sort((a, b) => b[1] - a[1]);
    return { rows: found.reduce((sum, [, count]) => sum + count, 0), ...(found[0] && { first: [found[0][0], names.get(fold(found[0][0]))!] as const }) };
  };
  const { rows, first } = explained(folds);
  if (!first) return undefined;
  const used = folds.reduce<readonly Fold[]>((left, fold) => {
    const without = left.filter((each) => each !== fold);
    return explained(without).rows === rows ? without : left;
  }, folds);
  return { name: used.map(({ name }) => name).join(' and '), fold: foldAll(used), rows, value: first[0], same: first[1] };
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
