import type { ApplyMethods } from '../../protocol/applyMethods.ts';
import type { Handlers } from '../../protocol/rpc.ts';
import { applyDecisions } from './apply.ts';
import type { ApplySource } from './applySource.ts';
import { listChanges } from './changes.ts';
import { draftApply } from './draft.ts';
import { previewVersion } from './newVersion.ts';
import { planApply } from './plan.ts';
import { valueProblem } from './valueProblem.ts';

type Using = <T>(params: { id: number }, work: (source: ApplySource) => Promise<T>) => Promise<T>;

/** What the engine answers about applying. `using`: gives the dataset of an id. */
export function applyHandlers(using: Using): Handlers<ApplyMethods> {
  return {
    cellProblems: ({ cells, ...params }) =>
      using(params, async (source) => {
        const problem = await valueProblem(source);
        const columns = new Map(source.dataset.columns.map((column) => [column.name, column]));
        return cells.map(({ column, to }) => (columns.has(column) ? problem(columns.get(column)!, to) : null));
      }),
    planApply: (params, { signal }) => using(params, (source) => planApply(source, params.choices, signal)),
    applyChanges: (params, { signal }) =>
      using(params, (source) => listChanges(source, params.choices, params.offset, params.limit, signal)),
    previewApply: (params, { signal, progress }) =>
      using(params, async (source) =>
        previewVersion(source, (await draftApply(source, params.choices, signal)).edits, params.path, {
          signal,
          progress: (fraction) => progress({ words: 'Working out what changes', fraction }),
        }),
      ),
    apply: (params, { signal, progress }) => using(params, (source) => applyDecisions(source, { ...params, signal, progress })),
  };
}
