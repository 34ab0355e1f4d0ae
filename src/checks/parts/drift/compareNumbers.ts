import { type ColumnDrift, type DriftBars, type DriftLimits, fewestValues, mostTested } from '../../../core/drift.ts';
import { lInfinityDistance, stabilityIndex } from '../../../stats/divergence.ts';
import { ksProbability, ksStatistic } from '../../../stats/kolmogorovSmirnov.ts';
import { momentsOf, wassersteinDistance } from '../../../stats/wasserstein.ts';
import type { Spread } from './driftSide.ts';

/** What a comparison of one column says, before Holm's correction and words. */
export type Compared = Pick<
  ColumnDrift,
  | 'values'
  | 'method'
  | 'statistic'
  | 'p'
  | 'drifted'
  | 'tooFew'
  | 'stability'
  | 'lInfinity'
  | 'median'
  | 'bars'
  | 'basis'
  | 'sampled'
  | 'terms'
>;

const mostBins = 20;
/** Share of the values at either end that the bins are not stretched for. */
const tail = 0.005;

/**
 * Numbers by Evidently's rule: a small reference is tested (Kolmogorov–Smirnov), a large one measured (Wasserstein over
 * its standard deviation).
 */
export function compareNumbers(reference: Spread, current: Spread, referenceRows: number, limits: DriftLimits): Compared {
  const values = { reference: reference.count, current: current.count };
  const bases = [reference.basis, current.basis].filter((words) => words !== undefined);
  const basis = bases.length === 2 && bases[0] === bases[1] ? `${bases[0]} on either side` : bases.join('; ');
  if (Math.min(reference.count, current.count) < fewestValues) return { values, drifted: false, tooFew: true };
  const [looked, all] = [reference.tested + current.tested, reference.count + current.count];
  const bars = binsOf(reference.values, current.values);
  const shared: Compared = {
    values, bars, drifted: false,
    median: { reference: middleOf(reference.values), current: middleOf(current.values) },
    stability: stabilityIndex(bars.reference, bars.current),
    lInfinity: lInfinityDistance(bars.reference, bars.current),
    ...(basis !== '' && { basis }),
    ...(looked < all && { sampled: { rows: looked, of: all } }),
  };
  if (referenceRows <= mostTested) {
    const statistic = ksStatistic(reference.values, current.values);
    const p = ksProbability(statistic, reference.tested, current.tested);
    return { ...shared, method: 'Kolmogorov–Smirnov', statistic, p, drifted: p <= limits.p };
  }
  const statistic = wassersteinDistance(reference.values, current.values) / Math.max(momentsOf(reference.values).deviation, 0.001);
  return { ...shared, method: 'Wasserstein', statistic, drifted: statistic >= limits.wasserstein };
}

function middleOf(sorted: Float64Array): number {
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/** Equal bins over the middle of both sides; what lies beyond is in the outermost. */
function binsOf(reference: Float64Array, current: Float64Array): DriftBars {
  const at = (sorted: Float64Array, share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  const low = Math.min(at(reference, tail), at(current, tail));
  const high = Math.max(at(reference, 1 - tail), at(current, 1 - tail));
  const bins = high > low ? mostBins : 1;
  const width = (high - low) / bins;
  const share = (sorted: Float64Array): number[] => {
    const counts = new Array<number>(bins).fill(0);
    for (const value of sorted) counts[Math.min(bins - 1, Math.max(0, Math.floor((value - low) / width) || 0))]!++;
    return counts.map((count) => count / sorted.length);
  };
  return { edges: Array.from({ length: bins + 1 }, (_, bin) => low + bin * width), reference: share(reference), current: share(current) };
}
