import { isCategorical } from '../../core/profile.ts';
import { isSentinel, sentinelWords } from '../../core/sentinels.ts';
import { isNumeric } from '../../core/schema.ts';
import type { CheckContext } from '../check.ts';
import { askOne, columnsWhere, literals, numberIn } from './ask.ts';
import { readSpread } from './spread.ts';

/** Words that can as well be a category that somebody meant. */
const perhapsMeant: ReadonlySet<string> = new Set(['none', 'nil', 'unknown', 'missing', 'undefined', '.']);
/** Numbers that stand for “no value” where they lie far outside the rest. */
const numericCodes: readonly number[] = [-99, -999, -9999, -99999, -999999, 999, 9999, 99999, 999999];
/** A word that could be a category is foreign only where it is rarer than this. */
const rareShare = 0.01;
/** With fewer other values, nothing is foreign to them. */
const fewestOthers = 10;
const farZ = 3.5;
/** Most values of a column of codes look alike. */
const codeShare = 0.8;

/** Something that stands for “no value” and is foreign to its column. */
export interface Sentinel {
  /** As it is written in the file, in one of its forms. */
  readonly text: string;
  readonly count: number;
  /** SQL: the rows that hold it. */
  readonly condition: string;
}

type Asking = Pick<CheckContext, 'relation' | 'profiles' | 'signal' | 'dataset' | 'shared'>;

/** A word that means “no value” wherever it stands, a column of labels included. */
export function isSurelyMissing(text: string): boolean {
  return isSentinel(text) && !perhapsMeant.has(text.trim().toLowerCase());
}

/** SQL: the text of a column as it is compared with the words. */
function wordOf({ relation }: Pick<CheckContext, 'relation'>, column: string): string {
  return `lower(trim(${relation.dialect.text(column)}))`;
}

/**
 * What stands for “no value” in columns and is foreign to them, for those columns that have any; worked out once for all checks:
 * - a word in a column of numbers, dates, truth values or nested values;
 * - in a column of text, `N/A`, `null`, `-`, `?` and their like, save `NA` among two-letter codes (Namibia)
 *   and a punctuation mark among others (a column of tokens);
 * - in a column of categories other than the label, also `none`, `unknown` and their like where they are rare
 *   (at most 1 % of rows): what is common was meant;
 * - in a column of numbers, `-999` and its like where they lie outside the rest: below 0 where all else is not,
 *   or beyond the others by more than their range and 3.5 robust deviations.
 */
export function findSentinels(context: Asking): Promise<ReadonlyMap<string, readonly Sentinel[]>> {
  return context.shared('sentinels', () => sentinelsOf(context));
}

async function sentinelsOf(context: Asking): Promise<ReadonlyMap<string, readonly Sentinel[]>> {
  const { relation, profiles, signal, dataset } = context;
  const columns = dataset.columns.map(({ name }) => name);
  const worded = new Set(await columnsWhere(relation, columns.filter((column) => mayHoldWords(context, column)), (column) => isWord(context, column), signal));
  const coded = new Set(await columnsWhere(relation, columns.filter((column) => mayHoldCodes(context, column)), (column) => isCode(context, column), signal));
  const found = new Map<string, readonly Sentinel[]>();
  for (const column of columns) {
    const type = profiles.get(column)?.type ?? 'text';
    const words = worded.has(column) ? await readWords(context, column) : [];
    const foreign: Sentinel[] = [];
    for (const word of words) if (type !== 'text' || (await isForeignToText(context, column, word))) foreign.push(word);
    if (coded.has(column)) foreign.push(...(await readCodes(context, column)));
    if (foreign.length > 0) found.set(column, foreign);
  }
  return found;
}

interface Word extends Sentinel {
  readonly key: string;
}

const longestWord = Math.max(...sentinelWords.map((word) => word.length));

/** Whether the profile leaves it open: where it lists all values, they tell. */
function mayHoldWords({ profiles }: Asking, column: string): boolean {
  const profile = profiles.get(column);
  if (!profile || profile.type === 'empty' || profile.type === 'binary') return false;
  const listsAll = profile.distinctIsExact && profile.top.length >= profile.distinct;
  return !listsAll || profile.top.some(({ value }) => value !== null && isSentinel(value));
}

function isShort({ relation: { dialect } }: Pick<CheckContext, 'relation'>, column: string): string {
  return `${dialect.bytes(dialect.text(column))} <= ${longestWord + 2}`;
}

/** The words are ASCII, so that their bytes are counted; a CASE, since both sides of AND would be worked out for every row. */
export function isWord({ relation }: Pick<CheckContext, 'relation'>, column: string): string {
  return `CASE WHEN ${isShort({ relation }, column)} THEN ${wordOf({ relation }, column)} IN ${literals(relation, sentinelWords)} ELSE false END`;
}

async function readWords(context: Asking, column: string): Promise<Word[]> {
  const { relation, signal } = context;
  const word = wordOf(context, column);
  const sql = `SELECT ${word} AS key, max(${relation.dialect.text(column)}) AS written, count(*) AS n FROM ${relation.name} WHERE ${isWord(context, column)} GROUP BY 1 ORDER BY n DESC, key`;
  return (await relation.query(sql, [], signal)).map((row) => {
    const key = String(row['key']);
    return {
      key,
      text: String(row['written']).trim(),
      count: numberIn(row['n']),
      condition: `CASE WHEN ${isShort(context, column)} THEN ${word} = ${relation.dialect.literal(key)} ELSE false END`,
    };
  });
}

async function isForeignToText(context: Asking, column: string, word: Word): Promise<boolean> {
  const profile = context.profiles.get(column);
  if (perhapsMeant.has(word.key)) {
    const isRare = profile !== undefined && word.count <= Math.max(1, profile.rows * rareShare) && profile.rows - profile.nulls > fewestOthers;
    if (!isRare || !isCategorical(profile) || column === context.dataset.roles.label) return false;
  }
  if (/^\p{P}+$/u.test(word.key)) return !(await hasOtherPunctuation(context, column));
  return word.key !== 'na' || !(await isColumnOfCodes(context, column));
}

/** Whether marks stand in the column for themselves, as in one of tokens: there are others, and not just here and there. */
async function hasOtherPunctuation(context: Asking, column: string): Promise<boolean> {
  const { relation, signal } = context;
  const mark = relation.dialect.matches(relation.dialect.text(column), String.raw`^\s*[\p{P}\p{S}]+\s*$`);
  const sql = `SELECT count(*) AS n FROM ${relation.name} WHERE ${mark} AND ${wordOf(context, column)} NOT IN ${literals(relation, sentinelWords)}`;
  return numberIn((await askOne(relation, sql, signal))['n']) > Math.max(1, context.dataset.rows * rareShare);
}

/** Whether the other values are two capital letters: countries, states, languages. */
async function isColumnOfCodes(context: Asking, column: string): Promise<boolean> {
  const { relation, signal } = context;
  const code = relation.dialect.matches(relation.dialect.text(column), String.raw`^\s*[A-Z]{2}\s*$`);
  const others = `NOT ${relation.dialect.missing(column)} AND ${wordOf(context, column)} <> 'na'`;
  const row = await askOne(relation, `SELECT count(*) AS n, sum(CASE WHEN ${code} THEN 1 ELSE 0 END) AS codes FROM ${relation.name} WHERE ${others}`, signal);
  return numberIn(row['codes']) >= codeShare * numberIn(row['n']);
}

/** Whether the profile leaves it open: a code outside of the rest is the smallest or the largest number of the column. */
function mayHoldCodes({ profiles }: Asking, column: string): boolean {
  const profile = profiles.get(column);
  if (!profile || !isNumeric(profile.type)) return false;
  return [profile.min, profile.max].some((extreme) => extreme === undefined || numericCodes.includes(Number(extreme)));
}

function isCode({ relation }: Asking, column: string): string {
  return `${relation.dialect.number(column)} IN ${literals(relation, numericCodes)}`;
}

async function readCodes(context: Asking, column: string): Promise<Sentinel[]> {
  const { relation, signal } = context;
  const number = relation.dialect.number(column);
  const code = `CASE WHEN ${isCode(context, column)} THEN ${number} END`;
  const counted = await relation.query(
    `SELECT ${code} AS code, count(${number}) AS n, min(${number}) AS low, max(${number}) AS high FROM ${relation.name} GROUP BY 1 ORDER BY 1`,
    [],
    signal,
  );
  const rest = counted.find((row) => row['code'] === null);
  if (!rest || numberIn(rest['n']) < fewestOthers) return [];
  const [low, high] = [numberIn(rest['low']), numberIn(rest['high'])];
  const codes = counted.filter((row) => row['code'] !== null).map((row) => ({ code: numberIn(row['code']), count: numberIn(row['n']) }));
  const isBeyond = (value: number): boolean => Math.max(value - high, low - value) > high - low;
  // The quantiles take much longer than the range, which most codes lie within.
  const needed = codes.some(({ code: value }) => isBeyond(value) && !(value < 0 && low >= 0));
  const spread = needed ? await readSpread(relation, `CASE WHEN NOT (${isCode(context, column)}) THEN ${number} END`, signal) : null;
  return codes
    .filter(({ code: value }) => (value < 0 && low >= 0) || (spread !== null && isBeyond(value) && Math.abs(value - spread.median) > farZ * spread.scale))
    .map(({ code: value, count }) => ({ text: String(value), count, condition: `${number} = ${relation.dialect.literal(value)}` }));
}
