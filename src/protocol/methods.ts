import type { Dataset, Notice } from '../core/dataset.ts';
import type { DecisionDraft } from '../core/decision.ts';
import type { DriftReport, NoDrift } from '../core/drift.ts';
import type { Filter, View } from '../core/filter.ts';
import type { ColumnProfile, ValueCount } from '../core/profile.ts';
import type { PartialRoles } from '../core/roles.ts';
import type { RowsMoved } from '../core/rowsMoved.ts';
import type { Column } from '../core/schema.ts';
import type { DriftTimeline, DriftTimelineParams } from '../core/driftTimeline.ts';
import type { LabelTimeline, NoTimeline, Period } from '../core/timeline.ts';
import type { AnnotationColumn, LabelDefinition, TaxonomyChange } from '../core/taxonomy.ts';
import type { DecisionConflict, RowDetail, WindowCells, WindowParams, WindowResult, WorkProgress } from './engineMethods.ts';
import type { FindingPage, FindingRows, FindingSummary } from './findingMethods.ts';
import type { HostCollectMethods } from './collectMethods.ts';
import type { HostDistributionMethods } from './distributionMethods.ts';
import type { ChooseCompareParams, ComparedRows, ComparedRowsParams, ComparedWith, Comparison } from './compareMethods.ts';
import type { HostFileMethods } from './fileMethods.ts';
import type { HostEvaluateMethods } from './evaluateMethods.ts';
import type { HostHistoryMethods } from './historyMethods.ts';
import type { AdjudicationTarget, AnnotatorReport, Backlog, Disagreements, LabelEvidence, LabelHealth } from './labelMethods.ts';
import type { HostPlanMethods } from './planMethods.ts';
import type { Method } from './rpc.ts';
import type { HostSampleMethods } from './sampleMethods.ts';
import type { TurnedStep } from './turnedStep.ts';

export type Tab = 'samples' | 'distributions' | 'issues' | 'compare' | 'annotators' | 'evaluate' | 'history';

/** The first rows, shown while the rest loads. */
export interface HeadRows {
  readonly columns: readonly Column[];
  readonly cells: readonly WindowCells[];
  readonly records?: number;
}

export interface Failure {
  readonly title: string;
  /** Names the place, and what to do. */
  readonly message: string;
  /** Offer “Try again”. */
  readonly retry: boolean;
}

export interface DecisionState {
  /** Acts since the last save. */
  readonly unsaved: number;
  readonly decidedRows: number;
  readonly sidecar: string;
  readonly conflicts: readonly DecisionConflict[];
  readonly orphans: number;
  /** Lines of the sidecar that could not be read. */
  readonly damaged: readonly { readonly line: number; readonly reason: string }[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

/** Decisions that fit the file and stand under the name of one that is gone: it may have been called so. */
export interface StrayDecisions {
  readonly path: string;
  /** The same, from the folder of the file. */
  readonly name: string;
  /** What the file was called, from there, too. */
  readonly dataset: string;
  /** Rows that they fit. */
  readonly rows: number;
  /** The file is byte for byte what they were applied to, or made. */
  readonly sameFile: boolean;
}

export interface Work {
  /** Names it for `cancel`. */
  readonly id: string;
  /** `check`: the checks are running; the Check button shows it. */
  readonly kind?: 'check';
  readonly words: string;
  readonly fraction?: number;
  readonly cancellable: boolean;
}

/** Everything the webview shows that is not a page of rows. Sent whole at first, then as patches. */
export interface DocumentState {
  readonly name: string;
  /** head: first rows only; loading: `loadedRows` can be shown; ready: everything. */
  readonly phase: 'starting' | 'head' | 'loading' | 'ready' | 'failed';
  readonly failure: Failure | null;
  readonly head: HeadRows | null;
  /** Rows that windows in file order can show while the file loads. */
  readonly loadedRows: number;
  readonly dataset: Dataset | null;
  readonly profiles: readonly ColumnProfile[];
  readonly notices: readonly Notice[];
  readonly work: readonly Work[];
  readonly findings: FindingSummary | null;
  /** Labels in the order of their keys 1–9, then the rest: those of the taxonomy first, in its order. */
  readonly labels: readonly ValueCount[];
  /** What the labels mean, as winnow.json says. */
  readonly taxonomy: readonly LabelDefinition[];
  /** Columns that people add and fill in; they are not in the file. */
  readonly annotations: readonly AnnotationColumn[];
  /** Who decides, as the sidecar names them; null while it is not known, or nobody can be named. */
  readonly author: string | null;
  readonly decisions: DecisionState;
  /** What was decided on the file under another name, perhaps, likeliest first. */
  readonly strays: readonly StrayDecisions[];
  /** The step that was undone or redone last; another object each time. */
  readonly turned: TurnedStep | null;
  /** The rows that an apply dropped last, or its undoing brought back; another object each time. */
  readonly rowsMoved: RowsMoved | null;
  /** What the Compare tab compares with; null: nothing was chosen. */
  readonly comparedWith: ComparedWith | null;
  /** Grows by one whenever marks or decided values may have changed: windows are fetched again. */
  readonly revision: number;
  /** What became of the file on disk since the one that is shown was read, in a sentence; null: nothing. */
  readonly fileChanged: string | null;
  readonly readOnly: string | null;
}

export const startingState: DocumentState = {
  name: '',
  phase: 'starting',
  failure: null,
  head: null,
  loadedRows: 0,
  dataset: null,
  profiles: [],
  notices: [],
  work: [],
  findings: null,
  labels: [],
  taxonomy: [],
  annotations: [],
  author: null,
  comparedWith: null,
  decisions: { unsaved: 0, decidedRows: 0, sidecar: '', conflicts: [], orphans: 0, damaged: [], canUndo: false, canRedo: false },
  strays: [],
  turned: null,
  rowsMoved: null,
  revision: 0,
  fileChanged: null,
  readOnly: null,
};

/** What the webview may ask of the extension host. */
export interface HostMethods
  extends HostCollectMethods, HostDistributionMethods, HostHistoryMethods, HostFileMethods, HostSampleMethods, HostPlanMethods {
  /** The webview listens: its first message. */
  ready: Method<void, DocumentState>;
  window: Method<Omit<WindowParams, 'id'>, WindowResult>;
  row: Method<{ row: number }, RowDetail>;
  positionOf: Method<{ view: View; row: number }, number | null>;
  find: Method<
    { view: View; text: string; position: number; backwards: boolean; columns: readonly string[] },
    { position: number; row: number; column: string } | null
  >;
  /** `asDecided`: as rows will be once decisions are applied. */
  values: Method<{ column: string; search?: string; limit: number; asDecided?: boolean }, { values: readonly ValueCount[]; distinct: number }>;
  /** Works out a column's profile with nothing estimated; it comes as a patch of `profiles`. */
  exactProfile: Method<{ column: string }, void>;
  /** Columns in sight: while the file is read, their profiles come first. */
  preferColumns: Method<{ columns: readonly string[] }, void>;
  findings: Method<{ check?: string; finding?: number; offset: number; limit: number; allRows?: boolean }, FindingPage>;
  /** Open rows of one finding, from `offset` on: at most 50,000. */
  findingRows: Method<{ finding: number; offset: number; limit: number }, FindingRows>;
  labelHealth: Method<void, LabelHealth, WorkProgress>;
  backlog: Method<{ offset: number; limit: number }, Backlog | null>;
  /** The new summary also comes as a patch of the state. */
  setRecall: Method<{ position: number }, FindingSummary, WorkProgress>;
  labelEvidence: Method<{ row: number }, LabelEvidence>;
  annotators: Method<{ annotator?: string }, AnnotatorReport, WorkProgress>;
  disagreements: Method<{ offset: number; limit: number; annotator?: string; into?: AdjudicationTarget }, Disagreements, WorkProgress>;
  evaluate: HostEvaluateMethods['evaluate'];
  /** Chooses what to compare with, or asks the person for it; it comes as a patch of `comparedWith`. */
  chooseCompare: Method<ChooseCompareParams, void>;
  /** Compares with what was chosen. Rejects in words where that cannot be had. */
  compare: Method<{ key?: readonly string[] }, Comparison, WorkProgress>;
  comparedRows: Method<Omit<ComparedRowsParams, 'id'>, ComparedRows>;
  /** How the columns are distributed against a reference (`parseReference`): the one given, else that of winnow.json. */
  drift: Method<{ reference?: string }, DriftReport | NoDrift, WorkProgress>;
  labelTimeline: Method<{ period?: Period }, LabelTimeline | NoTimeline>;
  driftTimeline: Method<DriftTimelineParams, DriftTimeline | NoTimeline, WorkProgress>;
  /** Asks the person for a file to measure drift against; null where none was wanted. */
  pickReference: Method<void, { readonly path: string; readonly name: string } | null>;
  check: Method<void, void>;
  cancel: Method<{ work: string }, void>;
  /** One undoable step, with what becomes of the taxonomy in `winnow.json`. `title` names it in the Edit menu and the status line. */
  decide: Method<{ drafts: readonly DecisionDraft[]; title: string; taxonomy?: TaxonomyChange }, void>;
  undo: Method<void, void>;
  redo: Method<void, void>;
  save: Method<void, void>;
  /** Takes over decisions of `strays`. Rejects in words where they cannot be had. */
  takeOver: Method<{ path: string }, void>;
  /** Shows what the decisions change in the file, and asks whether to write it. */
  apply: Method<void, void>;
  /** Writes `winnow.json`. */
  setRoles: Method<{ roles: PartialRoles }, void>;
  /** Writes a new annotation column to `winnow.json`. Rejects in words where there is a column of this name. */
  addAnnotation: Method<{ column: AnnotationColumn }, void>;
  openText: Method<{ line?: number }, void>;
  openSidecar: Method<void, void>;
  openConfig: Method<void, void>;
  reload: Method<void, void>;
  copy: Method<{ text: string }, void>;
  /** A problem in the webview itself, for the log. */
  report: Method<{ message: string }, void>;
}

/** What the extension host may ask of the webview. */
export interface WebviewMethods {
  state: Method<Partial<DocumentState>, void>;
  /** Show a place: from the Problems panel, the tree, a command. */
  reveal: Method<{ tab?: Tab; row?: number; column?: string; filters?: readonly Filter[] }, void>;
  /** A command or keybinding of VS Code that the webview carries out. */
  run: Method<{ command: WebviewCommand }, void>;
}

export type WebviewCommand =
  | 'find'
  | 'roles'
  | 'labelling'
  | 'renameLabel'
  | 'mergeLabels'
  | 'splitLabel'
  | 'addAnnotation'
  | 'nextFinding'
  | 'previousFinding'
  | 'compare'
  | 'samples'
  | 'distributions'
  | 'issues'
  | 'annotators'
  | 'evaluate'
  | 'history';
