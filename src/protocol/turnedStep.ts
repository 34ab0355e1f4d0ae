import type { DecisionDraft } from '../core/decision.ts';

/** A step of the undo stack that was undone, or done again. */
export interface TurnedStep {
  readonly undone: boolean;
  readonly title: string;
  /** The row that it is about; null where it is about several, or none. */
  readonly row: number | null;
}

/** A step by what was decided in it. */
export function turnedStep(undone: boolean, title: string, drafts: readonly Pick<DecisionDraft, 'row'>[]): TurnedStep {
  const rows = new Set(drafts.map(({ row }) => row));
  const [row] = rows;
  return { undone, title, row: rows.size === 1 && row !== undefined ? row : null };
}
