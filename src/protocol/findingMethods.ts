import type { Finding, FindingRow, Severity } from '../core/finding.ts';
import type { JudgedBy } from '../core/probabilitySource.ts';
import type { WorkProgress } from './engineMethods.ts';
import type { Method } from './rpc.ts';

/** Findings of one check, gathered for the Issues tab and the tree. */
export interface FindingGroup {
  readonly check: string;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  /** Open findings, and the distinct rows they concern. */
  readonly findings: number;
  readonly rows: number;
  /** Findings that decisions have closed. */
  readonly closed: number;
  readonly maxScore: number;
  /** Words for what one act would do (“take the majority label”), where there is one. */
  readonly suggestion?: string;
  /** Open findings that carry a relabel, set or exclude suggestion. */
  readonly suggested: number;
}

export interface SkippedCheck {
  readonly check: string;
  readonly why: string;
  /** Nothing was in its way: it waits to be asked for, or is switched off. */
  readonly untried?: true;
  /** It has yet to run: when the labels are learnt, or when somebody asks. */
  readonly toCome?: true;
}

export interface FindingSummary {
  readonly groups: readonly FindingGroup[];
  /** Open findings by severity. */
  readonly open: Readonly<Record<Severity, number>>;
  readonly openRows: number;
  /** Checks that did not run, and why. */
  readonly skipped: readonly SkippedCheck[];
  /** What `winnow.json` says of checks that could not be used, in words. */
  readonly warnings?: readonly string[];
  /** What the checks of labels went by; absent where none of them ran, or labels are not looked at. */
  readonly judgedBy?: JudgedBy;
  readonly seconds: number;
}

export interface ListedFinding {
  /** As in `RowFinding`. */
  readonly index: number;
  readonly title: string;
  /** Its rows: cut to 50 unless all are asked for; `rowCount` says how many there are. Only open rows. */
  readonly finding: Finding;
  readonly rowCount: number;
  /** The content of its first row, for a list: at most 300 characters. */
  readonly preview?: string;
  /** The cell that the finding is about, in its first row. */
  readonly value?: string | null;
}

export interface FindingPage {
  readonly total: number;
  readonly findings: readonly ListedFinding[];
}

/** Some of a finding's open rows, in file order. */
export interface FindingRows {
  readonly total: number;
  readonly rows: readonly FindingRow[];
}

/** While checks run. */
export interface CheckProgress extends WorkProgress {
  /** What was found before the checks that learn began: a cancel leaves it. */
  readonly findings?: FindingSummary;
}

export interface FindingMethods {
  /** `unasked`: it comes of opening the file; what takes long in a large one is skipped, and says so. */
  check: Method<{ id: number; checks?: readonly string[]; unasked?: boolean }, FindingSummary, CheckProgress>;
  /**
   * `allRows`: the findings' rows with keys, up to 50,000 on a page, which then has fewer findings than `limit`;
   * `rowCount` says how many rows there are.
   */
  findings: Method<{ id: number; check?: string; finding?: number; offset: number; limit: number; allRows?: boolean }, FindingPage>;
  /** Open rows of one finding, from `offset` on, with lines and keys: at most 50,000. */
  findingRows: Method<{ id: number; finding: number; offset: number; limit: number }, FindingRows>;
  /** Lists the probably wrong labels down to this position of the slider, without learning again. */
  setRecall: Method<{ id: number; position: number }, FindingSummary, WorkProgress>;
}
