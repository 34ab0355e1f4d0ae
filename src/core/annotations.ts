import type { Decision } from './decision.ts';
import type { RowKey } from './rowKey.ts';

/** What one person filled into an annotation column of one row. */
export interface AnnotationVote {
  readonly row: RowKey;
  readonly column: string;
  /** As the sidecar names the person; empty where it does not. */
  readonly by: string;
  readonly value: string;
  /** ISO 8601, UTC. */
  readonly at: string;
}

/** What a decision fills in; null where it is another act, or takes a value away. */
export function voteOf({ act, row, column, by = '', to, at }: Decision): AnnotationVote | null {
  return act !== 'annotate' || column === undefined || to === null || to === undefined ? null : { row, column, by, value: to, at };
}

/** What an annotation cell holds. */
export interface AnnotationCell {
  /** The newest value first; where people differ, the newest of each other value, too. */
  readonly values: readonly string[];
  /** How many people have filled it in. */
  readonly people: number;
}

/** The annotation cells of one row, by column, from the decisions in force on it, oldest first. */
export function annotationCells(decisions: readonly Decision[]): ReadonlyMap<string, AnnotationCell> {
  const byColumn = new Map<string, string[]>();
  for (const decision of decisions) {
    const vote = voteOf(decision);
    if (!vote) continue;
    const values = byColumn.get(vote.column);
    if (values) values.unshift(vote.value);
    else byColumn.set(vote.column, [vote.value]);
  }
  return new Map([...byColumn].map(([column, values]) => [column, { values: [...new Set(values)], people: values.length }]));
}
