import type { Decision } from './decision.ts';
import type { Finding, FindingRow } from './finding.ts';

/** What decisions leave of a finding. */
export interface FindingStanding {
  /** Its rows that still want a decision; the finding's own array where none has been decided. */
  readonly open: readonly FindingRow[];
  readonly closed: boolean;
}

/** What the decisions of a dataset look like to a finding. All are in force (`effectiveDecisions`). */
export interface DecisionLookup {
  /** Decisions on a row, by row number. */
  readonly ofRow: (row: number) => readonly Decision[];
  /** Accepted columns, segments and datasets: decisions whose row is `{}`. */
  readonly whole: readonly Decision[];
  /** Columns by role. */
  readonly label?: string;
  readonly split?: string;
  readonly content?: readonly string[];
  /** The file's own text of a cell, for the rows of a group that are left; undefined where it is not at hand. */
  readonly cell?: (row: number, column: string) => string | null | undefined;
}

/** Checks whose findings name no column of their own but are about the label. */
const aboutLabel = new Set(['conflicting-label', 'label-variant', 'unknown-label', 'label-error', 'ambiguous-row', 'low-label-confidence']);
/** Checks whose findings are about rows beside each other: a single one of them is not wrong. */
const aboutGroup = new Set(['exact-duplicate', 'near-duplicate', 'conflicting-label', 'split-leakage']);

/** Which rows of a finding are still open, and whether the finding is closed. */
export function openRows(finding: Finding, decisions: DecisionLookup): FindingStanding {
  if (acceptedWhole(finding, decisions.whole)) return { open: [], closed: true };
  if (finding.rows.length === 0) return { open: finding.rows, closed: false };
  const open = finding.rows.filter(({ row }) => !decisions.ofRow(row).some((decision) => closesRow(finding, decision, decisions)));
  if (open.length === finding.rows.length) return { open: finding.rows, closed: false };
  const closed = open.length === 0 || (aboutGroup.has(finding.check) && (open.length === 1 || groupAgrees(finding, decisions)));
  return closed ? { open: [], closed } : { open, closed };
}

/** Findings of a column, a segment or a dataset are accepted as a whole, and by what they are about. */
function acceptedWhole(finding: Finding, whole: readonly Decision[]): boolean {
  if (finding.scope === 'row' || finding.scope === 'rows') return false;
  return whole.some((decision) =>
    decision.act === 'accept' &&
    (decision.why === undefined || decision.why === finding.check) &&
    decision.column === finding.column &&
    decision.segment?.column === finding.segment?.column &&
    decision.segment?.value === finding.segment?.value,
  );
}

function closesRow(finding: Finding, decision: Decision, decisions: DecisionLookup): boolean {
  switch (decision.act) {
    case 'exclude':
      return true;
    case 'accept':
      return acceptCovers(finding, decision);
    case 'relabel':
    case 'set':
      return decision.why === finding.check || concerns(finding, changedColumn(decision, decisions), decisions);
    case 'ambiguous':
      return concerns(finding, decisions.label, decisions);
    default:
      return false;
  }
}

/** An accept that names a check or a column is about that alone. */
function acceptCovers(finding: Finding, decision: Decision): boolean {
  const sameCheck = decision.why === undefined || decision.why === finding.check;
  const sameColumn = decision.column === undefined || finding.column === undefined || decision.column === finding.column;
  return sameCheck && sameColumn;
}

function changedColumn(decision: Decision, decisions: DecisionLookup): string | undefined {
  return decision.column ?? (decision.act === 'relabel' ? decisions.label : undefined);
}

/** Whether a new value in the column answers the finding. */
function concerns(finding: Finding, column: string | undefined, decisions: DecisionLookup): boolean {
  if (column === undefined) return false;
  if (column === finding.column) return true;
  if (column === decisions.label) return aboutLabel.has(finding.check);
  if (column === decisions.split) return finding.check === 'split-leakage';
  return aboutGroup.has(finding.check) && (decisions.content?.includes(column) ?? false);
}

/** Rows that contradicted each other in a column and no longer do, once decisions are laid over the file. */
function groupAgrees(finding: Finding, decisions: DecisionLookup): boolean {
  const column = finding.check === 'conflicting-label' ? decisions.label : finding.check === 'split-leakage' ? decisions.split : undefined;
  if (column === undefined) return false;
  const values = new Set<string | null | undefined>();
  for (const { row } of finding.rows) {
    const acts = decisions.ofRow(row);
    if (acts.some(({ act }) => act === 'exclude' || act === 'ambiguous')) continue;
    values.add(decidedCell(row, column, decisions));
  }
  return values.size <= 1 && !values.has(undefined);
}

function decidedCell(row: number, column: string, decisions: DecisionLookup): string | null | undefined {
  for (const decision of decisions.ofRow(row)) {
    if ((decision.act === 'relabel' || decision.act === 'set') && changedColumn(decision, decisions) === column) return decision.to;
  }
  return decisions.cell?.(row, column);
}
