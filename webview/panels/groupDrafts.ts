import type { DecisionDraft } from '../../src/core/decision.ts';
import type { Finding } from '../../src/core/finding.ts';
import type { ListedFinding } from '../../src/protocol/findingMethods.ts';

/** What one act on a group of rows asks for: pure functions, each answer one undoable step. */

/** Checks whose findings are rows beside each other, to be compared. */
export const groupChecks = new Set(['exact-duplicate', 'near-duplicate', 'conflicting-label', 'split-leakage']);

/** Rows of a group that one act reaches. */
export const mostGroupRows = 50_000;

type About = Pick<Finding, 'check' | 'column'>;

/** One row stays, the others are excluded. */
export function keepDrafts({ check }: About, rows: readonly number[], keep: number): DecisionDraft[] {
  return rows.filter((row) => row !== keep).map((row) => ({ row, act: 'exclude', why: check }));
}

/** All rows have this label; those that have it already need nothing. */
export function labelDrafts(
  { check }: About,
  rows: readonly { readonly row: number; readonly label: string | null }[],
  column: string,
  to: string,
): DecisionDraft[] {
  return rows.filter(({ label }) => label !== to).map(({ row }) => ({ row, act: 'relabel', column, to, why: check }));
}

/** The labels between which the rows of a conflict are divided, the most frequent first. */
export function conflictLabels({ evidence }: Pick<Finding, 'evidence'>): string[] {
  const labels = evidence['labels'];
  if (typeof labels !== 'object' || labels === null) return [];
  return Object.entries(labels).sort(([a, m], [b, n]) => Number(n) - Number(m) || (a < b ? -1 : 1)).map(([label]) => label);
}

/** The rows are right as they are: flag this group no more. */
export function acceptGroupDrafts({ check, column }: About, rows: readonly number[]): DecisionDraft[] {
  return rows.map((row) => ({ row, act: 'accept', why: check, ...(column === undefined ? {} : { column }) }));
}

/** What the finding itself suggests to exclude. */
export function suggestedExclusions({ check, suggestion }: Pick<Finding, 'check' | 'suggestion'>): DecisionDraft[] {
  return suggestion?.act === 'exclude' ? suggestion.rows.map((row) => ({ row, act: 'exclude', why: check })) : [];
}

/** Rows that the finding suggests to exclude; 0 where they are more than one act reaches. */
export function suggestedCount({ finding: { suggestion }, rowCount }: Pick<ListedFinding, 'finding' | 'rowCount'>): number {
  return suggestion?.act !== 'exclude' || rowCount > mostGroupRows ? 0 : suggestion.rows.length + (suggestion.more ?? 0);
}
