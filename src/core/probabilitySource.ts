/** What labels were judged by; why they could not be, in words. */
export type JudgedBy = ProbabilitySource | { readonly why: string };

/** Below this accuracy, what stands out is suspect rather than wrong. */
export const surelyAccurate = 0.8;

/** Where the probabilities of labels come from, and how far they can be trusted. */
export interface ProbabilitySource {
  readonly kind: 'columns' | 'prediction' | 'text' | 'table' | 'embedding';
  /** “Winnow's text model on “text”, 5 folds, seed 1”. */
  readonly words: string;
  /** Rows that have both a label and probabilities. */
  readonly rows: number;
  /** Rows that have not, by reason; the numbers of those whose own probabilities are wrong, the first thousand of all reasons. */
  readonly leftOut: readonly { readonly why: string; readonly rows: number; readonly numbers?: readonly number[] }[];
  /** Of the class with the highest probability against the given labels; cross-validated where Winnow trained. */
  readonly accuracy: number;
  /** Mean −ln of the given label's probability. */
  readonly logLoss: number;
  readonly folds?: number;
  readonly seed?: number;
  /** The accuracy is below 80 %, or labels that were learnt have too few rows each: findings are suspects rather than errors. */
  readonly suspects: boolean;
  /**
   * Winnow's own model knows nothing of the labels: it gives none of them more probability in its rows than in others.
   * What it flags is chance.
   */
  readonly guessing: boolean;
  /** What was wrong with the input, and what was done instead. */
  readonly notes: readonly string[];
}
