import { countUpTo } from '../../../core/countBelow.ts';
import { explainSpelling } from '../../../checks/parts/drift/spelling.ts';
import type { Dialect } from '../../engine.ts';
import type { PeriodCounts } from './countByPeriod.ts';

/** Bins of about as many values of what is compared with. */
const bins = 10;
/** Values of a category that are told apart; others are gathered. */
const mostValues = 20;

/** Edges that divide ascending values into ten parts of about as many; a value that fills a part by itself has a bin of its own. */
export function quantileEdges(sorted: Float64Array): number[] {
  const edges: number[] = [];
  for (let part = 1; part < bins; part++) {
    const edge = sorted[Math.floor((part / bins) * sorted.length)]!;
    if (edge !== edges.at(-1)) edges.push(edge);
    else {
      const next = sorted[countUpTo(sorted, edge)];
      if (next !== undefined) edges.push(next);
    }
  }
  return [...new Set(edges)];
}

/** In which bin a value is: the number of edges that are not above it. */
export function binOf(value: number, edges: readonly number[]): number {
  const above = edges.findIndex((edge) => value < edge);
  return above < 0 ? edges.length : above;
}

/** SQL: the bin of a number; NULL where there is none. */
export function binIn({ literal }: Dialect, value: string, edges: readonly number[]): string {
  const bin =
    edges.length === 0
      ? '0'
      : `CASE ${edges.map((edge, place) => `WHEN ${value} < ${literal(edge)} THEN ${place}`).join(' ')} ELSE ${edges.length} END`;
  return `CASE WHEN ${value} IS NOT NULL THEN ${bin} END`;
}

/** How the values of a category are counted. */
export interface ValueBins {
  /** How many bins: the most frequent values of the reference, its others, and what it does not have. */
  readonly width: number;
  place(value: string): number;
  /** What is another way of writing the same: a sentence. */
  readonly spelling?: string;
}

/**
 * `reference`: how often each value is in what is compared with, where `others` more rows have values that are not
 * listed; `current`: in the periods.
 */
export function valueBins(reference: ReadonlyMap<string, number>, others: number, current: ReadonlyMap<string, number>, numeric: boolean): ValueBins {
  const asNumber = (value: string): string => (numeric && !Number.isNaN(Number(value)) ? String(Number(value)) : value);
  const [before, now] = [merged(reference, asNumber), merged(current, asNumber)];
  const spelling = explainSpelling(before, now);
  const named = (value: string): string => (spelling ? spelling.fold(asNumber(value)) : asNumber(value));
  const ranked = [...merged(before, named)].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
  const places = new Map(ranked.map((name, place) => [name, Math.min(place, mostValues)]));
  const unseen = others > 0 ? mostValues : mostValues + 1;
  return { width: mostValues + 2, place: (value) => places.get(named(value)) ?? unseen, ...(spelling && { spelling: spelling.sentence }) };
}

function merged(counts: ReadonlyMap<string, number>, named: (value: string) => string): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [value, count] of counts) sums.set(named(value), (sums.get(named(value)) ?? 0) + count);
  return sums;
}

/** How often each code occurs in the periods that are asked for. */
export function totalsOf(counts: PeriodCounts, isWanted: (place: number) => boolean): Map<string, number> {
  const totals = new Map<string, number>();
  for (const [code, perPeriod] of counts) {
    const total = perPeriod.reduce((sum, count, place) => (isWanted(place) ? sum + count : sum), 0);
    if (code !== null && total > 0) totals.set(code, total);
  }
  return totals;
}

/** Rows of each period by bin. */
export function binned(counts: PeriodCounts, periods: number, width: number, place: (code: string) => number): Float64Array[] {
  const found = Array.from({ length: periods }, () => new Float64Array(width));
  for (const [code, perPeriod] of counts) {
    if (code === null) continue;
    const bin = place(code);
    perPeriod.forEach((count, period) => { found[period]![bin]! += count; });
  }
  return found;
}
