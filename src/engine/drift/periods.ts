import type { Period } from '../../core/timeline.ts';

const day = 86_400_000;
/** Days from 1970 to either end of what a date can be. */
const mostDays = 100_000_000;
/** Periods that a chart has room for: by months beyond so many weeks, and so on. */
const mostPoints = 60;
/** 1970 began on a Thursday. */
const mondayOffset = 3;

/** The shortest period of which there are no more than a chart has room for. `days` since 1970. */
export function fittingPeriod(days: readonly number[]): Period {
  const periods: readonly Period[] = ['day', 'week'];
  return periods.find((period) => new Set(days.map((each) => beginOf(each, period))).size <= mostPoints) ?? 'month';
}

/** Where the period of a day begins, in ms since 1970 UTC. */
export function beginOf(days: number, period: Period): number {
  if (period === 'day') return days * day;
  if (period === 'week') return (days - ((((days + mondayOffset) % 7) + 7) % 7)) * day;
  const date = new Date(days * day);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

/** SQL: days since 1970 of a time in ms; NULL where no date is so far away. */
export const dayIn = (time: string): string => `CASE WHEN abs(${time} / ${day}.0) < ${mostDays} THEN CAST(floor(${time} / ${day}.0) AS BIGINT) END`;

/** SQL: where the period of a time begins, both in ms since 1970 UTC. */
export function beginIn(time: string, period: Period): string {
  return `epoch_ms(date_trunc('${period}', make_timestamp(${time} * 1000)))`;
}
