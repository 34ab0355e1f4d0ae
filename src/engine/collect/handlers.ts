import type { Filter } from '../../core/filter.ts';
import type { CollectMethods } from '../../protocol/collectMethods.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import { type CollectSource, readCollect } from './readCollect.ts';

interface FilteredDataset {
  readonly applySource: Omit<CollectSource, 'profiles'>;
  readonly profiles: CollectSource['profiles'];
  whereOf(filters: readonly Filter[], signal?: AbortSignal): Promise<string>;
}

type Using = <T>(params: { id: number }, work: (session: FilteredDataset) => Promise<T>) => Promise<T>;

/** What the engine answers about what to collect. `using`: gives the dataset of an id. */
export function collectHandlers(using: Using): Handlers<CollectMethods> {
  return {
    collect: (params, { signal }) =>
      using(params, async (session) =>
        readCollect({ ...session.applySource, profiles: session.profiles }, params, await session.whereOf(params.filters, signal), signal),
      ),
  };
}
