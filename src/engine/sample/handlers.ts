import type { Filter, View } from '../../core/filter.ts';
import { pendingNotes } from '../../core/pendingNotes.ts';
import type { SampleMethods } from '../../protocol/sampleMethods.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type { ApplySource } from '../apply/applySource.ts';
import type { ResolvedView } from '../views.ts';
import type { StratifiedSamples } from './stratifiedSamples.ts';
import { writeRows } from './writeRows.ts';

interface SampledDataset {
  readonly samples: StratifiedSamples;
  readonly applySource: ApplySource;
  resolve(view: View, signal?: AbortSignal): Promise<ResolvedView>;
}

type Using = <T>(params: { id: number }, work: (session: SampledDataset) => Promise<T>) => Promise<T>;

/** What the engine answers about samples. `using`: gives the dataset of an id. */
export function sampleHandlers(using: Using): Handlers<SampleMethods> {
  return {
    sampleReport: (params, { signal }) => using(params, async ({ samples, applySource: { decided, dataset } }) => ({
      ...(await samples.report(params.sample, params.filters, signal)),
      notes: pendingNotes(decided.byRow, params.sample.columns, dataset.roles.label),
    })),
    writeRows: (params, { signal, progress }) => using(params, async (session) => {
      progress({ words: 'Finding the rows' });
      const rows = await passing(session, params.filters, signal);
      return writeRows(session.applySource, rows, params.path, { signal, progress: (fraction) => progress({ words: 'Writing the rows', fraction }) });
    }),
  };
}

async function passing(session: SampledDataset, filters: readonly Filter[], signal: AbortSignal): Promise<Int32Array> {
  const view = await session.resolve({ filters }, signal);
  return view.rows(0, view.total);
}
