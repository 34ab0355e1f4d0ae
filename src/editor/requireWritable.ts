import type { DecisionDraft } from '../core/decision.ts';
import type { DatasetDocument } from './document.ts';

/**
 * Rejects, naming column and value, where a draft changes a cell to what its file can never hold: a list of a Parquet
 * file, a word among numbers of one.
 */
export async function requireWritable(document: DatasetDocument, drafts: readonly DecisionDraft[]): Promise<void> {
  const label = document.state.dataset?.roles.label;
  const wanted = new Map(drafts.flatMap(({ act, column = act === 'relabel' ? label : undefined, to }) => {
    if ((act !== 'relabel' && act !== 'set') || column === undefined || to === undefined) return [];
    return [[JSON.stringify([column, to]), { column, to }] as const];
  }));
  if (wanted.size === 0) return;
  const cells = [...wanted.values()];
  const problems = await document.call('cellProblems', { cells });
  const first = problems.findIndex((problem) => problem !== null);
  if (first >= 0) throw new Error(`“${cells[first]!.column}” cannot be changed so: ${problems[first]!}.`);
}
