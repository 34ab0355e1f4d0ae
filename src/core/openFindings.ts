import type { Decision } from './decision.ts';
import type { KeptFinding } from './finding.ts';

/** What decisions leave of a finding. */
export interface FindingStanding {
  /** None of its rows wants a decision any more. */
  readonly closed: boolean;
  /** The rows that decisions have answered; not all of them where the whole finding is closed. */
  readonly closedRows: ReadonlySet<number>;
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
const aboutLabel = new Set([
  'conflicting-label',
  'label-variant',
  'unknown-label',
  'label-error',
  'ambiguous-row',
  'low-label-confidence',
  'annotator-disagreement',
]);
/** Checks whose findings are about rows beside each other: a single one of them is not wrong. */
const aboutGroup = new Set(['exact-duplicate', 'near-duplicate', 'conflicting-label', 'split-leakage']);

/**
 * Whether a finding is closed, and which of its rows are.
 * @param decided those of the finding's rows that there are decisions on: a finding may have millions, and few are decided.
 */
export function standingOf(finding: KeptFinding, decisions: DecisionLookup, decided: Iterable<number> = finding.rows): FindingStanding {
  const closedRows = new Set<number>();
  if (acceptedWhole(finding, decisions.whole)) return { closed: true, closedRows };
  for (const row of decided) {
    if (decisions.ofRow(row).some((decision) => closesRow(finding, decision, decisions))) closedRows.add(row);
  }
  if (closedRows.size === 0) return { closed: false, closedRows };
  const left = finding.rows.length - closedRows.size;
  const closed = left === 0 || (aboutGroup.has(finding.check) && (left === 1 || groupAgrees(finding, decisions)));
  return { closed, closedRows };
}

/** Findings of a column, a segment or a dataset are accepted as a whole, and by what they are about. */
function acceptedWhole(finding: KeptFinding, whole: readonly Decision[]): boolean {
  if (finding.scope === 'row' || finding.scope === 'rows') return false;
  return whole.some((decision) =>
    decision.act === 'accept' &&
    (decision.why === undefined || decision.why === finding.check) &&
    decision.column === finding.column &&
    decision.segment?.column === finding.segment?.column &&
    decision.segment?.value === finding.segment?.value,
  );
}

function closesRow(finding: KeptFinding, decision: Decision, decisions: DecisionLookup): boolean {
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
function acceptCovers(finding: KeptFinding, decision: Decision): boolean {
  const sameCheck = decision.why === undefined || decision.why === finding.check;
  const sameColumn = decision.column === undefined || finding.column === undefined || decision.column === finding.column;
  return sameCheck && sameColumn;
}

function changedColumn(decision: Decision, decisions: DecisionLookup): string | undefined {
  return decision.column ?? (decision.act === 'relabel' ? decisions.label : undefined);
}

/** Whether a new value in the column answers the finding. */
function concerns(finding: KeptFinding, column: string | undefined, decisions: DecisionLookup): boolean {
  if (column === undefined) return false;
  if (column === finding.column) return true;
  if (column === decisions.label) return aboutLabel.has(finding.check);
  if (column === decisions.split) return finding.check === 'split-leakage';
  return aboutGroup.has(finding.check) && (decisions.content?.includes(column) ?? false);
}

/** Rows that contradicted each other in a column and no longer do, once decisions are laid over the file. */
function groupAgrees(finding: KeptFinding, decisions: DecisionLookup): boolean {
  const column = finding.check === 'conflicting-label' ? decisions.label : finding.check === 'split-leakage' ? decisions.split : undefined;
  if (column === undefined) return false;
  const values = new Set<string | null | undefined>();
  for (const row of finding.rows) {
    const acts = decisions.ofRow(row);
    if (acts.some(({ act }) => act === 'exclude' || act === 'ambiguous')) continue;
    values.add(decidedCell(row, column, decisions));
    if (values.size > 1 || values.has(undefined)) return false;
  }
  return true;
}

function decidedCell(row: number, column: string, decisions: DecisionLookup): string | null | undefined {
  for (const decision of decisions.ofRow(row)) {
    if ((decision.act === 'relabel' || decision.act === 'set') && changedColumn(decision, decisions) === column) return decision.to;
  }
  return decisions.cell?.(row, column);
}
