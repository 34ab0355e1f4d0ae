import type { ProbabilitySource } from './probabilitySource.ts';

/** One row that is worth a label, and why. */
export interface NextRow {
  readonly row: number;
  /** Its content, cut short. */
  readonly preview: string;
  /** One sentence part: “either “refund” (p .41) or “delivery” (p .39)”. */
  readonly why: string;
  /** The likeliest label's probability less the next one's; absent where nothing was learnt. */
  readonly margin?: number;
  /** The two likeliest labels. */
  readonly likely: readonly { readonly label: string; readonly probability: number }[];
  /** How far it is from the nearest row before it in the list, 0 the same; absent for the first. */
  readonly spread?: number;
}

/** Rows without a label, in the order in which labels for them would teach a model most. */
export interface NextToLabel {
  readonly column: string;
  /** Rows that have no label and were not set aside. */
  readonly unlabelled: number;
  readonly labelled: number;
  readonly rows: readonly NextRow[];
  /** How they were chosen, in one sentence. */
  readonly method: string;
  /** Where margins come from; absent: nothing was learnt, and `method` says why. */
  readonly source?: ProbabilitySource;
  /** Unlabelled rows that were looked at, where those are not all. */
  readonly looked?: number;
}

/** Why no row can be named, in words that begin in lower case and have no full stop. */
export interface NoNext {
  readonly why: string;
}

/** Rows that are named at most. */
export const mostNext = 1000;

/** How unsure a model is: what the likeliest of probabilities has over the next one, 1 for a single one. */
export function marginOf(probabilities: ArrayLike<number>): number {
  let [first, second] = [0, 0];
  for (let at = 0; at < probabilities.length; at++) {
    const probability = probabilities[at]!;
    if (probability > first) [first, second] = [probability, first];
    else if (probability > second) second = probability;
  }
  return first - second;
}
