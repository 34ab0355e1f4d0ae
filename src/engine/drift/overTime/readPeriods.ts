import { numberIn } from '../../../checks/parts/ask.ts';
import { formatCount } from '../../../checks/parts/words.ts';
import { fewestValues } from '../../../core/drift.ts';
import type { DriftPeriod, TimelineAgainst } from '../../../core/driftTimeline.ts';
import { endOfPeriod } from '../../../core/segments.ts';
import type { NoTimeline, Period } from '../../../core/timeline.ts';
import type { Relation } from '../../engine.ts';
import { beginOf, dayIn, fittingPeriod } from '../periods.ts';

/** Periods that are compared, the newest. */
const mostPeriods = 400;
/** Days that are read: some seven hundred years. */
const mostDays = 262_144;

export interface Periods {
  readonly period: Period;
  readonly points: readonly DriftPeriod[];
  /** Rows with a time, and those without one that can be read. */
  readonly rows: number;
  readonly untimed: number;
  readonly notes: readonly string[];
}

/** The periods that rows are of. `where`: the rows that are asked of; all of them where it is absent. */
export async function readPeriods(
  relation: Relation,
  time: string,
  where: string | undefined,
  asked: Period | undefined,
  against: TimelineAgainst,
  signal: AbortSignal,
): Promise<Periods | NoTimeline> {
  const sql = `SELECT ${dayIn(relation.dialect.time(time))} AS day, count(*) AS n FROM ${relation.name}${where === undefined ? '' : ` WHERE ${where}`} GROUP BY 1 ORDER BY 1 NULLS FIRST LIMIT ${mostDays}`;
  const counted = await relation.query(sql, [], signal);
  const days = counted.flatMap((row) =>
    row['day'] === null || row['day'] === undefined ? [] : [{ day: numberIn(row['day']), rows: numberIn(row['n']) }],
  );
  const untimed = counted.reduce((sum, row) => (row['day'] === null ? sum + numberIn(row['n']) : sum), 0);
  if (days.length === 0) return { why: `no date of “${time}” can be read: write dates as 2024-01-31, or all in one form` };
  const period = asked ?? fittingPeriod(days.map(({ day }) => day));
  const sums = new Map<number, number>();
  for (const { day, rows } of days) sums.set(beginOf(day, period), (sums.get(beginOf(day, period)) ?? 0) + rows);
  const all = [...sums].sort(([a], [b]) => a - b).map(([from, rows]) => ({ from, to: endOfPeriod(from, period), rows }));
  const left = Math.max(0, all.length - mostPeriods);
  const points = withBefore(all.slice(left), against);
  if (typeof against === 'string' && points.every(({ before }) => before === null)) {
    return {
      why: `${all.length < 2 ? `all rows are of one ${period}` : `fewer than two ${period}s have ${fewestValues} rows`}, so that there is nothing to compare with`,
    };
  }
  const notes = left > 0 ? [`There are ${formatCount(all.length)} ${period}s: the newest ${mostPeriods} are compared.`] : [];
  return { period, points, rows: points.reduce((sum, { rows }) => sum + rows, 0), untimed, notes };
}

/** Periods of few rows are compared, as far as columns have values, and nothing is compared with them. */
function withBefore(points: readonly Omit<DriftPeriod, 'before'>[], against: TimelineAgainst): DriftPeriod[] {
  if (typeof against !== 'string') return [...points];
  const first = points.findIndex(({ rows }) => rows >= fewestValues);
  return points.map((point, place) => {
    const before = against === 'first' ? first : points.slice(0, place).findLastIndex(({ rows }) => rows >= fewestValues);
    return { ...point, before: before < 0 || before === place ? null : before };
  });
}
