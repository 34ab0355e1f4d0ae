import type { Dataset } from '../core/dataset.ts';
import { formatCount } from './parts/words.ts';

/** With more rows, checks that learn labels or compare all contents with each other do not begin by themselves. */
export const mostUnaskedRows = 200_000;
/** What they take on two cores, roughly: rows in a minute. Learning takes longer with more labels; this is of some twenty. */
const rowsPerMinute = { comparing: 500_000, 'learning the labels of': 60_000 } as const;

/** More rows than that are not learnt from, of twenty labels: rows are drawn. */
const mostLearnt = 1_000_000;

/** Whether a check that takes long waits in so large a dataset until somebody asks for it. */
export function waitsToBeAsked({ rows }: Pick<Dataset, 'rows'>): boolean {
  return rows > mostUnaskedRows;
}

/** Why it has not run, in words that say how to run it, and what that takes. */
export function waitingWords({ rows }: Pick<Dataset, 'rows'>, what: keyof typeof rowsPerMinute): string {
  const looked = what === 'comparing' ? rows : Math.min(rows, mostLearnt);
  const minutes = Math.max(1, Math.round(looked / rowsPerMinute[what]));
  return `${what} ${formatCount(rows)} rows takes some ${minutes === 1 ? 'minute' : `${minutes} minutes`}, so it waits to be asked for: press Check`;
}
