import { compareDecisions, type Decision, decisionSubject } from './decision.ts';

/** Two people who decided one cell differently; the newer decision is in force until the conflict is settled. */
export interface Disagreement {
  readonly decision: Decision;
  readonly other: Decision;
}

/** The reason of a decision that settles a conflict: `why` of the decision that a person makes when shown both. */
export const settlesConflict = 'conflict';

/**
 * Cells (`relabel` and `set`) on which the newest words of two people differ, though both started from the same text.
 * A sidecar cannot tell whether one knew of the other, so every such pair counts, until one side is retracted,
 * comes round to the other, or anybody decides the cell anew with the reason `conflict`.
 */
export function findDisagreements(decisions: Iterable<Decision>): Disagreement[] {
  const found: Disagreement[] = [];
  for (const cell of decisionsByCell(decisions)) {
    const settled = cell.findLastIndex((decision) => decision.why === settlesConflict);
    const lastWords = new Map<string, Decision>();
    for (const decision of cell.slice(Math.max(0, settled))) lastWords.set(decision.by ?? '', decision);
    const newest = cell[cell.length - 1]!;
    const others = [...lastWords.values()].filter((decision) => decision !== newest && differs(decision, newest));
    const other = others.sort(compareDecisions).pop();
    if (other) found.push({ decision: newest, other });
  }
  return found;
}

function differs(a: Decision, b: Decision): boolean {
  return (a.from ?? null) === (b.from ?? null) && (a.to ?? null) !== (b.to ?? null);
}

/** Decisions in force or superseded, but not retracted, oldest first. */
function decisionsByCell(decisions: Iterable<Decision>): Iterable<Decision[]> {
  const ordered = [...decisions].sort(compareDecisions);
  const retracted = new Set(ordered.filter(({ act }) => act === 'retract').map(({ retracts }) => retracts));
  const cells = new Map<string, Decision[]>();
  for (const decision of ordered) {
    if ((decision.act !== 'relabel' && decision.act !== 'set') || retracted.has(decision.id)) continue;
    const subject = decisionSubject(decision);
    const cell = cells.get(subject);
    if (cell) cell.push(decision);
    else cells.set(subject, [decision]);
  }
  return cells.values();
}
