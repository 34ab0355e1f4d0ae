import type { PlanMethods } from '../../protocol/planMethods.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type { ApplySource } from '../apply/applySource.ts';
import { findNext, type NextSource } from '../next/nextToLabel.ts';
import type { SessionPlans } from './sessionPlans.ts';
import { writePlan } from './writePlan.ts';

interface PlannedDataset {
  readonly planSource: NextSource & ApplySource;
  readonly plans: SessionPlans;
}

type Using = <T>(params: { id: number }, work: (dataset: PlannedDataset) => Promise<T>) => Promise<T>;

/** What the engine answers about plans: which rows to label next, and which could be left out. `using`: gives the dataset of an id. */
export function planHandlers(using: Using): Handlers<PlanMethods> {
  return {
    nextToLabel: (params, { signal, progress }) =>
      using(params, ({ planSource }) => findNext(planSource, params.count, signal, (fraction, words) => progress({ fraction, words }))),
    planRedundancy: (params, { signal, progress }) =>
      using(params, async ({ plans }) => {
        const made = await plans.make(params.options, signal, (fraction, words) => progress({ fraction, words }));
        return 'why' in made ? made : made.plan;
      }),
    writePlan: (params, { signal, progress }) =>
      using(params, ({ planSource, plans }) =>
        writePlan(
          planSource,
          (aborted, tell) => plans.make(params.options, aborted, tell),
          params,
          signal,
          (fraction, words) => progress({ fraction, words }),
        ),
      ),
  };
}
