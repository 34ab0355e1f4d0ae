import { type ColumnDrift, type DriftLimits, fewestValues, mostTested } from '../../../core/drift.ts';
import { chiSquareTest } from '../../../stats/chiSquare.ts';
import { jensenShannonDistance, lInfinityDistance, sharesOf, stabilityIndex } from '../../../stats/divergence.ts';
import type { Compared } from './compareNumbers.ts';
import type { ValueCounts } from './driftSide.ts';
import { explainSpelling } from './spelling.ts';

const mostBars = 12;
const mostUnseen = 20;

export type ComparedCategories = Compared & Pick<ColumnDrift, 'unseen' | 'unseenValues' | 'spelling'>;

/**
 * Categories by Evidently's rule: a small reference is tested (χ²), a large one measured (Jensen–Shannon distance). Where new
 * values are old ones in another spelling, they are counted as the old ones, and the spelling is named.
 */
export function compareCategories(reference: ValueCounts, current: ValueCounts, referenceRows: number, limits: DriftLimits): ComparedCategories {
  const spelling = explainSpelling(reference.counts, current.counts);
  const [before, now] = spelling ? respell([reference.counts, current.counts], spelling.fold) : [reference.counts, current.counts];
  const values = { reference: totalOf(reference), current: totalOf(current) };
  // Of a few values one cannot say that others were never seen.
  const unseen =
    reference.others > 0 || values.reference < fewestValues
      ? []
      : [...now]
          .filter(([value]) => !before.has(value))
          .map(([value, count]) => ({ value, count }))
          .sort((a, b) => b.count - a.count);
  const shared = { values, drifted: false, unseen: unseen.slice(0, mostUnseen), unseenValues: unseen.length, ...(spelling && { spelling: spelling.sentence }) };
  if (Math.min(values.reference, values.current) < fewestValues) return { ...shared, tooFew: true };
  const names = [...new Set([...before.keys(), ...now.keys()])];
  const counts = [before, now].map((side) => names.map((name) => side.get(name) ?? 0)) as [number[], number[]];
  const all: [number[], number[]] = [[...counts[0], reference.others], [...counts[1], current.others]];
  const measures = { stability: stabilityIndex(...all), lInfinity: lInfinityDistance(...all), bars: barsOf(names, all) };
  if (referenceRows <= mostTested) {
    const { statistic, p } = chiSquareTest(all);
    return { ...shared, ...measures, method: 'χ²', statistic, p, drifted: p <= limits.p };
  }
  const statistic = jensenShannonDistance(...all);
  return { ...shared, ...measures, method: 'Jensen–Shannon', statistic, drifted: statistic >= limits.jensenShannon };
}

function totalOf({ counts, others }: ValueCounts): number {
  let total = others;
  for (const count of counts.values()) total += count;
  return total;
}

/** Counts of both sides under the spelling that comes first: the reference's most frequent one. */
function respell(sides: readonly ReadonlyMap<string, number>[], fold: (value: string) => string): [Map<string, number>, Map<string, number>] {
  const names = new Map<string, string>();
  const [before, now] = sides.map((counts) => {
    const merged = new Map<string, number>();
    for (const [value, count] of counts) {
      const key = fold(value);
      const name = names.get(key) ?? value;
      names.set(key, name);
      merged.set(name, (merged.get(name) ?? 0) + count);
    }
    return merged;
  });
  return [before!, now!];
}

function barsOf(names: readonly string[], [reference, current]: readonly [readonly number[], readonly number[]]): ColumnDrift['bars'] {
  const [before, now] = [sharesOf(reference), sharesOf(current)];
  const shown = names.map((_, index) => index).sort((a, b) => before[b]! + now[b]! - before[a]! - now[a]!).slice(0, mostBars);
  return { values: shown.map((index) => names[index]!), reference: shown.map((index) => before[index]!), current: shown.map((index) => now[index]!) };
}
