import { numberIn, textIn } from '../../../checks/parts/ask.ts';
import type { DriftPeriod } from '../../../core/driftTimeline.ts';
import type { Period } from '../../../core/timeline.ts';
import type { Relation } from '../../engine.ts';
import { beginIn } from '../periods.ts';

/** Rows of each period by the code of a column; under null those without a value. */
export type PeriodCounts = ReadonlyMap<string | null, Uint32Array>;

export interface CountedRows {
  readonly relation: Relation;
  readonly time: string;
  readonly period: Period;
  readonly points: readonly DriftPeriod[];
  /** The rows that are asked of; all of them where it is absent. */
  readonly where?: string;
}

/** A boolean expression: the row is of one of these periods. */
export function within({ relation: { dialect }, time, where }: CountedRows, points: readonly DriftPeriod[]): string {
  const at = dialect.time(time);
  return `${at} >= ${dialect.literal(points[0]!.from)} AND ${at} < ${dialect.literal(points.at(-1)!.to)}${where === undefined ? '' : ` AND (${where})`}`;
}

/** How a column is counted, in two steps, so that what is worked out for a row is worked out once. */
export interface Coding {
  /** SQL: a value of a row. */
  readonly value: string;
  /** SQL over that value: what rows are counted by; NULL for rows without a value. */
  code(value: string): string;
}

/** Counts several columns in one scan. */
export async function countByPeriod(counted: CountedRows, codes: readonly Coding[], signal: AbortSignal): Promise<PeriodCounts[]> {
  const { relation, time, period, points } = counted;
  const begin = beginIn(relation.dialect.time(time), period);
  const values = `SELECT ${begin} AS p, ${codes.map(({ value }, index) => `${value} AS v${index}`).join(', ')} FROM ${relation.name} WHERE ${within(counted, points)}`;
  const source = `SELECT p, ${codes.map(({ code }, index) => `${code(`v${index}`)} AS c${index}`).join(', ')} FROM (${values}) AS valued`;
  const names = codes.map((_, index) => `c${index}`);
  const sql = `SELECT p, grouping(${names.join(', ')}) AS sets, coalesce(${names.map((name) => `CAST(${name} AS VARCHAR)`).join(', ')}, NULL) AS code, count(*) AS n FROM (${source}) AS coded GROUP BY GROUPING SETS (${names.map((name) => `(p, ${name})`).join(', ')})`;
  const places = new Map(points.map(({ from }, place) => [from, place]));
  const found = codes.map(() => new Map<string | null, Uint32Array>());
  for await (const chunk of relation.stream(sql, [], signal)) {
    for (const row of chunk) {
      const place = places.get(numberIn(row['p']));
      if (place === undefined) continue;
      const counts = found[columnOf(numberIn(row['sets']), codes.length)]!;
      const code = textIn(row['code']);
      let known = counts.get(code);
      if (!known) counts.set(code, (known = new Uint32Array(points.length)));
      known[place]! += numberIn(row['n']);
    }
  }
  return found;
}

/** `grouping` has a bit for each column, the last one's the lowest, that is 0 for the one that was grouped by. */
function columnOf(bits: number, columns: number): number {
  const [grouped] = Array.from({ length: columns }, (_, index) => index).filter((index) => Math.floor(bits / 2 ** (columns - 1 - index)) % 2 === 0);
  return grouped ?? 0;
}
