import type { WinnowConfig } from '../core/config.ts';
import type { Dataset } from '../core/dataset.ts';
import type { Decision } from '../core/decision.ts';
import type { DecisionFit } from '../core/decisionFit.ts';
import type { View } from '../core/filter.ts';
import type { ColumnProfile } from '../core/profile.ts';
import type { RowKey } from '../core/rowKey.ts';
import type {
  DecisionStatus,
  EngineMethods,
  LoadProgress,
  OpenParams,
  RowDetail,
  WindowParams,
  WindowResult,
  WorkProgress,
} from '../protocol/engineMethods.ts';
import type { AnnotatorReport, Disagreements, LabelEvidence, LabelHealth } from '../protocol/labelMethods.ts';
import type { ApplySource } from './apply/applySource.ts';
import { FileVersion } from './apply/fileVersion.ts';
import { Annotators, type AnnotatorSource } from './annotators/annotators.ts';
import type { DisagreementQuery } from './annotators/disagreementPage.ts';
import { readCells, type ReadCells } from './cells.ts';
import { CellTexts } from './cellTexts.ts';
import { readMeantRows } from './collect/meantRows.ts';
import { readValues } from './crossTab.ts';
import { readDecidedValues } from './decidedValues.ts';
import { describeDataset, type DescribedDataset } from './describeDataset.ts';
import { SessionEvaluation } from './evaluate/sessionEvaluation.ts';
import { FindingStore } from './findingStore.ts';
import { TextFinder, type Found } from './findText.ts';
import type { LabelInput } from './labels/labelInput.ts';
import { SessionLabels } from './labels/sessionLabels.ts';
import { LaidDecisions, type OthersFilter } from './laidDecisions.ts';
import type { LoadedDataset } from './loadedDataset.ts';
import type { Loading } from './loading.ts';
import type { NextSource } from './next/nextToLabel.ts';
import { openDataset } from './openDataset.ts';
import { requireColumn, type OpenTable } from './openTable.ts';
import { SessionDrift } from './drift/sessionDrift.ts';
import { exactProfile } from './profile.ts';
import { ReadAhead } from './readAhead.ts';
import { readRow } from './rowDetail.ts';
import { SessionFindings } from './sessionFindings.ts';
import { SessionPlans } from './redundancy/sessionPlans.ts';
import { StratifiedSamples } from './sample/stratifiedSamples.ts';
import { type MarkedRows, Views, whereMarked, type ResolvedView } from './views.ts';
import { readWindow } from './window.ts';

/** One open dataset: its rows, what checks found in them, and what people decided. Each is kept and answered for by a class of its own. */
export class DatasetSession {
  readonly table: OpenTable;
  readonly drift: SessionDrift;
  readonly evaluation: SessionEvaluation;
  readonly samples: StratifiedSamples;
  readonly plans: SessionPlans;
  readonly found: SessionFindings;
  readonly #loaded: LoadedDataset;
  readonly #version: FileVersion;
  readonly #cache: Pick<OpenParams, 'cacheFolder' | 'cacheLimit'>;
  readonly #memoryLimit: number;
  readonly #views: Views;
  readonly #finder: TextFinder;
  readonly #ahead: ReadAhead;
  readonly #texts: CellTexts;
  readonly #store: FindingStore;
  readonly #decided: LaidDecisions;
  readonly #labels: SessionLabels;
  readonly #marked: MarkedRows;
  readonly #annotators = new Annotators();
  #config: WinnowConfig;
  #profiles: readonly ColumnProfile[];
  #described!: DescribedDataset;

  private constructor(loaded: LoadedDataset, version: FileVersion, { config, cacheFolder, cacheLimit, memoryLimit }: OpenParams) {
    this.#cache = { ...(cacheFolder !== undefined && { cacheFolder }), ...(cacheLimit !== undefined && { cacheLimit }) };
    this.#loaded = loaded;
    this.#version = version;
    this.#memoryLimit = memoryLimit;
    this.#config = config;
    this.table = loaded.table;
    this.#profiles = loaded.content.profiles;
    this.drift = new SessionDrift(
      () => ({ dataset: this.dataset, profiles: this.#profiles, relation: this.table.relation, config: this.#config }),
      { memoryLimit, ...(cacheFolder !== undefined && { cacheFolder }) },
    );
    this.#texts = new CellTexts(this.table);
    this.#store = new FindingStore(this.table.records);
    this.#decided = new LaidDecisions(version, this.table.records, this.#store, this.#texts, () => this.#described, () => this.#config.annotations ?? []);
    this.#labels = new SessionLabels(this.table, () => this.#labelInput(), { version, applies: () => this.#decided.settled.applies }, cacheFolder);
    this.evaluation = new SessionEvaluation(this.table, () => this.#labelInput(), this.#labels);
    this.plans = new SessionPlans(() => this.planSource);
    this.#marked = this.#decided.marked((filter, signal) => this.#rowsOf(filter, signal));
    this.samples = new StratifiedSamples({
      table: this.table,
      keys: () => this.#described.keys,
      whereOf: (filters, signal) => this.whereOf(filters, signal),
      revision: () => this.#marked.revision,
    });
    this.found = new SessionFindings({
      table: this.table, store: this.#store, decided: this.#decided, labels: this.#labels, drift: this.drift,
      described: () => this.#described, profiles: () => this.#profiles, config: () => this.#config,
      annotators: (signal, tell) => this.#annotators.study(this.#annotatorSource, signal, tell),
    });
    this.#finder = new TextFinder(this.table, this.#decided.annotations);
    this.#ahead = new ReadAhead(this.table);
    this.#views = new Views(this.table, this.#marked);
  }

  /** Opens a file in this process. Rejects with a `FormatError`, an AbortError, or an error that names the file. */
  static async open(
    params: OpenParams,
    signal: AbortSignal = new AbortController().signal,
    progress: (value: LoadProgress) => void = () => undefined,
    preferred?: () => readonly string[],
    loading?: Loading,
  ): Promise<DatasetSession> {
    const version = await FileVersion.of(params.path);
    const loaded = await openDataset(params, signal, progress, preferred, loading);
    const session = new DatasetSession(loaded, version, params);
    try {
      session.#described = await describeDataset(loaded, session.profiles, params.config, signal);
      return session;
    } catch (error) {
      await loaded.close();
      throw error;
    }
  }

  get dataset(): Dataset {
    return this.#described.dataset;
  }

  get profiles(): readonly ColumnProfile[] {
    return this.#profiles;
  }

  /** A column's profile with nothing estimated, which takes the place of the one before. */
  async exactProfile(column: string, signal?: AbortSignal): Promise<ColumnProfile> {
    const exact = await exactProfile(this.table.database, requireColumn(this.table, column), signal);
    this.#profiles = this.#profiles.map((profile) => (profile.column === column ? exact : profile));
    return exact;
  }

  async close(): Promise<void> {
    await this.#labels.close();
    this.evaluation.close();
    await this.#loaded.close();
  }

  /** New roles and thresholds. Findings are of the old ones until the checks run again. */
  async configure(config: WinnowConfig, signal?: AbortSignal): Promise<Dataset> {
    this.#config = config;
    this.#described = await describeDataset(this.#loaded, this.#profiles, config, signal);
    await this.#decided.lay(this.#decided.list, signal);
    return this.dataset;
  }

  async window(params: Omit<WindowParams, 'id'>, signal?: AbortSignal): Promise<WindowResult> {
    const view = await this.resolve(params.view, signal);
    const scattered = this.table.hasPlace && (params.view.filters.length > 0 || params.view.sort);
    const cells = (rows: Int32Array, columns: readonly string[], characters: number): Promise<ReadCells> => scattered
      ? this.#ahead.read(view, Math.max(0, params.offset), rows.length, columns, characters, signal)
      : readCells(this.table, rows, columns, characters, signal);
    return readWindow(cells, view, params, (row) => this.#decided.markOf(row));
  }

  resolve(view: View, signal?: AbortSignal): Promise<ResolvedView> {
    return this.#views.resolve(view, signal);
  }

  /** The rows that pass, as a boolean expression for SQL over `data`. */
  whereOf(filters: View['filters'], signal?: AbortSignal): Promise<string> {
    return whereMarked(this.table, this.#marked, filters, signal);
  }

  async row(row: number, signal?: AbortSignal): Promise<RowDetail> {
    this.#requireRow(row);
    return readRow({ table: this.table, keys: this.#described.keys, store: this.#store, decisions: this.#decided.rows.byRow.get(row) ?? [] }, row, signal);
  }

  /** `asDecided`: as rows will be once decisions are applied. */
  values(column: string, search: string | undefined, limit: number, signal?: AbortSignal, asDecided = false): Promise<EngineMethods['values']['result']> {
    const { annotations, rows: { byRow: decided } } = this.#decided;
    if (annotations.has(column)) return Promise.resolve(annotations.values(column, search, limit));
    if (!asDecided) return readValues(this.table, column, search, limit, signal);
    const { table, dataset: { roles: { label } } } = this;
    return readDecidedValues({ table, texts: this.#texts, decided, label }, { column, search, limit }, signal);
  }

  async find(view: View, text: string, position: number, backwards: boolean, columns: readonly string[], signal?: AbortSignal): Promise<Found | null> {
    return this.#finder.find(await this.resolve(view, signal), text, position, backwards, columns, signal);
  }

  labelHealth(signal: AbortSignal, progress: (value: WorkProgress) => void): Promise<LabelHealth> {
    return this.#labels.health(signal, (fraction, words) => progress({ fraction, words }));
  }

  /** What applying the decisions starts from. */
  get applySource(): ApplySource {
    return {
      ...this.#described,
      table: this.table,
      texts: this.#texts,
      version: this.#version,
      decided: this.#decided.rows,
      settled: this.#decided.settled,
      config: this.#config,
      memoryLimit: this.#memoryLimit,
      ...this.#cache,
    };
  }

  /** What plans are made from: which rows to label next, which could be left out. */
  get planSource(): NextSource & ApplySource {
    return { ...this.applySource, ...this.#labelInput(), outOfSample: (signal, tell) => this.#labels.outOfSample(signal, tell) };
  }

  async labelEvidence(row: number, signal: AbortSignal): Promise<LabelEvidence> {
    this.#requireRow(row);
    const votes = await this.#annotators.votesOf(this.#annotatorSource, row, signal);
    try {
      return { ...(await this.#labels.evidence(row, signal)), votes };
    } catch (error) {
      // Where nothing was learnt, people may still have said something.
      if (signal.aborted || votes.length === 0) throw error;
      return { row, given: null, probabilities: [], neighbours: [], terms: [], votes };
    }
  }

  annotators(annotator: string | undefined, signal: AbortSignal, progress: (value: WorkProgress) => void): Promise<AnnotatorReport> {
    return this.#annotators.report(this.#annotatorSource, annotator, signal, progress);
  }

  disagreements(query: DisagreementQuery, signal: AbortSignal, progress: (value: WorkProgress) => void): Promise<Disagreements> {
    return this.#annotators.disagreements(this.#annotatorSource, query, signal, progress);
  }

  get #annotatorSource(): AnnotatorSource {
    return {
      table: this.table,
      dataset: this.dataset,
      decisions: this.#decided.rows.byRow,
      outOfSample: (signal, tell) => this.#labels.outOfSample(signal, tell),
    };
  }

  /** Lays these decisions, in place of those before, over the findings and the grid. */
  decide(decisions: readonly Decision[], signal?: AbortSignal): Promise<DecisionStatus> {
    return this.#decided.lay(decisions, signal);
  }

  fit(decisions: readonly Decision[], signal?: AbortSignal): Promise<DecisionFit> {
    return this.#decided.fit(decisions, signal);
  }

  async keys(rows: readonly number[], columns: readonly string[] = [], signal?: AbortSignal): Promise<EngineMethods['keys']['result']> {
    const keys = await this.#described.keys.keysOf(rows, signal);
    for (const column of columns) await this.#texts.load(column, rows, signal);
    return rows.map((row, index) => ({ key: keys[index]!, cells: columns.map((column) => this.#texts.get(row, column) ?? null) }));
  }

  /** Rows of keys; null where no row, or more than one, has the key. */
  rowsOf(keys: readonly RowKey[], signal?: AbortSignal): Promise<(number | null)[]> {
    return this.#described.keys.rowsOf(keys, signal);
  }

  #requireRow(row: number): void {
    if (!this.#has(row)) throw new RangeError(`There is no row ${row}: ${this.dataset.name} has ${this.table.records}.`);
  }

  #has(row: number): boolean {
    return Number.isInteger(row) && row >= 1 && row <= this.table.records;
  }

  #rowsOf(filter: OthersFilter, signal?: AbortSignal): Promise<Int32Array> {
    switch (filter.kind) {
      case 'sample':
        return this.samples.rowsOf(filter, signal);
      case 'redundant':
        return this.plans.rowsOf(filter, signal);
      case 'meant':
        return readMeantRows({ ...this.applySource, profiles: this.#profiles }, filter, signal);
      case 'prediction':
        return this.evaluation.rowsOf(filter, signal);
    }
  }

  #labelInput(): LabelInput {
    return {
      dataset: this.dataset,
      config: this.#config,
      profiles: new Map(this.#profiles.map((profile) => [profile.column, profile])),
      holding: this.#decided.rows.holding,
    };
  }
}
