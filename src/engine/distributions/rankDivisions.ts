import type { Division } from '../../core/segments.ts';
import type { Filter } from '../../core/filter.ts';
import { isAbort } from '../../protocol/rpc.ts';
import type { RankedDivision } from '../../protocol/distributionMethods.ts';
import type { WorkProgress } from '../../protocol/engineMethods.ts';
import { holm } from '../../stats/holm.ts';
import { type DistributionSource, readDistribution } from './distribution.ts';

export interface RankingQuestion {
  readonly of: Division;
  readonly among: readonly Division[];
  readonly filters: readonly Filter[];
  /** The rows that pass the filters, as a boolean expression. */
  readonly where: string;
}

/** How far each division tells the values of `of` apart: largest Cramér's V first, those that cannot be asked last. */
export async function rankDivisions(
  source: DistributionSource,
  { of, among, filters, where }: RankingQuestion,
  signal?: AbortSignal,
  progress: (value: WorkProgress) => void = () => undefined,
): Promise<RankedDivision[]> {
  const ranked: RankedDivision[] = [];
  for (const [place, division] of among.entries()) {
    progress({ fraction: place / among.length, words: `Counting by ${division.column}` });
    try {
      const { allSegments: segments, test } = await readDistribution(source, { of, by: [division], filters }, where, signal);
      ranked.push({ division, segments, test });
    } catch (error) {
      if (isAbort(error) || !(error instanceof Error)) throw error;
      ranked.push({ division, segments: 0, test: null, why: error.message });
    }
  }
  const tested = ranked.filter(({ test }) => test !== null);
  const adjusted = holm(tested.map(({ test }) => test!.p));
  const places = new Map(tested.map((each, index) => [each, index]));
  return ranked
    .map((each) => (each.test === null ? each : { ...each, test: { ...each.test, p: adjusted[places.get(each)!]! } }))
    .sort((a, b) => (b.test?.correctedV ?? -1) - (a.test?.correctedV ?? -1));
}
