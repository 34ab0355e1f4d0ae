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

/** Median, percentiles and robust scale of a numeric expression over the rows of a FROM clause; nulls are left out. */
export async function readSpread(relation: Relation, expression: string, from: string, signal: AbortSignal): Promise<Spread> {
  const values = `(SELECT ${expression} AS x FROM ${from})`;
  const first = await askOne(
    relation,
    `SELECT count(x) AS n, min(x) AS lowest, max(x) AS highest, quantile_cont(x, [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]) AS q FROM ${values} WHERE x IS NOT NULL`,
    signal,
  );
  const [low = NaN, low5 = NaN, q1 = NaN, median = NaN, q3 = NaN, high5 = NaN, high = NaN] = numbersIn(first['q']);
  const count = numberIn(first['n']);
  const deviation = count === 0 ? NaN : numberIn((await askOne(relation, `SELECT quantile_cont(abs(x - ${relation.dialect.literal(median)}), 0.5) AS mad FROM ${values} WHERE x IS NOT NULL`, signal))['mad']);
  return { count, min: numberIn(first['lowest']), max: numberIn(first['highest']), median, low, high, low5, high5, scale: count === 0 ? 0 : robustScale(deviation, q3 - q1) };
}
