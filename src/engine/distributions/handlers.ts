import type { Decision } from '../../core/decision.ts';
import type { Filter } from '../../core/filter.ts';
import { pendingNotes } from '../../core/pendingNotes.ts';
import type { DistributionMethods } from '../../protocol/distributionMethods.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import { type DistributionSource, readDistribution } from './distribution.ts';
import { readMissingMatrix } from './missingMatrix.ts';
import { rankDivisions } from './rankDivisions.ts';

/** A dataset, and the rows of it that pass filters as a boolean expression. */
interface FilteredSource extends DistributionSource {
  readonly applySource: { readonly decided: { readonly byRow: ReadonlyMap<number, readonly Decision[]> } };
  whereOf(filters: readonly Filter[], signal?: AbortSignal): string | Promise<string>;
}

type Using = <T>(params: { id: number }, work: (source: FilteredSource) => Promise<T>) => Promise<T>;

/** What the engine answers about distributions. `using`: gives the dataset of an id. */
export function distributionHandlers(using: Using): Handlers<DistributionMethods> {
  return {
    distribution: (params, { signal }) =>
      using(params, async (source) => {
        const counted = await readDistribution(source, params, await source.whereOf(params.filters, signal), signal);
        const columns = [params.of, ...params.by].map(({ column }) => column);
        return { ...counted, notes: [...counted.notes, ...pendingNotes(source.applySource.decided.byRow, columns, source.dataset.roles.label)] };
      }),
    rankDivisions: (params, { signal, progress }) =>
      using(params, async (source) =>
        rankDivisions(source, { ...params, where: await source.whereOf(params.filters, signal) }, signal, progress),
      ),
    missingMatrix: (params, { signal }) =>
      using(params, async (source) =>
        readMissingMatrix(source, params.by, params.filters, await source.whereOf(params.filters, signal), signal),
      ),
  };
}
