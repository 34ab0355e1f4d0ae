import type { RowKey } from './rowKey.ts';
import { rowKeyText } from './rowKey.ts';

export type Act = 'relabel' | 'set' | 'accept' | 'ambiguous' | 'exclude' | 'comment' | 'annotate' | 'retract' | 'apply';

export const acts: readonly Act[] = ['relabel', 'set', 'accept', 'ambiguous', 'exclude', 'comment', 'annotate', 'retract', 'apply'];

/** One line of the sidecar. */
export interface Decision {
  /** A ULID: unique, and sorts by time. */
  readonly id: string;
  /** The row; `{}` where a whole column, segment or dataset is accepted. */
  readonly row: RowKey;
  readonly act: Act;
  readonly column?: string;
  /** The cell's text in the file when it was decided; null for a missing value. */
  readonly from?: string | null;
  readonly to?: string | null;
  /** `Ada Lovelace <ada@example.org>`. */
  readonly by?: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The check that led here. */
  readonly why?: string;
  readonly note?: string;
  /** For `retract`: the id of the decision taken back. */
  readonly retracts?: string;
  /** For an accepted finding of a segment: which. */
  readonly segment?: { readonly column: string; readonly value: string | null };
  /** A hint for people reading the sidecar; never relied on. */
  readonly rowHint?: number;
  /** Id of the newest apply that the file had gone through when this was decided: the key is one of that version or a later one. */
  readonly since?: string;
}

/** What a person asks for; the document adds key, id, author and time. */
export interface DecisionDraft {
  /** 1-based row number; absent where a column, segment or dataset is accepted. */
  readonly row?: number;
  readonly act: Act;
  readonly column?: string;
  readonly to?: string | null;
  readonly why?: string;
  readonly note?: string;
  readonly retracts?: string;
  readonly segment?: { readonly column: string; readonly value: string | null };
}

/**
 * What a decision speaks about. A later decision with the same subject replaces an earlier one:
 * a cell for relabel and set, the row's standing for accept, ambiguous and exclude, what one person says in an annotation
 * column for annotate; a comment only itself.
 */
export function decisionSubject(decision: Decision): string {
  const row = rowKeyText(decision.row);
  switch (decision.act) {
    case 'relabel':
    case 'set':
      return `cell ${row} ${decision.column ?? ''}`;
    case 'accept':
      return `accept ${row} ${decision.why ?? ''} ${decision.column ?? ''} ${JSON.stringify(decision.segment ?? null)}`;
    case 'ambiguous':
    case 'exclude':
      return `${decision.act} ${row}`;
    case 'annotate':
      return `annotate ${row} ${JSON.stringify([decision.column ?? '', decision.by ?? ''])}`;
    default:
      return `self ${decision.id}`;
  }
}

/** Newest last; ties by id, so that every copy of the sidecar agrees. */
export function compareDecisions(a: Decision, b: Decision): number {
  if (a.at !== b.at) return a.at < b.at ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

/** The decisions in force: not retracted, and the newest of each subject. Oldest first. */
export function effectiveDecisions(decisions: Iterable<Decision>): Decision[] {
  const ordered = [...decisions].sort(compareDecisions);
  const retracted = new Set<string>();
  for (const decision of ordered) {
    if (decision.act === 'retract' && decision.retracts) retracted.add(decision.retracts);
  }
  const newest = new Map<string, Decision>();
  for (const decision of ordered) {
    if (decision.act === 'retract' || retracted.has(decision.id)) continue;
    const subject = decisionSubject(decision);
    newest.delete(subject);
    newest.set(subject, decision);
  }
  return [...newest.values()].sort(compareDecisions);
}
