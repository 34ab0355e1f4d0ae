import type { Filter } from './filter.ts';

/**
 * A share, or a mean of shares, with its 95 % interval (Wilson's, or what Wilson's make together); `value` is null where
 * it is a share of nothing.
 */
export interface Share {
  readonly value: number | null;
  readonly low: number;
  readonly high: number;
}

/** How a class stands: rows that have it, rows for which it was predicted, and rows of which both are so. */
export interface ClassCounts {
  readonly support: number;
  readonly predicted: number;
  readonly correct: number;
}

export interface ClassFigures extends ClassCounts {
  readonly precision: Share;
  readonly recall: Share;
  readonly f1: Share;
}

export interface OverallFigures {
  readonly rows: number;
  readonly correct: number;
  readonly accuracy: Share;
  /**
   * Means over the classes that a row has or that were predicted, with the intervals that Wilson's of the classes make
   * together (`stats/macroMean.ts`).
   */
  readonly macroPrecision: Share;
  readonly macroRecall: Share;
  readonly macroF1: Share;
}

/** Rows whose highest probability is above `from`, up to `to`. */
export interface ReliabilityBin {
  readonly from: number;
  readonly to: number;
  readonly rows: number;
  /** Mean of their highest probability; null where there are none. */
  readonly confidence: number | null;
  /** How often the class with it was right. */
  readonly accuracy: Share;
}

export interface CalibrationFigures {
  readonly rows: number;
  /** Expected calibration error, 0–1; null without rows. */
  readonly ece: number | null;
  /** Mean probability less accuracy: positive where the model is too sure of itself. */
  readonly excess: number | null;
  readonly bins: readonly ReliabilityBin[];
}

/** Rows with a label for which a class was predicted; `value` is the sum of what the rows weigh. */
export interface Confusion {
  readonly label: string;
  readonly predicted: string;
  readonly rows: number;
  readonly value: number;
}

/** A part of the rows in which the model is wrong more often than elsewhere. */
export interface WeakSlice {
  /** Its conditions, all of which hold: the way to its rows. */
  readonly filters: readonly Filter[];
  /** “country” is “FR” and “age” is from 30 to below 40. */
  readonly words: string;
  readonly rows: number;
  readonly wrong: number;
  readonly error: Share;
  /** Share of wrong predictions among the other rows. */
  readonly elsewhere: number;
  /** SliceLine's. */
  readonly score: number;
  /** That as many of its rows are wrong by chance (Fisher's exact test, one-sided), times the slices that were looked at; at most 1. */
  readonly p: number;
}

/** A part of the rows that can be measured by itself. */
export interface SplitPart {
  /** As the split column has it. */
  readonly value: string;
  readonly kind: 'train' | 'validation' | 'test' | null;
  /** Rows of it that have a label and a prediction. */
  readonly rows: number;
}

export interface EvaluatedClass extends ClassFigures {
  readonly name: string;
  /** Rows are labelled with it; else it is only predicted. */
  readonly isLabel: boolean;
}

/** Classes of a segment that are listed. */
export const segmentClasses = 50;

export interface EvaluatedSegment extends OverallFigures {
  /** null: without a value. */
  readonly value: string | null;
  readonly cost: number;
  /** That its accuracy is that of the other rows: two-proportion z-test, Holm-corrected over all segments; null below 10 rows on a side. */
  readonly p: number | null;
  /**
   * The most frequent classes that it has or that are predicted in it. Of all, the first `segmentClasses` are among
   * them, where they are.
   */
  readonly classes: readonly EvaluatedClass[];
}

export interface EvaluatedColumn {
  readonly column: string;
  /** Largest first, at most 200. */
  readonly segments: readonly EvaluatedSegment[];
  /** Rows of other values. */
  readonly otherRows: number;
}

export interface EvaluatedCost {
  readonly total: number;
  /** For each row measured. */
  readonly mean: number;
  /** The column that says what a row is worth, and what all rows are worth together. */
  readonly valueColumn?: string;
  readonly value: number;
  /** Confusions that occur and that the costs do not name. */
  readonly unnamed: readonly Confusion[];
  /** What was assumed, in words. */
  readonly basis: string;
}

export interface MeasuredLabelNoise {
  /** A sentence. */
  readonly words: string;
  /** Share of labels that look wrong, with its 95 % interval. */
  readonly noise: number;
  readonly low: number;
  readonly high: number;
  readonly rows: number;
}

/** Predictions held against labels. */
export interface Evaluation {
  /** Where the predictions are from. */
  readonly words: string;
  /** The split that was measured; null: all rows. */
  readonly split: string | null;
  readonly splits: readonly SplitPart[];
  readonly overall: OverallFigures;
  /** Most frequent labels first, then what is only predicted. */
  readonly classes: readonly EvaluatedClass[];
  /** Cells of the confusion matrix that have rows, most rows first, with what they cost; at most 10,000. */
  readonly confusions: readonly (Confusion & { readonly cost: number })[];
  readonly otherConfusions: number;
  readonly segments: readonly EvaluatedColumn[];
  readonly cost: EvaluatedCost;
  /** null: no probabilities. */
  readonly calibration: (CalibrationFigures & { readonly words: string }) | null;
  /** How many labels of the test split look wrong, where that is what was measured; null: nobody has looked. */
  readonly labelNoise: MeasuredLabelNoise | NoEvaluation | null;
  readonly slices: readonly WeakSlice[];
  /** Slices that were looked at, the columns they are made of, and those that were too many. */
  readonly slicing: {
    readonly evaluated: number;
    readonly columns: readonly string[];
    readonly omitted: readonly string[];
    readonly support: number;
    readonly why?: string;
  };
  /** Rows of the split that cannot be measured, by reason; of all rows where these are measured. */
  readonly leftOut: readonly { readonly why: string; readonly rows: number }[];
  /** What was wrong with the input, in sentences. */
  readonly notes: readonly string[];
}

/** Why nothing can be measured, in words. */
export interface NoEvaluation {
  readonly why: string;
}
