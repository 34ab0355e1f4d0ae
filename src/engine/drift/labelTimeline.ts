import { numberIn, textIn } from '../../checks/parts/ask.ts';
import { fewestValues } from '../../core/drift.ts';
import type { LabelTimeline, NoTimeline, Period, TimelinePoint } from '../../core/timeline.ts';
import { jensenShannonDistance } from '../../stats/divergence.ts';
import type { DriftSource } from './openSides.ts';
import { beginOf, dayIn, fittingPeriod } from './periods.ts';

/** Labels that are told apart. */
const mostLabels = 8;
/** Days that are read: some seven hundred years. */
const mostDays = 262_144;

/** How the labels are distributed by day, week or month; by what the chart has room for where no period is asked for. */
export async function readLabelTimeline(
  { dataset, relation }: DriftSource,
  asked: Period | undefined,
  signal: AbortSignal,
): Promise<LabelTimeline | NoTimeline> {
  const { label, time } = dataset.roles;
  if (label === undefined) return { why: 'no column has the role label' };
  if (time === undefined) return { why: 'no column has the role time' };
  const { dialect, name } = relation;
  const sql = `SELECT ${dayIn(dialect.time(time))} AS day, ${dialect.text(label)} AS label, count(*) AS n FROM ${name} WHERE NOT ${dialect.missing(label)} GROUP BY 1, 2 ORDER BY 1 LIMIT ${mostDays}`;
  const rows = (await relation.query(sql, [], signal)).map((row) => ({
    day: row['day'] === null ? null : numberIn(row['day']),
    label: textIn(row['label']) ?? '',
    count: numberIn(row['n']),
  }));
  const totals = new Map<string, number>();
  let [all, untimed] = [0, 0];
  for (const row of rows) {
    totals.set(row.label, (totals.get(row.label) ?? 0) + row.count);
    all += row.count;
    if (row.day === null) untimed += row.count;
  }
  if (all === untimed) return { why: `no date of “${time}” can be read` };
  const ranked = [...totals].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([value]) => value);
  const labels = ranked.length > mostLabels ? [...ranked.slice(0, mostLabels), null] : ranked;
  const places = new Map(ranked.map((value, place) => [value, Math.min(place, labels.length - 1)]));
  const timed = rows.flatMap((row) => (row.day === null ? [] : [{ day: row.day, place: places.get(row.label)!, count: row.count }]));
  const period = asked ?? fittingPeriod(timed.map((row) => row.day));
  return { column: time, label, period, labels, points: pointsOf(timed, period, labels.length), untimed, rows: all };
}

function pointsOf(rows: readonly { readonly day: number; readonly place: number; readonly count: number }[], period: Period, width: number): TimelinePoint[] {
  const counts = new Map<number, number[]>();
  const sums = new Array<number>(width).fill(0);
  for (const { day: each, place, count } of rows) {
    const from = beginOf(each, period);
    const known = counts.get(from) ?? new Array<number>(width).fill(0);
    counts.set(from, known);
    known[place]! += count;
    sums[place]! += count;
  }
  return [...counts].sort(([a], [b]) => a - b).map(([from, of]) => {
    const total = of.reduce((sum, count) => sum + count, 0);
    const others = sums.map((sum, place) => sum - of[place]!);
    const comparable = total >= fewestValues && others.reduce((sum, count) => sum + count, 0) >= fewestValues;
    return { from, rows: total, counts: of, drift: comparable ? jensenShannonDistance(of, others) : null };
  });
}
