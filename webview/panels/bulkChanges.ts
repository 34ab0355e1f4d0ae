import type { DecisionDraft } from '../../src/core/decision.ts';
import type { Finding } from '../../src/core/finding.ts';
import { formatValue } from '../ui/numbers.ts';

/** What one act on a whole check would change: pure functions behind its preview. */

/** suggestions: do what each finding suggests; accept: flag these no more. */
export type BulkKind = 'suggestions' | 'accept';

export interface BulkChange {
  readonly draft: DecisionDraft;
  /** The cell's text before, where the change is one of a cell. */
  readonly from?: string | null;
}

/** Changes that say the same: one box to tick. */
export interface BulkGroup {
  readonly key: string;
  readonly from?: string | null;
  readonly words: string;
  readonly changes: readonly BulkChange[];
}

export type TextOf = (row: number, column: string) => string | null | undefined;

/** Columns whose text is needed to say what a change replaces. */
export function changedColumns(findings: readonly Finding[]): string[] {
  return [...new Set(findings.flatMap(({ suggestion }) => (suggestion?.act === 'relabel' || suggestion?.act === 'set' ? [suggestion.column] : [])))];
}

/** One change a cell or row at most, the first finding's. Findings that suggest nothing are left out of suggestions. */
export function bulkChanges(findings: readonly Finding[], kind: BulkKind, textOf: TextOf): BulkChange[] {
  const changes = new Map<string, BulkChange>();
  for (const finding of findings) {
    for (const change of kind === 'accept' ? accepted(finding) : suggested(finding, textOf)) {
      const { row, act, column, segment } = change.draft;
      const key = JSON.stringify([row, act === 'set' ? 'relabel' : act, column, segment]);
      if (!changes.has(key)) changes.set(key, change);
    }
  }
  return [...changes.values()];
}

/** A finding about rows is accepted row by row; one about a column, a segment or the dataset as such. */
function accepted({ check, scope, column, segment, rows }: Finding): BulkChange[] {
  const draft: DecisionDraft = { act: 'accept', why: check, ...(column === undefined ? {} : { column }) };
  if ((scope === 'row' || scope === 'rows') && rows.length > 0) return rows.map(({ row }) => ({ draft: { ...draft, row } }));
  return [{ draft: { ...draft, ...(segment === undefined ? {} : { segment }) } }];
}

/** Rows that have the suggested value already need nothing: the others come round to them. */
function suggested({ check, suggestion, rows }: Finding, textOf: TextOf): BulkChange[] {
  if (suggestion?.act === 'exclude') return suggestion.rows.map((row) => ({ draft: { row, act: 'exclude', why: check } }));
  if (suggestion?.act !== 'relabel' && suggestion?.act !== 'set') return [];
  const { act, column, to } = suggestion;
  return rows.flatMap(({ row }): BulkChange[] => {
    const from = textOf(row, column);
    return from === to ? [] : [{ draft: { row, act, column, to, why: check }, ...(from === undefined ? {} : { from }) }];
  });
}

/** Changes that say the same in one group, the largest first. */
export function bulkGroups(changes: readonly BulkChange[]): BulkGroup[] {
  const groups = new Map<string, BulkChange[]>();
  for (const change of changes) {
    const { act, column, to, segment } = change.draft;
    const key = JSON.stringify([act, column, change.from, to, segment]);
    const group = groups.get(key);
    if (group) group.push(change);
    else groups.set(key, [change]);
  }
  return [...groups.entries()]
    .map(([key, members]): BulkGroup => ({ key, words: wordsOf(members[0]!), changes: members, ...('from' in members[0]! ? { from: members[0].from } : {}) }))
    .sort((a, b) => b.changes.length - a.changes.length || (a.key < b.key ? -1 : 1));
}

/** What becomes of the cell or row; the value before it stands beside it. */
function wordsOf({ draft }: BulkChange): string {
  switch (draft.act) {
    case 'relabel':
    case 'set':
      return formatValue(draft.to ?? null);
    case 'exclude':
      return 'exclude the row';
    default:
      if (draft.row !== undefined) return 'accepted as right';
      return `accepted as right${draft.segment ? `: ${draft.segment.column} ${formatValue(draft.segment.value)}` : draft.column ? `: ${draft.column}` : ''}`;
  }
}
