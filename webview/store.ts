import type { Dataset } from '../src/core/dataset.ts';
import type { Filter, Sort, View } from '../src/core/filter.ts';
import { rowAfter, type RowsMoved } from '../src/core/rowsMoved.ts';
import type { Division } from '../src/core/segments.ts';
import { startingState, type DocumentState, type Tab } from '../src/protocol/methods.ts';
import { annotationColumns } from './grid/columns.ts';
import { fitScreen } from './fitScreen.ts';

/** What a person has set in the screens; it outlives a hidden tab, and is no part of the document. */
export interface ScreenState {
  readonly tab: Tab;
  readonly filters: readonly Filter[];
  readonly sort: Sort | null;
  readonly layout: 'table' | 'cards';
  /** Row number of the selected row; null before anything is selected. */
  readonly selectedRow: number | null;
  readonly selectedPosition: number;
  readonly selectedColumn: string | null;
  /** Rows that pass the filters; null while it is not known. */
  readonly viewRows: number | null;
  readonly widths: Readonly<Record<string, number>>;
  readonly frozen: number;
  readonly hidden: readonly string[];
  /** All columns, in the order that a person gave them; empty: that of the file. */
  readonly order: readonly string[];
  readonly panel: 'inspector' | 'roles';
  readonly inspectorWidth: number;
  /** Distributions: the column whose values are counted, what divides the rows (null: nobody chose), and the scale. */
  readonly distributionOf: string | null;
  readonly divisions: readonly Division[] | null;
  readonly scale: 'share' | 'count';
  /** Issues: the check whose findings are listed. */
  readonly selectedCheck: string | null;
  /** Issues: findings by check, acts by what they save, rows to label next, or rows that could be left out. */
  readonly issuesView: 'checks' | 'backlog' | 'next' | 'redundancy';
  /** A decision made by key moves on to the next row. */
  readonly advance: boolean;
  /** The labelling mode is in the place of the rows. */
  readonly labelling: boolean;
  /** The annotation column that is filled in; null: the label. */
  readonly labellingTarget: string | null;
  /** Where what is adjudicated goes, as `targetKey` names it; null: where it goes by itself. */
  readonly adjudicationTarget: string | null;
  /** Messages of notices that have been put away. */
  readonly dismissed: readonly string[];
}

export const startingScreen: ScreenState = {
  tab: 'samples',
  filters: [],
  sort: null,
  layout: 'table',
  selectedRow: null,
  selectedPosition: 0,
  selectedColumn: null,
  viewRows: null,
  widths: {},
  frozen: 0,
  hidden: [],
  order: [],
  panel: 'inspector',
  inspectorWidth: 352,
  distributionOf: null,
  divisions: null,
  scale: 'share',
  selectedCheck: null,
  issuesView: 'checks',
  advance: true,
  labelling: false,
  labellingTarget: null,
  adjudicationTarget: null,
  dismissed: [],
};

type Listener = () => void;

/** One place for everything the screens draw. Listeners run once per frame, however many changes it saw. */
export class Store {
  document: DocumentState = startingState;
  screen: ScreenState;
  readonly #listeners = new Set<Listener>();
  #scheduled = false;
  /** The dataset that the screens were last fitted to; it stays while the file is read again. */
  #dataset: Dataset | null = null;
  /** A word on what an act did or could not do, for the status line; the next act replaces it. */
  message = '';
  /** Why the last request failed; a bar shows it until it is put away. */
  problem: string | null = null;

  constructor(saved?: Partial<ScreenState>) {
    this.screen = { ...startingScreen, ...saved };
  }

  patchDocument(patch: Partial<DocumentState>): void {
    this.document = { ...this.document, ...patch };
    const { dataset } = this.document;
    if (dataset !== null && dataset !== this.#dataset) {
      this.screen = fitScreen(this.screen, { columns: [...dataset.columns, ...annotationColumns(this.document)] }, this.#dataset === null);
      this.#dataset = dataset;
    }
    this.#changed();
  }

  patchScreen(patch: Partial<ScreenState>): void {
    this.screen = { ...this.screen, ...patch };
    this.#changed();
  }

  /** The rows that the grid and the cards show. */
  get view(): View {
    const { filters, sort } = this.screen;
    return sort ? { filters, sort } : { filters };
  }

  /** Shows the rows that pass one filter, in the Samples tab. */
  showRows(filters: readonly Filter[]): void {
    this.patchScreen({ tab: 'samples', labelling: false, filters, selectedPosition: 0, selectedRow: null, viewRows: null });
  }

  /** Rows went out of the file or came back: the selection stays on its row, or goes to the next one left. */
  followRows(moved: RowsMoved): void {
    const { selectedRow, selectedPosition, filters, sort } = this.screen;
    if (selectedRow === null) return;
    const row = rowAfter(selectedRow, moved);
    this.select(row, filters.length === 0 && sort === null ? row - 1 : selectedPosition);
  }

  say(message: string): void {
    this.message = message;
    this.#changed();
  }

  setProblem(problem: string | null): void {
    this.problem = problem;
    this.#changed();
  }

  select(row: number, position: number, column?: string): void {
    this.patchScreen({ selectedRow: row, selectedPosition: position, ...(column === undefined ? {} : { selectedColumn: column }) });
  }

  /** Draws again: something that a panel keeps for itself has changed. */
  touch(): void {
    this.#changed();
  }

  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #changed(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      for (const listener of this.#listeners) listener();
    });
  }
}
