import type { Relation } from '../../engine/engine.ts';
import { robustScale } from '../../stats/robustScale.ts';
import { askOne, numberIn, numbersIn } from './ask.ts';

/** How the numbers of an expression lie, by measures that a few wild values cannot move. */
export interface Spread {
  readonly count: number;
  readonly min: number;
  readonly max: number;
  readonly median: number;
  /** 1st and 99th percentile. */
  readonly low: number;
  readonly high: number;
  /** 5th and 95th. */
  readonly low5: number;
  readonly high5: number;
  /** One robust standard deviation; 0 where nothing can be said to be far. */
  readonly scale: number;
}

/** Numbers that the engine holds at a time to find exact quantiles, and columns that it looks at in one query. */
const heldNumbers = 4_000_000;
const mostColumns = 50;

/** Columns that one query should take in a table of so many rows, where it has to hold their values. */
export function columnsAtATime(rows: number): number {
  return Math.max(1, Math.min(mostColumns, Math.floor(heldNumbers / Math.max(1, rows))));
}

/** Median, percentiles and robust scale of numeric expressions over all rows; nulls are left out. One for each expression. */
export async function readSpreads(relation: Relation, expressions: readonly string[], rows: number, signal: AbortSignal): Promise<Spread[]> {
  const spreads: Spread[] = [];
  const step = columnsAtATime(rows);
  for (let first = 0; first < expressions.length; first += step) {
    spreads.push(...(await readTogether(relation, expressions.slice(first, first + step), signal)));
  }
  return spreads;
}

/** The same for one expression. */
export async function readSpread(relation: Relation, expression: string, signal: AbortSignal): Promise<Spread> {
  return (await readTogether(relation, [expression], signal))[0]!;
}

async function readTogether(relation: Relation, expressions: readonly string[], signal: AbortSignal): Promise<Spread[]> {
  const { literal } = relation.dialect;
  const from = `(SELECT ${expressions.map((expression, index) => `${expression} AS x${index}`).join(', ')} FROM ${relation.name}) AS numbers`;
  const figures = expressions.map(
    (_, i) =>
      `count(x${i}) AS n${i}, min(x${i}) AS lowest${i}, max(x${i}) AS highest${i}, quantile_cont(x${i}, [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]) AS q${i}`,
  );
  const row = await askOne(relation, `SELECT ${figures.join(', ')} FROM ${from}`, signal);
  const quantiles = expressions.map((_, i) => numbersIn(row[`q${i}`]));
  const deviations = quantiles.map(([, , , median], i) => `quantile_cont(abs(x${i} - ${literal(median ?? null)}), 0.5) AS mad${i}`);
  const deviation = await askOne(relation, `SELECT ${deviations.join(', ')} FROM ${from}`, signal);
  return quantiles.map(([low = NaN, low5 = NaN, q1 = NaN, median = NaN, q3 = NaN, high5 = NaN, high = NaN], i) => {
    const count = numberIn(row[`n${i}`]);
    const scale = count === 0 ? 0 : robustScale(numberIn(deviation[`mad${i}`]), q3 - q1);
    return { count, min: numberIn(row[`lowest${i}`]), max: numberIn(row[`highest${i}`]), median, low, high, low5, high5, scale };
  });
}

/** A number, and how many times it is there. */
export interface Counted {
  readonly value: number;
  readonly count: number;
}

/** The spread of numbers that have been counted; NaN everywhere where there are none. */
export function spreadOf(numbers: readonly Counted[]): Spread {
  const sorted = [...numbers].sort((a, b) => a.value - b.value);
  const [low, low5, q1, median, q3, high5, high] = quantilesOf(sorted, [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const deviations = sorted.map(({ value, count }) => ({ value: Math.abs(value - median), count })).sort((a, b) => a.value - b.value);
  const count = sorted.reduce((sum, number) => sum + number.count, 0);
  const scale = count === 0 ? 0 : robustScale(quantilesOf(deviations, [0.5])[0]!, q3 - q1);
  return { count, min: sorted[0]?.value ?? NaN, max: sorted[sorted.length - 1]?.value ?? NaN, median, low, high, low5, high5, scale };
}

/** Interpolated between neighbours, as the engine does. */
function quantilesOf(sorted: readonly Counted[], shares: readonly number[]): number[] {
  const total = sorted.reduce((sum, { count }) => sum + count, 0);
  const valueAt = (place: number): number => {
    let left = place;
    return sorted.find(({ count }) => (left -= count) < 0)?.value ?? NaN;
  };
  return shares.map((share) => {
    const place = share * Math.max(0, total - 1);
    const lower = valueAt(Math.floor(place));
    return lower + (valueAt(Math.ceil(place)) - lower) * (place - Math.floor(place));
  });
}
