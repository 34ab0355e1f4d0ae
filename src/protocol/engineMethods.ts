import type { AnnotationCell } from '../core/annotations.ts';
import type { WinnowConfig } from '../core/config.ts';
import type { Dataset, UnreadableRecord } from '../core/dataset.ts';
import type { Act, Decision } from '../core/decision.ts';
import type { DecisionFit } from '../core/decisionFit.ts';
import type { View } from '../core/filter.ts';
import type { Finding, Severity } from '../core/finding.ts';
import type { ColumnProfile, ValueCount } from '../core/profile.ts';
import type { RowKey } from '../core/rowKey.ts';
import type { GateMethods } from './gateMethods.ts';
import type { ComparedRows, ComparedRowsParams, CompareParams, Comparison } from './compareMethods.ts';
import type { ApplyMethods } from './applyMethods.ts';
import type { CollectMethods } from './collectMethods.ts';
import type { DistributionMethods } from './distributionMethods.ts';
import type { DriftMethods } from './driftMethods.ts';
import type { EvaluateMethods } from './evaluateMethods.ts';
import type { FindingMethods, FindingSummary } from './findingMethods.ts';
import type { EngineHistoryMethods } from './historyMethods.ts';
import type { AdjudicationTarget, AnnotatorReport, Backlog, Disagreements, LabelEvidence, LabelHealth } from './labelMethods.ts';
import type { PlanMethods } from './planMethods.ts';
import type { Method } from './rpc.ts';
import type { SampleMethods } from './sampleMethods.ts';

/** Progress of long work, for a bar with words. */
export interface WorkProgress {
  /** 0–1; absent where the end is not known. */
  readonly fraction?: number;
  readonly words: string;
}

/** While a file loads: what can already be shown. */
export interface LoadProgress extends WorkProgress {
  /**
   * Names the dataset while `open` is under way: `stopLoading` can be asked for and, once there are `rows`, windows in
   * file order (no filter, no sort).
   */
  readonly id?: number;
  /** Rows that windows can show by now. */
  readonly rows?: number;
  /** Bytes of the file that have been loaded. */
  readonly bytes?: number;
  /** Columns whose profile has become known. */
  readonly profiles?: readonly ColumnProfile[];
}

export interface OpenParams {
  readonly path: string;
  readonly config: WinnowConfig;
  /** Where cache files go; none: in memory. */
  readonly cacheFolder?: string;
  /** Of all files in that folder, in bytes; 0: nothing is cached. 10 GB where it is absent. */
  readonly cacheLimit?: number;
  /** What the engine process is to keep to with everything that it has open, in megabytes. The newest is in force. */
  readonly memoryLimit: number;
  /** Nobody looks at it, checks alone are run: it is not cached, and its profiles are without medians and histograms. */
  readonly forChecks?: boolean;
}

export interface OpenResult {
  /** Names the dataset in every later call. */
  readonly id: number;
  readonly dataset: Dataset;
  readonly profiles: readonly ColumnProfile[];
}

export interface WindowParams {
  readonly id: number;
  readonly view: View;
  /** 0-based position in the view. */
  readonly offset: number;
  readonly limit: number;
  /** Names of the columns that are visible. */
  readonly columns: readonly string[];
}

/**
 * Codes as in `cellCodes` of formats/format.ts: 0 value, 1 null, 2 absent, 3 unreadable. Text longer than 400 characters
 * is cut and ends in “…”.
 */
export interface WindowCells {
  readonly text: readonly string[];
  readonly codes?: Uint8Array;
}

/** What the grid marks on a row: the worst open finding of each column (`''` for the whole row), and the decisions. */
export interface RowMark {
  readonly row: number;
  readonly flags: Readonly<Record<string, Severity>>;
  readonly decided: readonly { readonly act: Act; readonly column?: string; readonly to?: string | null; readonly conflict?: boolean }[];
  /** What annotation columns show, by column. */
  readonly annotations?: Readonly<Record<string, AnnotationCell>>;
}

export interface WindowResult {
  /** Rows in the view. */
  readonly total: number;
  readonly offset: number;
  /** Row number of each row. */
  readonly rows: readonly number[];
  /** One per requested column, in that order. */
  readonly cells: readonly WindowCells[];
  /** Only rows that have something to mark. */
  readonly marks: readonly RowMark[];
}

export interface RowCell {
  readonly column: string;
  /** Whole text, up to 1,000,000 characters; null for null or absent. */
  readonly text: string | null;
  readonly absent?: boolean;
  /** Characters in the file where the text had to be cut. */
  readonly length?: number;
}

export interface RowFinding {
  /** Names it, in `finding` filters too, for as long as it is found. */
  readonly index: number;
  readonly finding: Finding;
  readonly title: string;
  readonly open: boolean;
}

/** Everything about one row. */
export interface RowDetail {
  readonly row: number;
  readonly line?: number;
  readonly cells: readonly RowCell[];
  readonly unreadable?: UnreadableRecord;
  /** `rows` of a finding of many rows is cut to 50. */
  readonly findings: readonly RowFinding[];
  /** Decisions in force on this row. */
  readonly decisions: readonly Decision[];
  readonly key: RowKey;
}

/** Counts of one column's values, overall and by the values of another. */
export interface CrossTab {
  readonly column: string;
  readonly by?: string;
  /** Values of `column`, most frequent first; rows beyond the limit are gathered in `rest`. */
  readonly values: readonly (string | null)[];
  readonly overall: readonly number[];
  readonly overallRest: number;
  /** One per value of `by`, largest first, at most 200. */
  readonly segments: readonly { readonly value: string | null; readonly rows: number; readonly counts: readonly number[]; readonly rest: number }[];
  /** Distinct values of `by` that are not listed, and their rows. */
  readonly otherSegments: number;
  readonly otherRows: number;
  readonly rows: number;
}

/** A cell on which two decisions disagree, or whose text in the file is no longer what was decided upon. */
export interface DecisionConflict {
  readonly row?: number;
  readonly decision: Decision;
  /** The other side, where two decisions disagree; else the file's own text. */
  readonly other?: Decision;
  readonly fileText?: string | null;
}

export interface DecisionStatus {
  /** Rows with a decision in force. */
  readonly decidedRows: number;
  /** Decisions whose row is not in the file. */
  readonly orphans: readonly Decision[];
  readonly conflicts: readonly DecisionConflict[];
  /** Id of the newest apply that this version of the file has gone through: what is decided now is decided since then. */
  readonly since?: string;
  readonly findings: FindingSummary | null;
}

/** What the engine process answers. `id` is the one that `open` gave. */
export interface EngineMethods
  extends
    ApplyMethods,
    CollectMethods,
    DistributionMethods,
    DriftMethods,
    EngineHistoryMethods,
    EvaluateMethods,
    FindingMethods,
    PlanMethods,
    SampleMethods {
  open: Method<OpenParams, OpenResult, LoadProgress>;
  close: Method<{ id: number }, void>;
  /** Ends what `open` is at (loading, then reading columns) where it is: `open` resolves with what there is, `dataset.partial` says so. */
  stopLoading: Method<{ id: number }, void>;
  /** New roles or thresholds without reading the file again (types and format options need a new `open`). */
  configure: Method<{ id: number; config: WinnowConfig }, { dataset: Dataset }>;
  window: Method<WindowParams, WindowResult, WorkProgress>;
  row: Method<{ id: number; row: number }, RowDetail>;
  /** Position of a row in a view, or null. */
  positionOf: Method<{ id: number; view: View; row: number }, number | null>;
  /** Next position in the view, after or before `position`, of a row with the text in any of the columns; null when there is none. */
  find: Method<
    { id: number; view: View; text: string; position: number; backwards: boolean; columns: readonly string[] },
    { position: number; row: number; column: string } | null
  >;
  /** Values of a column with their counts, most frequent first; `asDecided`: as rows will be once decisions are applied. */
  values: Method<{ id: number; column: string; search?: string; limit: number; asDecided?: boolean }, { values: readonly ValueCount[]; distinct: number }>;
  crossTab: Method<{ id: number; column: string; by?: string; filters: View['filters']; limit: number }, CrossTab>;
  /** A column's profile with nothing estimated; the dataset keeps it. */
  exactProfile: Method<{ id: number; column: string }, ColumnProfile, WorkProgress>;
  /** Columns in sight, whose profiles are to be known first while the file is read. */
  prefer: Method<{ id: number; columns: readonly string[] }, void>;
  /** Replaces the decisions that the engine lays over the findings and the grid. */
  decide: Method<{ id: number; decisions: readonly Decision[] }, DecisionStatus>;
  /** How decisions on another file would stand on this one; those that are laid stay. */
  fitDecisions: Method<{ id: number; decisions: readonly Decision[] }, DecisionFit>;
  keys: Method<
    { id: number; rows: readonly number[]; columns?: readonly string[] },
    readonly { key: RowKey; cells: readonly (string | null)[] }[]
  >;
  /** What is known of the labels as a whole; learns them where nobody has done so yet, which takes long. */
  labelHealth: Method<{ id: number }, LabelHealth, WorkProgress>;
  /** What to fix, dearest first; null before the checks have run. */
  backlog: Method<{ id: number; offset: number; limit: number }, Backlog | null>;
  /** Why the model thinks what it thinks of a row. Rejects where there are no probabilities. */
  labelEvidence: Method<{ id: number; row: number }, LabelEvidence>;
  /** How far annotators agree, and what is known of each; `annotator`: whose confusion. */
  annotators: Method<{ id: number; annotator?: string }, AnnotatorReport, WorkProgress>;
  /**
   * Items to adjudicate; `annotator`: those that this person labelled otherwise than the consensus says; `into`: where answers
   * go, the label where it is absent. At most 500 on a page.
   */
  disagreements: Method<{ id: number; offset: number; limit: number; annotator?: string; into?: AdjudicationTarget }, Disagreements, WorkProgress>;
  findingMarks: GateMethods['findingMarks'];
  places: GateMethods['places'];
  /**
   * What became of the dataset since another version of it; the newest comparison is kept for `comparedRows`. Rejects in
   * words where the two cannot be compared.
   */
  compare: Method<CompareParams, Comparison, WorkProgress>;
  /** Rows of the newest comparison, as long as both datasets are open. */
  comparedRows: Method<ComparedRowsParams, ComparedRows>;
}
