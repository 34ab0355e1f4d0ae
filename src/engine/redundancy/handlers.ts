import type { PlanMethods } from '../../protocol/planMethods.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import type { ApplySource } from '../apply/applySource.ts';
import { findNext, type NextSource } from '../next/nextToLabel.ts';
import { makePlan } from './planRedundancy.ts';
import { writePlan } from './writePlan.ts';

type Using = <T>(params: { id: number }, work: (source: NextSource & ApplySource) => Promise<T>) => Promise<T>;

/** What the engine answers about plans: which rows to label next, and which could be left out. `using`: gives the dataset of an id. */
export function planHandlers(using: Using): Handlers<PlanMethods> {
  return {
    nextToLabel: (params, { signal, progress }) => using(params, (source) => findNext(source, params.count, signal, (fraction, words) => progress({ fraction, words }))),
    planRedundancy: (params, { signal, progress }) => using(params, async (source) => {
      const made = await makePlan(source, params.options, signal, (fraction, words) => progress({ fraction, words }));
      return 'why' in made ? made : made.plan;
    }),
    writePlan: (params, { signal, progress }) => using(params, (source) => writePlan(source, params.options, params.as, params.path, signal, (fraction, words) => progress({ fraction, words }))),
  };
}
