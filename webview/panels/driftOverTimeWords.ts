import { type ColumnOverTime, type DriftTimeline, periodName } from '../../src/core/driftTimeline.ts';
import type { ChartTable } from '../charts/chartTable.ts';
import { formatCount, formatCounted, formatScore, formatShare } from '../ui/numbers.ts';

/** What was found, and by what it is judged. */
export function overTimeWords({ columns, tested, limits, points, period, against }: DriftTimeline): string {
  const far = columns.reduce((sum, column) => sum + column.far.length, 0);
  const missing = columns.reduce((sum, column) => sum + column.missingFar.length, 0);
  const texts = columns.some(({ kind }) => kind === 'text') ? `, of texts by AUROC above ${formatScore(limits.auroc)}` : '';
  return [
    `${far === 0 ? 'None' : formatCount(far)} of ${formatCounted(tested, 'cell')} ${far < 2 ? 'is' : 'are'} far (•): a column in one of ${formatCounted(points.length, period)} that is distributed otherwise than in ${against}, by a Jensen–Shannon distance of at least ${formatScore(limits.jensenShannon)}${texts} and not by chance (p ≤ ${formatScore(limits.p)} after Holm’s correction over all cells).`,
    ...(missing > 0 ? [`In ${formatCounted(missing, 'cell')} another share of values is missing (∅).`] : []),
  ].join(' ');
}

/** Exact or partial, and from how many rows. */
export function overTimeBasis({ rows, untimed }: DriftTimeline, partial: string | null): string {
  const left = untimed > 0 ? `; ${formatCounted(untimed, 'row')} without a date that can be read ${untimed === 1 ? 'is' : 'are'} left out` : '';
  return `${partial === null ? 'exact' : partial}, from ${formatCounted(rows, 'row')} with a date${left}`;
}

/** What stands behind the cells of a column. */
export function sideWords({ kind, far, missingFar }: ColumnOverTime): string {
  const count = new Set([...far, ...missingFar]).size;
  return `${{ number: 'by quantiles', category: 'by values', length: 'by lengths', text: 'by texts' }[kind]}${count === 0 ? '' : ` · ${formatCount(count)} far`}`;
}

/** What a cell says, whole. */
export function cellNote({ points, period, against }: DriftTimeline, column: ColumnOverTime, place: number): string {
  const { distances, stability, values, missing, terms, spelling, basis, kind } = column;
  const point = points[place]!;
  const name = `${column.column}, ${periodName(point.from, period)}`;
  const distance = distances[place] ?? null;
  const gone = missing[place]! > 0 ? `; ${formatShare(missing[place]! / point.rows)} missing` : '';
  if (distance === null)
    return `${name}: ${point.before === null ? 'there is nothing to compare it with' : `${formatCounted(values[place]!, 'value')}, too few to say`}${gone}`;
  const index = stability[place];
  return [
    `${name}: ${kind === 'text' ? 'AUROC' : 'distance'} ${formatScore(distance)}`,
    ...(index === null || index === undefined ? [] : [`, PSI ${formatScore(index)}`]),
    ` against ${typeof point.before === 'number' ? periodName(points[point.before]!.from, period) : against}, over ${formatCounted(values[place]!, 'value')}${gone}`,
    ...(terms?.[place]?.length ? [`; what gives it away: ${terms[place].map((term) => `“${term}”`).join(', ')}`] : []),
    ...(spelling === undefined ? [] : [`; ${spelling}`]),
    ...(basis === undefined ? [] : [`; from ${basis}`]),
  ].join('');
}

/** A line for each of these columns: its distances, and signs for those that are far. */
export function overTimeTable({ points, period }: DriftTimeline, columns: readonly ColumnOverTime[]): ChartTable {
  return {
    columns: ['column', ...points.map(({ from }) => periodName(from, period))],
    rows: columns.map(({ column, distances, far, missingFar }) => [
      column,
      ...distances.map((amount, place) => ({
        amount,
        words: `${amount === null ? '–' : formatScore(amount)}${far.includes(place) ? ' •' : ''}${missingFar.includes(place) ? ' ∅' : ''}`,
      })),
    ]),
  };
}
