import type { Decision, DecisionDraft } from '../../src/core/decision.ts';
import type { RowDetail, RowFinding } from '../../src/protocol/engineMethods.ts';

/** What one act on a row asks for: pure functions from what is known of the row to drafts. */

/** The row's text in one column, as the file has it; null for missing. */
export function fileText(detail: RowDetail, column: string): string | null {
  return detail.cells.find((cell) => cell.column === column)?.text ?? null;
}

/** The decision in force on a cell, if there is one. */
export function cellDecision(detail: RowDetail, column: string): Decision | undefined {
  return detail.decisions.findLast((decision) => (decision.act === 'relabel' || decision.act === 'set') && decision.column === column);
}

/** What the cell says now: decided, else the file's own text. */
export function presentText(detail: RowDetail, column: string): string | null {
  const decision = cellDecision(detail, column);
  return decision ? (decision.to ?? null) : fileText(detail, column);
}

export function openFindings(detail: RowDetail): RowFinding[] {
  return detail.findings.filter((finding) => finding.open);
}

/** Open findings that question the label. */
export function labelFindings(detail: RowDetail, label: string | undefined): RowFinding[] {
  return openFindings(detail).filter(({ finding }) => label !== undefined && (finding.column === label || finding.suggestion?.act === 'relabel'));
}

/**
 * The act that the worst open finding with a suggestion proposes for this row; null where none does. Where the row has
 * the suggested label already, the act is to say so.
 */
export function suggestedDrafts(detail: RowDetail): { readonly drafts: DecisionDraft[]; readonly words: string } | null {
  const { row } = detail;
  for (const { finding } of openFindings(detail)) {
    const { suggestion, check: why } = finding;
    if (suggestion?.act === 'relabel' && presentText(detail, suggestion.column) !== suggestion.to) {
      return { drafts: [{ row, act: 'relabel', column: suggestion.column, to: suggestion.to, why }], words: `relabel to ${suggestion.to}` };
    }
    if (suggestion?.act === 'set' && presentText(detail, suggestion.column) !== suggestion.to) {
      return {
        drafts: [{ row, act: 'set', column: suggestion.column, to: suggestion.to, why }],
        words: `set ${suggestion.column} to ${suggestion.to ?? '(missing)'}`,
      };
    }
    if (suggestion?.act === 'exclude' && suggestion.rows.includes(row)) return { drafts: [{ row, act: 'exclude', why }], words: 'exclude this row' };
  }
  const agreed = openFindings(detail).filter(
    ({ finding: { suggestion } }) => suggestion?.act === 'relabel' && fileText(detail, suggestion.column) === suggestion.to,
  );
  return agreed.length > 0 ? { drafts: acceptEach(detail, agreed), words: 'the label is right' } : null;
}

/** The label that an open finding suggests for this row: another one before the one it has. */
export function suggestedLabel(detail: RowDetail, label: string): string | null {
  const labels = openFindings(detail).flatMap(({ finding: { suggestion } }) =>
    suggestion?.act === 'relabel' && suggestion.column === label ? [suggestion.to] : [],
  );
  return labels.find((to) => to !== presentText(detail, label)) ?? labels[0] ?? null;
}

/**
 * The label is `to`. Where the file says so already, that means: what was decided against it is taken back,
 * and what questions it is accepted.
 */
export function relabelDrafts(detail: RowDetail, label: string, to: string): DecisionDraft[] {
  if (fileText(detail, label) !== to) {
    const why = labelFindings(detail, label)[0]?.finding.check;
    return [{ row: detail.row, act: 'relabel', column: label, to, ...(why ? { why } : {}) }];
  }
  const decided = cellDecision(detail, label);
  const questions = labelFindings(detail, label);
  const accepted = questions.length > 0 ? acceptEach(detail, questions) : [{ row: detail.row, act: 'accept' as const, column: label }];
  return [...(decided ? [retractDraft(detail, decided)] : []), ...accepted];
}

/** Sets any other cell; the file's own text takes back what was decided. Null when nothing would change. */
export function setDrafts(detail: RowDetail, column: string, to: string | null): DecisionDraft[] {
  const decided = cellDecision(detail, column);
  if (fileText(detail, column) === to) return decided ? [retractDraft(detail, decided)] : [];
  if (decided && (decided.to ?? null) === to) return [];
  const why = openFindings(detail).find(({ finding }) => finding.column === column)?.finding.check;
  return [{ row: detail.row, act: 'set', column, to, ...(why ? { why } : {}) }];
}

/** The label is right: accepts what questions it; where nothing does, all that is open on the row; else the row's label as such. */
export function acceptDrafts(detail: RowDetail, label: string | undefined): DecisionDraft[] {
  const aboutLabel = labelFindings(detail, label);
  const accepted = aboutLabel.length > 0 ? aboutLabel : openFindings(detail);
  if (accepted.length === 0) return [{ row: detail.row, act: 'accept', ...(label === undefined ? {} : { column: label }) }];
  return acceptEach(detail, accepted);
}

/** One accept for each check and column. */
function acceptEach(detail: RowDetail, findings: readonly RowFinding[]): DecisionDraft[] {
  const drafts = findings.map((entry) => acceptFindingDraft(detail, entry));
  return [...new Map(drafts.map((draft) => [JSON.stringify([draft.why, draft.column]), draft])).values()];
}

/** Accepts one finding for this row alone. */
export function acceptFindingDraft(detail: RowDetail, { finding }: RowFinding): DecisionDraft {
  return { row: detail.row, act: 'accept', why: finding.check, ...(finding.column === undefined ? {} : { column: finding.column }) };
}

/** Ambiguous and exclude are on or off: asking twice takes the act back. */
export function standingDrafts(detail: RowDetail, act: 'ambiguous' | 'exclude', note?: string): DecisionDraft[] {
  const standing = detail.decisions.findLast((decision) => decision.act === act);
  if (standing) return [retractDraft(detail, standing)];
  const why = openFindings(detail)[0]?.finding.check;
  return [{ row: detail.row, act, ...(why ? { why } : {}), ...(note ? { note } : {}) }];
}

export function retractDraft(detail: Pick<RowDetail, 'row'>, decision: Decision): DecisionDraft {
  return { row: detail.row, act: 'retract', retracts: decision.id };
}
