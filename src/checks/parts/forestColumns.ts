import type { ColumnProfile } from '../../core/profile.ts';
import { isNumeric } from '../../core/schema.ts';
import type { ForestFeature } from '../../learn/isolationForest.ts';
import type { CheckContext } from '../check.ts';
import { askOne, numberIn, textIn } from './ask.ts';
import { featureColumns } from './featureColumns.ts';
import { findSentinels } from './sentinels.ts';

type Asking = Pick<CheckContext, 'dataset' | 'profiles' | 'relation' | 'signal' | 'shared'>;

/** A column that rows are held against each other by, as whole numbers. */
export type ForestColumn = {
  readonly column: string;
  /** The code that stands for a missing value: it makes no row unlike the others. */
  readonly usual: number;
  /** SQL: the rows that miss a value, or hold what stands for none. */
  readonly missing: string;
} & (
  | { readonly kind: 'number'; readonly low: number; readonly high: number }
  /** A code is a place in `values`, or their number for any other value. */
  | { readonly kind: 'category'; readonly values: readonly string[]; readonly counts: readonly number[]; readonly others: number }
);

/** Steps between the smallest and the largest number of a column. */
const steps = 2 ** 30;
/** Values of a category that are told apart, if they have so many rows: the others are one. */
const mostValues = 50;
const fewestRows = 10;
/** A category of fewer rows than this share is rare. */
const rareShare = 0.02;
/** Columns that a forest is grown on: more of them bury what is unusual in one. */
const mostColumns = 100;
/** Numbers beyond this are none: their range would be no number. */
const largest = 1e300;

/** Names of the columns that a forest can be grown on: what says what a row is about, and does not number the rows. */
export function forestColumnNames({ dataset, profiles }: Pick<Asking, 'dataset' | 'profiles'>): string[] {
  return featureColumns(dataset, profiles).filter((name) => !namesRows(profiles.get(name)!)).slice(0, mostColumns);
}

/** Whole numbers that are nearly all different are names of rows, or their order. */
function namesRows({ type, distinct, rows }: ColumnProfile): boolean {
  return type === 'integer' && distinct >= 0.95 * rows;
}

/** How each column is coded; those that say the same wherever they say something are left out. */
export async function planForestColumns(asking: Asking, names: readonly string[]): Promise<ForestColumn[]> {
  const { dialect } = asking.relation;
  const sentinels = await findSentinels(asking);
  const missing = (name: string): string =>
    [dialect.missing(name), ...(sentinels.get(name) ?? []).map(({ condition }) => condition)]
      .map((condition) => `(${condition})`)
      .join(' OR ');
  const numbers = names.filter((name) => isNumeric(asking.profiles.get(name)!.type));
  const known = new Map(numbers.flatMap((name) => (sentinels.has(name) ? [] : rangeOf(asking.profiles.get(name)!, name))));
  const ranges = new Map([...known, ...(await readRanges(asking, numbers.filter((name) => !known.has(name)), missing))]);
  const columns = numbers.flatMap((name) => planNumber(name, ranges.get(name)!, missing(name)));
  for (const name of names) {
    if (!numbers.includes(name)) columns.push(...(await planCategory(asking, name, missing(name))));
  }
  return columns;
}

interface NumberRange {
  readonly low: number;
  readonly high: number;
  readonly mean: number;
}

/** What the profile knows, where it is of all rows and every number counts. */
function rangeOf({ min, max, mean, sampled }: ColumnProfile, name: string): [string, NumberRange][] {
  const [low, high] = [Number(min ?? NaN), Number(max ?? NaN)];
  return sampled === undefined && mean !== undefined && Math.abs(low) < largest && Math.abs(high) < largest ? [[name, { low, high, mean }]] : [];
}

async function readRanges({ relation, signal }: Asking, names: readonly string[], missing: (name: string) => string): Promise<[string, NumberRange][]> {
  if (names.length === 0) return [];
  const { dialect, name: table } = relation;
  const cells = names.map(
    (name, index) =>
      `CASE WHEN NOT (${missing(name)}) AND abs(${dialect.number(name)}) < ${largest} THEN ${dialect.number(name)} END AS x${index}`,
  );
  const figures = names.map((_, i) => `min(x${i}) AS low${i}, max(x${i}) AS high${i}, avg(x${i}) AS mean${i}`);
  const row = await askOne(relation, `SELECT ${figures.join(', ')} FROM (SELECT ${cells.join(', ')} FROM ${table}) AS numbers`, signal);
  return names.map((name, i) => [name, { low: numberIn(row[`low${i}`]), high: numberIn(row[`high${i}`]), mean: numberIn(row[`mean${i}`]) }]);
}

/** Nothing where all numbers are the same, or there are none. */
function planNumber(column: string, { low, high, mean }: NumberRange, missing: string): ForestColumn[] {
  return low < high ? [{ kind: 'number', column, low, high, missing, usual: codeOf(Math.min(high, Math.max(low, mean)), low, high) }] : [];
}

/** Whether a value is one of those few: beyond the middle 98 % of a column's numbers, or of a rare category. */
export function isRare(plan: ForestColumn, code: number, rows: number, low: number, high: number): boolean {
  if (plan.kind === 'number') return code < codeOf(low, plan.low, plan.high) || code > codeOf(high, plan.low, plan.high);
  return (plan.counts[code] ?? 0) < rareShare * rows;
}

const codeOf = (value: number, low: number, high: number): number => Math.round((value / (high - low) - low / (high - low)) * steps);

async function planCategory({ relation, signal }: Asking, column: string, missing: string): Promise<ForestColumn[]> {
  const { dialect, name } = relation;
  const found = await relation.query(
    `SELECT ${dialect.text(column)} AS value, count(*) AS n FROM ${name} WHERE NOT (${missing}) GROUP BY 1 ORDER BY n DESC, 1`,
    [],
    signal,
  );
  if (found.length < 2) return [];
  const all = found.map((row) => ({ value: textIn(row['value'])!, count: numberIn(row['n']) }));
  const told = all.slice(0, mostValues).filter(({ count }) => count >= fewestRows);
  const others = all.slice(told.length).reduce((sum, { count }) => sum + count, 0);
  return told.length === 0
    ? []
    : [
        {
          kind: 'category',
          column,
          values: told.map(({ value }) => value),
          counts: told.map(({ count }) => count),
          others,
          missing,
          usual: 0,
        },
      ];
}

/** Codes of every column for the rows that a condition holds for, in file order. */
export async function readForestCodes({ relation, signal }: Asking, columns: readonly ForestColumn[], condition: string): Promise<Int32Array[]> {
  const { dialect, name } = relation;
  const codes: Int32Array[] = [];
  for (const plan of columns) {
    if (plan.kind === 'number') {
      const [low, range] = [dialect.literal(plan.low), `(${dialect.literal(plan.high)} - ${dialect.literal(plan.low)})`];
      const from = `(SELECT _row, CASE WHEN NOT (${plan.missing}) THEN ${dialect.number(plan.column)} END AS x FROM ${name} WHERE ${condition}) AS numbers`;
      codes.push(
        await relation.integers(
          `SELECT CASE WHEN x BETWEEN ${low} AND ${dialect.literal(plan.high)} THEN CAST(round((x / ${range} - ${low} / ${range}) * ${steps}) AS INTEGER) ELSE ${plan.usual} END FROM ${from} ORDER BY _row`,
          signal,
        ),
      );
    } else {
      const listed = plan.values.map((value, code) => `WHEN ${dialect.literal(value)} THEN ${code}`).join(' ');
      codes.push(
        await relation.integers(
          `SELECT CAST(CASE WHEN ${plan.missing} THEN ${plan.usual} ELSE CASE ${dialect.text(plan.column)} ${listed} ELSE ${plan.values.length} END END AS INTEGER) FROM ${name} WHERE ${condition} ORDER BY _row`,
          signal,
        ),
      );
    }
  }
  return codes;
}

/** Where each column's features begin: one for a number, one for each value of a category. The last place is their number. */
export function featurePlaces(columns: readonly ForestColumn[]): number[] {
  const places = [0];
  for (const plan of columns) places.push(places.at(-1)! + (plan.kind === 'number' ? 1 : plan.values.length + 1));
  return places;
}

/** The features that trees split by: numbers as they are, values of categories as 0 and 1. */
export function forestFeatures(columns: readonly ForestColumn[], codes: readonly Int32Array[]): ForestFeature[] {
  return columns.flatMap((plan, group): ForestFeature[] => {
    const own = codes[group]!;
    if (plan.kind === 'number') return [{ values: own, group }];
    return Array.from({ length: plan.values.length + 1 }, (_, value) => ({ values: Uint8Array.from(own, (code) => Number(code === value)), group }));
  });
}
