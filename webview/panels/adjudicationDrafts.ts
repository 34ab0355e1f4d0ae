import type { DecisionDraft } from '../../src/core/decision.ts';
import type { Disagreement } from '../../src/protocol/labelMethods.ts';
import { digitKeys, type KeyedLabel } from './digitKeys.ts';

const why = 'annotator-disagreement';

/**
 * What a person decides between annotators, for every row of the item: rows that say so already are accepted, after
 * what was decided against them is taken back; the others are relabelled.
 */
export function adjudicationDrafts({ rows, given, relabelled }: Disagreement, column: string, to: string): DecisionDraft[] {
  return rows.flatMap((row, place): DecisionDraft[] => {
    if (given[place]?.trim() !== to) return [{ row, act: 'relabel', column, to, why }];
    const against = relabelled.filter((decision) => decision.row === row).map(({ id }): DecisionDraft => ({ row, act: 'retract', retracts: id }));
    return [...against, { row, act: 'accept', column, why }];
  });
}

/** The final answer in a column of its own, for every row of the item that this person has not given it yet. */
export function annotationDrafts({ rows, filledIn }: Disagreement, column: string, to: string, author: string | null): DecisionDraft[] {
  const has = (row: number): boolean => filledIn.findLast((filled) => filled.row === row && (filled.by ?? null) === author)?.to === to;
  return rows.filter((row) => !has(row)).map((row) => ({ row, act: 'annotate', column, to, why }));
}

/** Every row of the item could be several labels, or is to be left out. */
export function standingDraftsOf({ rows }: Disagreement, act: 'ambiguous' | 'exclude'): DecisionDraft[] {
  return rows.map((row) => ({ row, act, why }));
}

/** The labels that digits choose: all of them where the keys are enough, else those that this item was given, most votes first. */
export function digitLabels({ votes, consensus }: Disagreement, labels: readonly string[]): KeyedLabel[] {
  const all = digitKeys(labels);
  if (all.length === labels.length) return all;
  const counts = new Map<string, number>([[consensus, 0]]);
  for (const { label } of votes) counts.set(label, (counts.get(label) ?? 0) + 1);
  return digitKeys([...counts].sort((a, b) => b[1] - a[1]).map(([label]) => label));
}
