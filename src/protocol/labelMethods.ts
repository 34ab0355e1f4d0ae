import type { ProbabilitySource } from '../core/probabilitySource.ts';
import type { BacklogItem } from '../core/backlog.ts';
import type { RowKey } from '../core/rowKey.ts';

export type { ProbabilitySource };

export interface ClassHealth {
  readonly label: string;
  /** How it is written otherwise: those rows count as its own. */
  readonly variants?: readonly string[];
  readonly rows: number;
  /** Share of its rows that probably have another label, as estimated by the confident joint. */
  readonly noise: number;
  /** Rows flagged at the position of the slider. */
  readonly flagged: number;
  /** The label that its wrong rows most likely have. */
  readonly confusion?: { readonly label: string; readonly rows: number };
  /** As estimated when the dataset was first looked at, before decisions. */
  readonly noiseBefore?: number;
}

/** One position of the recall slider: from the rule that is most precise to “the model disagrees”. */
export interface RecallPosition {
  readonly rows: number;
  /** Of these rows, how many are expected to be wrong by the estimated noise: the upper of two estimates. */
  readonly expected: number;
  /** The lower one: how many, where rows that could be either of two labels count as right. */
  readonly least: number;
  /** Share of all wrong labels that are expected to be among them, by the upper estimate. */
  readonly recall?: number;
}

/** What is known of the labels as a whole. */
export interface LabelHealth {
  /** null: `why` says why there are no probabilities. */
  readonly source: ProbabilitySource | null;
  readonly why?: string;
  /** Share of wrong labels with a 95 % interval. */
  readonly noise?: { readonly estimate: number; readonly low: number; readonly high: number; readonly before?: number };
  /** Most rows first. */
  readonly classes: readonly ClassHealth[];
  /**
   * Flagged rows by given (down) and suggested (across) label; labels in the order of `classes`. At most 100 labels,
   * those with the most flagged rows.
   */
  readonly matrix: { readonly labels: readonly string[]; readonly counts: readonly (readonly number[])[]; readonly otherLabels: number };
  readonly positions: readonly RecallPosition[];
  /** Index in `positions`. */
  readonly position: number;
}

/** Why the model thinks what it thinks of one row. */
export interface LabelEvidence {
  readonly row: number;
  readonly given: string | null;
  readonly suggested?: string;
  /** Most probable first, at most 8, the given label always among them. */
  readonly probabilities: readonly { readonly label: string; readonly probability: number }[];
  /** Most alike first, at most 6. */
  readonly neighbours: readonly { readonly row: number; readonly label: string | null; readonly text: string; readonly similarity: number }[];
  /** Rows were compared, and none has anything in common with it: its text may be empty. */
  readonly isAlone?: true;
  /** Where they were looked for among some of the rows only, drawn evenly. */
  readonly among?: { readonly rows: number; readonly of: number };
  /** The most probable label but for the given one: what the terms tell the given one from. */
  readonly rival?: string;
  /** Terms that speak for the rival (positive) and for the given label (negative), strongest first, at most 12. */
  readonly terms: readonly { readonly term: string; readonly weight: number }[];
  /** The same of the columns of a table, where they were learnt from. */
  readonly columns?: TellingColumns;
  readonly votes: readonly Vote[];
}

/** What columns of a row say for one label against another. */
export interface TellingColumns {
  /** Who was asked: “logistic regression and extra-trees”. */
  readonly by: string;
  /**
   * Columns that speak for the rival (positive) and for the given label (negative), strongest first, at most 12; those
   * that hardly speak are left out. The weights of all columns sum to how much further the row's odds, as a logarithm, are on
   * the rival's side than those of rows of both labels are on average.
   */
  readonly weights: readonly { readonly column: string; readonly value: string | null; readonly weight: number }[];
}

export interface Vote {
  readonly annotator: string;
  readonly label: string;
}

export interface AnnotatorHealth {
  readonly annotator: string;
  /** Items that this person has labelled. */
  readonly items: number;
  /** With the consensus, over items with more than one label; null where there are none. */
  readonly agreement: number | null;
  /** CROWDLAB's quality where there are probabilities, else how probable this person's labels are by Dawid–Skene; null without labels. */
  readonly quality: number | null;
  readonly weak: boolean;
  /** What this person most often says where the consensus is something else. */
  readonly confusion?: { readonly consensus: string; readonly said: string; readonly items: number };
}

/** One item on which annotators disagree. */
export interface Disagreement {
  /** The row to decide on: the item's only row, or the first of its rows in a file of one row a vote. */
  readonly row: number;
  readonly key?: RowKey;
  /** All rows of the item: a decision on it is one on each of them. */
  readonly rows: readonly number[];
  /** What the label column says in each of `rows`; empty where no column has the role label. */
  readonly given: readonly (string | null)[];
  /** Relabels in force on these rows. */
  readonly relabelled: readonly { readonly row: number; readonly id: string; readonly to: string | null }[];
  /** What stands on these rows in the annotation column that answers go into. */
  readonly filledIn: readonly { readonly row: number; readonly by?: string; readonly to: string }[];
  readonly votes: readonly Vote[];
  readonly consensus: string;
  /** 0–1: how sure the consensus is. */
  readonly quality: number;
  readonly preview: string;
  readonly decided: boolean;
}

/** Where the final answers go: the label column, an annotation column, or both. */
export interface AdjudicationTarget {
  readonly label: boolean;
  readonly column?: string;
}

/** A page of the items on which annotators disagree, the least sure consensus first. */
export interface Disagreements {
  readonly total: number;
  /** Those of them that wait for a decision. */
  readonly left: number;
  readonly items: readonly Disagreement[];
}

/** Items of one label by consensus. */
export interface ConsensusLabel {
  readonly label: string;
  readonly items: number;
  /** Share of what people said of these items that is the consensus, over items with several labels; null where there are none. */
  readonly agreement: number | null;
}

/** Agreement between the people who labelled. */
export interface AnnotatorReport {
  /** Why there is nothing to say, in words. */
  readonly why?: string;
  readonly layout: 'columns' | 'long';
  /** long: the column that says who labelled. */
  readonly annotatorColumn?: string;
  readonly items: number;
  readonly votes: number;
  readonly labels: readonly string[];
  /** In the order of `labels`. */
  readonly classes: readonly ConsensusLabel[];
  /** null where it is undefined. */
  readonly krippendorff: number | null;
  /** null where it is undefined: `fleissWhy` says why. */
  readonly fleiss: number | null;
  readonly fleissWhy?: string;
  /** Pairwise Cohen κ, by annotators in the order of `annotators`; null where two share no item. At most 30 annotators. */
  readonly cohen: readonly (readonly (number | null)[])[];
  /** Worst first. */
  readonly annotators: readonly AnnotatorHealth[];
  /** Consensus (down) against what an annotator said (across), for the annotator asked for, or all together. */
  readonly confusion: readonly (readonly number[])[];
  /** Items whose labels are not all the same. */
  readonly disagreeing: number;
  /** How the consensus was found, in words. */
  readonly method: string;
  readonly notes: readonly string[];
}

/** What to fix, by what it costs to leave it. */
export interface Backlog {
  /** Highest cost first. */
  readonly items: readonly BacklogItem[];
  readonly total: number;
  readonly cost: number;
  /** Cost that decisions have taken off, and rows decided, by person. */
  readonly settledCost: number;
  readonly by: readonly { readonly person: string; readonly rows: number }[];
  /** What costs were assumed, in words. */
  readonly basis: string;
}
