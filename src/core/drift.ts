import type { ColumnType } from './schema.ts';
import type { Verdict } from './verdict.ts';

/** Fewer values than this on a side are too few to say anything of. */
export const fewestValues = 10;
/** Up to so many rows of the reference, tests of significance decide; beyond, distances (Evidently's rule). */
export const mostTested = 1000;
/** Numbers with no more distinct values than this are categories. */
export const fewNumbers = 5;

/** What decides where nothing else is said. */
export const driftLimits = {
  /** Kolmogorov–Smirnov and χ², after Holm's correction over the columns. */
  p: 0.05,
  /** Wasserstein distance in standard deviations of the reference, at least this. */
  wasserstein: 0.1,
  /** Jensen–Shannon distance (natural logarithm, square root), at least this. */
  jensenShannon: 0.1,
  /** Area under the ROC curve of a model that tells the texts of both sides apart, more than this. */
  auroc: 0.6,
  /** Of the columns that were tested, at least this share: the dataset drifts. */
  datasetShare: 0.5,
  /** Shares of missing values apart by at least this, and Holm-corrected p of the two-proportion z-test below `missingP`. */
  missing: 0.05,
  missingP: 0.01,
};

/** What decides; all of it can be set in `winnow.json`, under `feature-drift` and `missingness-drift`. */
export type DriftLimits = Readonly<typeof driftLimits>;

export interface DriftSideFigures {
  /** What it is called in sentences: `last-year.csv`, `split = train`. */
  readonly name: string;
  readonly rows: number;
}

/** A number for each side. */
export interface BothSides {
  readonly reference: number;
  readonly current: number;
}

export interface SchemaDifference {
  readonly kind: 'removed' | 'added' | 'renamed' | 'type';
  readonly column: string;
  readonly message: string;
  /** It breaks what was learnt: a column is gone or of another kind. */
  readonly grave: boolean;
  /** It is the label that one side has alone: labels cannot be compared. */
  readonly unlabelled?: true;
  readonly from?: ColumnType;
  readonly to?: ColumnType;
}

export interface MissingDifference {
  readonly column: string;
  readonly missing: BothSides;
  readonly share: BothSides;
  /** Holm-corrected. */
  readonly p: number;
  readonly message: string;
}

export type DriftMethod = 'Kolmogorov–Smirnov' | 'χ²' | 'Wasserstein' | 'Jensen–Shannon' | 'domain classifier';

/** Both sides over the same bars, as shares of their values. Numbers, dates and lengths: bins between edges; categories: values. */
export interface DriftBars {
  /** Of bins, one more than there are bars; what lies beyond the first and the last is in the bins beside them. */
  readonly edges?: readonly number[];
  /** The most frequent; the share that is missing to 1 is of others. */
  readonly values?: readonly string[];
  readonly reference: readonly number[];
  readonly current: readonly number[];
}

/** A term that tells the sides apart: positive weights speak for the current side. */
export interface DriftTerm {
  readonly term: string;
  readonly weight: number;
  /** Share of the texts with it. */
  readonly share: BothSides;
}

export interface ColumnDrift {
  readonly column: string;
  readonly role: 'label' | 'predicted' | 'feature';
  readonly kind: 'number' | 'time' | 'category' | 'text';
  /** Values that are not missing. */
  readonly values: BothSides;
  readonly method?: DriftMethod;
  /** The distance, or the classifier's AUROC. */
  readonly statistic?: number;
  /** As the test gives it, and after Holm's correction. */
  readonly p?: number;
  readonly adjustedP?: number;
  readonly drifted: boolean;
  /** Fewer than ten values on a side. */
  readonly tooFew?: boolean;
  /** Also shown: population stability index, and the largest difference of any bar's share. */
  readonly stability?: number;
  readonly lInfinity?: number;
  /** Values of the current side that the reference does not have, most frequent first. */
  readonly unseen: readonly { readonly value: string; readonly count: number }[];
  /** Distinct ones, all of them. */
  readonly unseenValues: number;
  /** What is another way of writing the same, or another unit: a sentence. */
  readonly spelling?: string;
  readonly median?: BothSides;
  readonly bars?: DriftBars;
  readonly terms?: readonly DriftTerm[];
  /** One sentence with the numbers. */
  readonly message: string;
  /** Where not all values were looked at, or they were not looked at whole: how many were, and how, in words. */
  readonly basis?: string;
  /** Values of both sides that were looked at where that is not all of them: a sample by a hash of the row number. */
  readonly sampled?: { readonly rows: number; readonly of: number };
}

/** How a dataset differs from its reference. */
export interface DriftReport {
  readonly reference: DriftSideFigures;
  readonly current: DriftSideFigures;
  readonly schema: readonly SchemaDifference[];
  readonly missing: readonly MissingDifference[];
  /** The label first, then those that drifted, the farthest first. */
  readonly columns: readonly ColumnDrift[];
  /** Columns that could be tested, and how many of them drifted. */
  readonly tested: number;
  readonly drifted: number;
  /** At least half of them. */
  readonly datasetDrift: boolean;
  /** A side has fewer than ten rows: the sentence that says so. */
  readonly tooFew?: string;
  /** What was not compared and why, and what rests on a sample: sentences. */
  readonly notes: readonly string[];
  readonly verdict: Verdict;
}

/** Why there is nothing to compare, in words. */
export interface NoDrift {
  readonly why: string;
}

export const noReference: NoDrift = { why: 'no reference is named, in winnow.json or with --against' };
