import type { ComparedRows, ComparedRowsParams, CompareParams, Comparison } from '../../protocol/compareMethods.ts';
import type { WorkProgress } from '../../protocol/engineMethods.ts';
import type { DatasetSession } from '../session.ts';
import { compareDatasets, type ComparedDatasets } from './compareDatasets.ts';
import { comparedRows } from './comparedRows.ts';

/** The newest comparison of each dataset, for as long as it is open. */
export class Comparisons {
  readonly #newest = new WeakMap<DatasetSession, ComparedDatasets>();

  async compare(
    before: DatasetSession,
    after: DatasetSession,
    { key }: Pick<CompareParams, 'key'>,
    signal: AbortSignal,
    progress: (value: WorkProgress) => void,
  ): Promise<Comparison> {
    const compared = await compareDatasets({ before: versionOf(before), after: versionOf(after) }, key, { signal, progress });
    this.#newest.set(after, compared);
    return compared.comparison;
  }

  rows(after: DatasetSession, params: ComparedRowsParams, signal: AbortSignal): Promise<ComparedRows> {
    const compared = this.#newest.get(after);
    if (!compared) throw new Error(`${after.dataset.name} has not been compared with anything: compare it first.`);
    return comparedRows(compared, params, signal);
  }
}

function versionOf({ table, dataset, profiles }: DatasetSession): ComparedDatasets['versions']['after'] {
  return { table, dataset, profiles };
}
