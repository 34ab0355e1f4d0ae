import { countOf } from './countWords.ts';
import type { Decision } from './decision.ts';

/**
 * What people are told where rows are counted as the file has them: how many decisions that are not applied would change
 * that. Empty where there are none. `byRow`: those in force and not applied. `label`: the column that `relabel` changes.
 */
export function pendingNotes(byRow: ReadonlyMap<number, readonly Decision[]>, columns: readonly string[], label: string | undefined): string[] {
  const changes = ({ act, column }: Decision): boolean => {
    if (act === 'exclude') return true;
    const changed = column ?? (act === 'relabel' ? label : undefined);
    return (act === 'relabel' || act === 'set') && changed !== undefined && columns.includes(changed);
  };
  let waiting = 0;
  for (const decisions of byRow.values()) waiting += decisions.filter(changes).length;
  return waiting === 0 ? [] : [`Rows are counted as the file has them: ${countOf(waiting, 'decision')} that would change this ${waiting === 1 ? 'is' : 'are'} not applied yet.`];
}
