import type { FormatId } from '../core/dataset.ts';
import type { ColumnType } from '../core/schema.ts';

export type RowChange = 'changed' | 'added' | 'removed';

export interface CompareParams {
  /** The version after: the dataset that a person looks at. */
  readonly id: number;
  /** The dataset that it is compared with, open in the same engine. */
  readonly before: number;
  /**
   * Columns that name a row; `[]`: its content does. Absent: the key of either dataset where it tells the rows of both
   * apart, else the content.
   */
  readonly key?: readonly string[];
}

/** What is known of one of the two files. */
export interface ComparedSide {
  readonly format: FormatId;
  /** Readable rows: what is compared. */
  readonly rows: number;
  /** Records that could not be read: compared with nothing. */
  readonly unreadable: number;
  readonly columns: number;
  /** Its loading was ended by a person. */
  readonly partial: boolean;
}

export interface SchemaChanges {
  readonly added: readonly { readonly column: string; readonly type: ColumnType }[];
  readonly removed: readonly { readonly column: string; readonly type: ColumnType }[];
  /**
   * Guessed: a removed and an added column with the same cells in `share` of the matched rows that were looked at. Both
   * are listed above too.
   */
  readonly renamed: readonly { readonly from: string; readonly to: string; readonly share: number }[];
  readonly retyped: readonly { readonly column: string; readonly from: ColumnType; readonly to: ColumnType }[];
  /** The columns that both have stand in another order. */
  readonly reordered: boolean;
}

/** A column that both have, and in which cells differ. */
export interface ChangedColumn {
  readonly column: string;
  readonly cells: number;
}

/** What became of the labels. */
export interface LabelChanges {
  readonly column: string;
  /** Rows in both versions whose label differs. */
  readonly flipped: number;
  /** Flipped rows by label before (down) and after (across), those with the most first; at most 40 labels. null: missing. */
  readonly labels: readonly (string | null)[];
  readonly flips: readonly (readonly number[])[];
  /** Labels that are not among these. */
  readonly otherLabels: number;
  /** Rows by label, of all rows; at most 50 labels, the largest of either version, in one order. */
  readonly histogram: readonly { readonly value: string | null; readonly before: number; readonly after: number }[];
  readonly otherValues: number;
}

/** What became of a dataset between two versions. */
export interface Comparison {
  readonly before: ComparedSide;
  readonly after: ComparedSide;
  /** How rows were matched: by the values of these columns, or by content where there are none. */
  readonly key: readonly string[];
  /** Columns that could be chosen as a key: those of either dataset that the other has too. */
  readonly possibleKeys: readonly (readonly string[])[];
  readonly rows: { readonly same: number } & Readonly<Record<RowChange, number>>;
  /** Rows of both that stand before or behind others than they did: no change. */
  readonly moved: number;
  readonly schema: SchemaChanges;
  /** Most cells first. */
  readonly columns: readonly ChangedColumn[];
  /** null: no label column is in both. */
  readonly label: LabelChanges | null;
  /** What should be known of how they were compared, a sentence each. */
  readonly notes: readonly string[];
  /** No row, cell, column or unreadable record differs; order does not matter. */
  readonly same: boolean;
}

export interface ComparedRowsParams {
  readonly id: number;
  readonly kind: RowChange;
  /** Only rows in which this column's cell changed. */
  readonly column?: string;
  /** Only rows whose label became another: from this one, to this one, or both. */
  readonly flip?: { readonly from?: string | null; readonly to?: string | null };
  readonly offset: number;
  /** At most 1,000. */
  readonly limit: number;
}

export interface ComparedCell {
  readonly column: string;
  /** At most 300 characters; null: missing. Absent on the side that has no such row. */
  readonly before?: string | null;
  readonly after?: string | null;
}

/** A row that differs; `before` and `after` are its numbers in the two files. */
export interface ComparedRow {
  readonly before?: number;
  readonly after?: number;
  /** Source lines, where the formats have them. */
  readonly beforeLine?: number;
  readonly afterLine?: number;
  /** Columns that name it: its key, else its first content column. */
  readonly name: readonly ComparedCell[];
  /** changed: its changed cells; else its first cells. At most 20; `more` says how many others there are. */
  readonly cells: readonly ComparedCell[];
  readonly more: number;
}

export interface ComparedRows {
  readonly total: number;
  /** By their place in the version after; removed ones by their place before. */
  readonly rows: readonly ComparedRow[];
}

/** One version to compare with. */
export type CompareSide =
  /** A commit, branch or tag. */
  | { readonly kind: 'revision'; readonly revision: string }
  | { readonly kind: 'staged' }
  | { readonly kind: 'file'; readonly path: string };

/** What is chosen to be compared with, for the screen. */
export interface ComparedWith {
  readonly side: CompareSide;
  /** `HEAD`, `staged`, `reviews-old.csv`. */
  readonly words: string;
}


/** A side, `null` for none, or a question to the person who looks: which revision, which file. */
export type ChooseCompareParams = { readonly side: CompareSide | null } | { readonly pick: 'revision' | 'file' };
