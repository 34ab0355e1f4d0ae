import { voteOf } from '../../core/annotations.ts';
import type { Decision } from '../../core/decision.ts';
import type { FilledColumn } from '../../formats/edit/tableEdits.ts';

/**
 * The columns that annotations become: one of the annotation's name where one person filled it in, else one for each
 * person, whose names say that they are annotators. `ids`: the decisions that they hold.
 */
export function annotationColumns(
  byRow: ReadonlyMap<number, readonly Decision[]>,
  wanted: (row: number) => boolean,
): { readonly columns: FilledColumn[]; readonly ids: readonly string[] } {
  const votes = new Map<string, Map<string, Map<number, string>>>();
  const ids: string[] = [];
  for (const [row, decisions] of byRow) {
    if (!wanted(row)) continue;
    for (const decision of decisions) {
      const vote = voteOf(decision);
      if (!vote) continue;
      const people = votes.get(vote.column) ?? new Map<string, Map<number, string>>();
      const values = people.get(vote.by) ?? new Map<number, string>();
      votes.set(vote.column, people.set(vote.by, values.set(row, vote.value)));
      ids.push(decision.id);
    }
  }
  const names = new Set<string>();
  const columns = [...votes].flatMap(([column, people]) =>
    [...people].map(([by, values]): FilledColumn => ({
      name: unused(people.size === 1 ? column : columnOf(column, by, votes.size > 1), names),
      type: 'text',
      values,
      otherwise: null,
    })),
  );
  return { columns, ids };
}

/** A name that is told for one of an annotator's. */
function columnOf(column: string, by: string, several: boolean): string {
  const person = by.replace(/<.*$/, '').trim().toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '_') || 'unknown';
  return `annotator_${person}${several ? `_${column}` : ''}`;
}

function unused(name: string, taken: Set<string>): string {
  let free = name;
  for (let n = 2; taken.has(free); n++) free = `${name}_${n}`;
  taken.add(free);
  return free;
}
