import type { SettledDecisions } from '../core/applied.ts';
import { type Decision, effectiveDecisions } from '../core/decision.ts';
import type { DecisionFit } from '../core/decisionFit.ts';
import type { MeantFilter, PredictionFilter, RedundantFilter, SampleFilter } from '../core/filter.ts';
import type { DecisionLookup } from '../core/openFindings.ts';
import type { AnnotationColumn } from '../core/taxonomy.ts';
import type { DecisionStatus, RowMark } from '../protocol/engineMethods.ts';
import type { FileVersion } from './apply/fileVersion.ts';
import { AnnotationRows } from './annotationRows.ts';
import type { CellTexts } from './cellTexts.ts';
import { layDecisions, nothingDecided, type DecidedRows } from './decided.ts';
import type { DescribedDataset } from './describeDataset.ts';
import type { FindingStore } from './findingStore.ts';
import type { MarkedRows } from './views.ts';
import { isCellFilter, type SetFilter } from './viewSql.ts';

/** Filters whose rows others know. */
export type OthersFilter = PredictionFilter | SampleFilter | RedundantFilter | MeantFilter;

/** Rows of a group that is looked at for whether it agrees by now. */
const largestGroup = 100_000;

/** What people decided of a dataset, laid over its rows and over what checks found in them. */
export class LaidDecisions {
  readonly #version: FileVersion;
  readonly #records: number;
  readonly #store: FindingStore;
  readonly #texts: CellTexts;
  readonly #described: () => DescribedDataset;
  /** What people filled in beside the file. */
  readonly annotations: AnnotationRows;
  #decisions: readonly Decision[] = [];
  #settled: SettledDecisions = { decisions: [], applied: new Set(), gone: new Set(), applies: [] };
  #rows: DecidedRows = nothingDecided;
  /** The newest of the lists of decisions that are being laid. */
  #laying = 0;

  constructor(
    version: FileVersion,
    records: number,
    store: FindingStore,
    texts: CellTexts,
    described: () => DescribedDataset,
    annotations: () => readonly AnnotationColumn[],
  ) {
    this.#version = version;
    this.#records = records;
    this.#store = store;
    this.#texts = texts;
    this.#described = described;
    const inFile = (name: string): boolean => described().dataset.columns.some((column) => column.name === name);
    this.annotations = new AnnotationRows(
      () => annotations().filter(({ name }) => !inFile(name)),
      (column) => this.#rows.annotationsIn(column),
      records,
    );
  }

  /** All of them, as they were given. */
  get list(): readonly Decision[] {
    return this.#decisions;
  }

  get inForce(): Decision[] {
    return effectiveDecisions(this.#settled.decisions);
  }

  /** With the keys that rows have in this version of the file. */
  get settled(): SettledDecisions {
    return this.#settled;
  }

  get rows(): DecidedRows {
    return this.#rows;
  }

  /** Lays these decisions in place of those before. */
  async lay(decisions: readonly Decision[], signal?: AbortSignal): Promise<DecisionStatus> {
    const turn = ++this.#laying;
    const { dataset, keys } = this.#described();
    const settled = await this.#version.settle(decisions);
    const decided = await layDecisions(settled, keys, this.#texts, dataset.roles.label, signal);
    // A newer list may have been laid while this one looked for its rows.
    if (turn === this.#laying) {
      this.#decisions = decisions;
      this.#settled = settled;
      this.#rows = decided;
      await this.closeFindings(signal);
    }
    const { rows, orphans, conflicts } = decided;
    const since = settled.applies.at(-1)?.id;
    return { decidedRows: rows.length, orphans, conflicts, ...(since !== undefined && { since }), findings: this.#store.summary() };
  }

  /** How decisions would stand on the rows; they are not laid. */
  async fit(decisions: readonly Decision[], signal?: AbortSignal): Promise<DecisionFit> {
    const { dataset, keys } = this.#described();
    const settled = await this.#version.settle(decisions);
    const { holding, orphans, conflicts } = await layDecisions(settled, keys, this.#texts, dataset.roles.label, signal);
    // People who disagree with each other may both have decided on this file.
    const stale = conflicts.filter(({ other }) => other === undefined);
    return { rows: holding.size, unfit: orphans.length + stale.length, sameFile: await this.#version.isNamedIn(decisions) };
  }

  /** Closes the findings that decisions answer. */
  async closeFindings(signal?: AbortSignal): Promise<void> {
    const { roles } = this.#described().dataset;
    const { holding, whole } = this.#rows;
    await this.#loadGroups(signal);
    const lookup: DecisionLookup = {
      ofRow: (row) => holding.get(row) ?? [],
      whole,
      ...roles,
      cell: (row, column) => this.#texts.get(row, column),
    };
    this.#store.decide(holding.keys(), lookup);
  }

  /** What the grid shows beside a row: what checks found in it and what people said of it; null where that is nothing. */
  markOf(row: number): RowMark | null {
    const flags = this.#store.flagsOf(row);
    const decided = this.#rows.marksOf(row);
    const annotations = this.#rows.annotationsOf(row);
    return decided.length === 0 && !annotations && Object.keys(flags).length === 0
      ? null
      : { row, flags, decided, ...(annotations && { annotations }) };
  }

  /**
   * The rows that filters by findings, decisions and annotations let through, and those of predictions, samples, plans
   * and what to collect, which `others` knows.
   */
  marked(others: (filter: OthersFilter, signal?: AbortSignal) => Promise<Int32Array>): MarkedRows {
    const store = this.#store;
    const annotations = this.annotations;
    return {
      // Every decision is laid over the findings, so that theirs is the revision of all.
      get revision() {
        return store.revision;
      },
      annotations,
      rowsOf: (filter, signal) => {
        if (isCellFilter(filter)) return annotations.rowsOf(filter);
        return filter.kind === 'prediction' || filter.kind === 'sample' || filter.kind === 'redundant' || filter.kind === 'meant'
          ? others(filter, signal)
          : this.#rowsOf(filter);
      },
    };
  }

  #rowsOf(filter: Exclude<SetFilter, OthersFilter>): Int32Array {
    if (filter.kind === 'listed')
      return Int32Array.from(new Set(filter.rows.filter((row) => Number.isInteger(row) && row >= 1 && row <= this.#records))).sort();
    if (filter.kind !== 'decided' && filter.kind !== 'annotated') return this.#store.rowsOf(filter);
    const [rows, wanted] =
      filter.kind === 'decided'
        ? [this.#rows.rows, filter.decided]
        : [this.#rows.annotatedRows(filter.column, filter.by), filter.annotated];
    if (wanted) return rows;
    const without = new Set(rows);
    return Int32Array.from({ length: this.#records }, (_, index) => index + 1).filter((row) => !without.has(row));
  }

  /** A group of rows that contradicted each other closes when they agree: their labels and splits must be at hand. */
  async #loadGroups(signal?: AbortSignal): Promise<void> {
    const { label, split } = this.#described().dataset.roles;
    const rows = new Map<string, Set<number>>();
    for (const index of this.#store.touching(this.#rows.holding.keys()).keys()) {
      const finding = this.#store.findings[index]!;
      const column = finding.check === 'conflicting-label' ? label : finding.check === 'split-leakage' ? split : undefined;
      // The cells of larger groups are not held: their rows close one by one.
      if (column === undefined || finding.rows.length > largestGroup) continue;
      const wanted = rows.get(column) ?? new Set<number>();
      for (const row of finding.rows) wanted.add(row);
      rows.set(column, wanted);
    }
    for (const [column, wanted] of rows) await this.#texts.load(column, wanted, signal);
  }
}
