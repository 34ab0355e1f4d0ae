import { runChecks } from '../checks/run.ts';
import type { WinnowConfig } from '../core/config.ts';
import type { Dataset, Notice } from '../core/dataset.ts';
import { type Decision, effectiveDecisions } from '../core/decision.ts';
import type { View } from '../core/filter.ts';
import { inferRoles } from '../core/inferRoles.ts';
import type { DecisionLookup } from '../core/openFindings.ts';
import type { ColumnProfile } from '../core/profile.ts';
import { mergeRoles, strayRoles } from '../core/roles.ts';
import type { CheckProgress, DecisionStatus, EngineMethods, FindingPage, FindingRows, FindingSummary, LoadProgress, OpenParams, RowDetail, RowMark, WindowParams, WindowResult, WorkProgress } from '../protocol/engineMethods.ts';
import type { AnnotatorReport, Backlog, Disagreements, LabelEvidence, LabelHealth } from '../protocol/labelMethods.ts';
import { Annotators, type AnnotatorSource } from './annotators/annotators.ts';
import type { DisagreementQuery } from './annotators/disagreementPage.ts';
import { readCells, rowsCondition, type ReadCells } from './cells.ts';
import { readBacklog } from './backlog.ts';
import { CellTexts } from './cellTexts.ts';
import { layDecisions, nothingDecided, type DecidedRows } from './decided.ts';
import { pageFindingRows, pageFindings, type FindingQuery, type FindingSource } from './findingPages.ts';
import { FindingStore } from './findingStore.ts';
import { TextFinder, type Found } from './findText.ts';
import { RowKeys } from './keys.ts';
import type { LabelInput } from './labels/labelInput.ts';
import { SessionLabels } from './labels/sessionLabels.ts';
import type { LoadedDataset } from './loadedDataset.ts';
import type { Loading } from './loading.ts';
import { engineMemory } from './memoryPool.ts';
import { openDataset } from './openDataset.ts';
import { requireColumn, type OpenTable } from './openTable.ts';
import { exactProfile } from './profile.ts';
import { ReadAhead } from './readAhead.ts';
import { readRow } from './rowDetail.ts';
import { settleIdentity } from './rowIdentity.ts';
import { runInTurns } from './runInTurns.ts';
import { Views, type MarkedRows, type ResolvedView } from './views.ts';
import { isCellFilter, whereOf } from './viewSql.ts';
import { readWindow } from './window.ts';

/** Rows of a group that is looked at for whether it agrees by now. */
const largestGroup = 100_000;

/** One open dataset: its rows, what checks found in them, and what people decided. */
export class DatasetSession {
  readonly table: OpenTable;
  readonly #loaded: LoadedDataset;
  readonly #views: Views;
  readonly #finder: TextFinder;
  readonly #ahead: ReadAhead;
  readonly #texts: CellTexts;
  readonly #store: FindingStore;
  readonly #labels: SessionLabels;
  readonly #annotators = new Annotators();
  #config: WinnowConfig;
  #dataset!: Dataset;
  #profiles: readonly ColumnProfile[];
  #keys!: RowKeys;
  #decisions: readonly Decision[] = [];
  #decided: DecidedRows = nothingDecided;
  /** The newest of the lists of decisions that are being laid. */
  #laying = 0;

  private constructor(loaded: LoadedDataset, config: WinnowConfig, cacheFolder?: string) {
    this.#loaded = loaded;
    this.#config = config;
    this.table = loaded.table;
    this.#profiles = loaded.content.profiles;
    this.#texts = new CellTexts(this.table);
    this.#store = new FindingStore(this.table.records);
    this.#labels = new SessionLabels(this.table, () => this.#labelInput(), cacheFolder);
    this.#finder = new TextFinder(this.table);
    this.#ahead = new ReadAhead(this.table);
    this.#views = new Views(this.table, this.#markedRows());
  }

  /** Opens a file in this process. Rejects with a `FormatError`, an AbortError, or an error that names the file. */
  static async open(params: OpenParams, signal: AbortSignal = new AbortController().signal, progress: (value: LoadProgress) => void = () => undefined, preferred?: () => readonly string[], loading?: Loading): Promise<DatasetSession> {
    const loaded = await openDataset(params, signal, progress, preferred, loading);
    const session = new DatasetSession(loaded, params.config, params.cacheFolder);
    try {
      await session.#settle(signal);
      return session;
    } catch (error) {
      await loaded.close();
      throw error;
    }
  }

  get dataset(): Dataset {
    return this.#dataset;
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

  close(): Promise<void> {
    this.#labels.close();
    return this.#loaded.close();
  }

  /** New roles and thresholds. Findings are of the old ones until the checks run again. */
  async configure(config: WinnowConfig, signal?: AbortSignal): Promise<Dataset> {
    this.#config = config;
    await this.#settle(signal);
    await this.decide(this.#decisions, signal);
    return this.#dataset;
  }

  async window(params: Omit<WindowParams, 'id'>, signal?: AbortSignal): Promise<WindowResult> {
    const view = await this.resolve(params.view, signal);
    const scattered = this.table.hasPlace && (params.view.filters.length > 0 || params.view.sort);
    const cells = (rows: Int32Array, columns: readonly string[], characters: number): Promise<ReadCells> => scattered
      ? this.#ahead.read(view, Math.max(0, params.offset), rows.length, columns, characters, signal)
      : readCells(this.table, rows, columns, characters, signal);
    return readWindow(cells, view, params, (row) => this.#markOf(row));
  }

  resolve(view: View, signal?: AbortSignal): Promise<ResolvedView> {
    return this.#views.resolve(view, signal);
  }

  /** The rows that pass, as a boolean expression for SQL over `data`. */
  whereOf(filters: View['filters']): string {
    const marked = this.#markedRows();
    const sets = filters.filter((filter) => !isCellFilter(filter)).map((filter) => rowsCondition(marked.rowsOf(filter)));
    return [whereOf(this.table, filters.filter(isCellFilter)), ...sets].join(' AND ');
  }

  async row(row: number, signal?: AbortSignal): Promise<RowDetail> {
    this.#requireRow(row);
    return readRow({ table: this.table, keys: this.#keys, store: this.#store, decisions: this.#decided.byRow.get(row) ?? [] }, row, signal);
  }

  async find(view: View, text: string, position: number, backwards: boolean, columns: readonly string[], signal?: AbortSignal): Promise<Found | null> {
    return this.#finder.find(await this.resolve(view, signal), text, position, backwards, columns, signal);
  }

  /** Runs the checks (all of them, or those named) and keeps what they find; those that learn run last. */
  async check(only: readonly string[] | undefined, signal: AbortSignal, progress: (value: CheckProgress) => void): Promise<FindingSummary> {
    const started = performance.now();
    const seconds = (): number => (performance.now() - started) / 1000;
    const { table } = this;
    await runInTurns(only, {
      tell: (fraction, words) => progress({ fraction, words }),
      run: (ids, tell) => runChecks({
        dataset: this.#dataset,
        profiles: this.profiles,
        config: this.#labels.config,
        relation: table.relation,
        unreadable: () => table.unreadable.all(),
        outOfSample: (aborted, words) => this.#labels.outOfSample(aborted, words),
        reserve: (megabytes) => engineMemory.reserve(megabytes),
        signal,
        progress: tell,
        ...(ids && { only: ids }),
      }),
      take: (outcome, ids) => {
        this.#store.replace({ ...outcome, seconds: seconds() }, ids);
        return this.#close(signal);
      },
      between: () => progress({ words: 'Learning the labels', findings: this.#store.summary()! }),
    });
    return this.#store.summary()!;
  }

  labelHealth(signal: AbortSignal, progress: (value: WorkProgress) => void): Promise<LabelHealth> {
    return this.#labels.health(signal, (fraction, words) => progress({ fraction, words }));
  }

  /** Lists probably wrong labels down to another position of the slider. */
  setRecall(position: number, signal: AbortSignal, progress: (value: WorkProgress) => void): Promise<FindingSummary> {
    this.#labels.recall = position;
    return this.check(['label-error'], signal, progress);
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
    return { table: this.table, dataset: this.#dataset, decisions: this.#decided.byRow, outOfSample: (signal, tell) => this.#labels.outOfSample(signal, tell) };
  }

  /** Lays these decisions, in place of those before, over the findings and the grid. */
  async decide(decisions: readonly Decision[], signal?: AbortSignal): Promise<DecisionStatus> {
    const turn = ++this.#laying;
    const decided = await layDecisions(decisions, this.#keys, this.#texts, this.#dataset.roles.label, signal);
    // A newer list may have been laid while this one looked for its rows.
    if (turn === this.#laying) {
      this.#decisions = decisions;
      this.#decided = decided;
      await this.#close(signal);
    }
    const { rows, orphans, conflicts } = decided;
    return { decidedRows: rows.length, orphans, conflicts, findings: this.#store.summary() };
  }

  findings(query: FindingQuery, signal?: AbortSignal): Promise<FindingPage> {
    return pageFindings(this.#findingSource, query, signal);
  }

  findingRows(finding: number, offset: number, limit: number, signal?: AbortSignal): Promise<FindingRows> {
    return pageFindingRows(this.#findingSource, finding, offset, limit, signal);
  }

  /** What to fix, by what it costs to leave it; null before the checks have run. */
  async backlog(offset: number, limit: number, signal?: AbortSignal): Promise<Backlog | null> {
    if (this.#store.summary() === null) return null;
    const source = { table: this.table, store: this.#store, decisions: effectiveDecisions(this.#decisions), label: this.#dataset.roles.label, costs: this.#config.costs };
    return readBacklog(source, offset, limit, signal);
  }

  get #findingSource(): FindingSource {
    return { table: this.table, keys: this.#keys, store: this.#store, roles: this.#dataset.roles };
  }

  async keys(rows: readonly number[], columns: readonly string[] = [], signal?: AbortSignal): Promise<EngineMethods['keys']['result']> {
    const keys = await this.#keys.keysOf(rows, signal);
    for (const column of columns) await this.#texts.load(column, rows, signal);
    return rows.map((row, index) => ({ key: keys[index]!, cells: columns.map((column) => this.#texts.get(row, column) ?? null) }));
  }

  /** Source lines of rows; null for a row that is not in the file. */
  async lines(rows: readonly number[]): Promise<(number | null)[]> {
    const known = rows.filter((row) => this.#has(row));
    const lines = await this.table.lines(known);
    const places = new Map(known.map((row, index) => [row, lines[index] ?? null]));
    return rows.map((row) => places.get(row) ?? null);
  }

  #requireRow(row: number): void {
    if (!this.#has(row)) throw new RangeError(`There is no row ${row}: ${this.#dataset.name} has ${this.table.records}.`);
  }

  #has(row: number): boolean {
    return Number.isInteger(row) && row >= 1 && row <= this.table.records;
  }

  #labelInput(): LabelInput {
    return { dataset: this.#dataset, config: this.#config, profiles: new Map(this.#profiles.map((profile) => [profile.column, profile])), holding: this.#decided.holding };
  }

  /** Settles what depends on the configuration: roles and what tells rows apart. */
  async #settle(signal?: AbortSignal): Promise<void> {
    const { path, format, bytes, content, notices } = this.#loaded;
    const { roles: inferred, inference } = inferRoles(this.profiles, content.rows);
    const names = new Set(content.columns.map(({ name }) => name));
    const roles = mergeRoles(inferred, this.#config.roles, names);
    const strays = strayRoles(this.#config.roles, names).map(({ role, column }): Notice => (
      { severity: 'warning', message: `winnow.json gives the role ${role} to “${column}”, and the file has no such column.` }
    ));
    // A column that tells the first rows apart may not tell all of them apart: their content does, for it is counted from the first.
    const identity = await settleIdentity(this.table, this.#config, roles, content.partial ? [] : this.profiles, signal);
    const { columns, records, rows, unreadableTotal, hasLines, text, partial } = content;
    this.#keys = new RowKeys(this.table, identity.key);
    this.#dataset = {
      path, name: path.split(/[\\/]/).pop() ?? path, format, bytes, ...(text && { text }), ...(partial && { partial }),
      columns, records, rows, unreadable: unreadableTotal, hasLines, roles, inference, key: identity.key, notices: [...notices, ...strays, ...identity.notices],
    };
  }

  /** Closes the findings that decisions answer. */
  async #close(signal?: AbortSignal): Promise<void> {
    const { roles } = this.#dataset;
    const { holding, whole } = this.#decided;
    await this.#loadGroups(signal);
    const lookup: DecisionLookup = {
      ofRow: (row) => holding.get(row) ?? [],
      whole,
      ...roles,
      cell: (row, column) => this.#texts.get(row, column),
    };
    this.#store.decide(holding.keys(), lookup);
  }

  /** A group of rows that contradicted each other closes when they agree: their labels and splits must be at hand. */
  async #loadGroups(signal?: AbortSignal): Promise<void> {
    const { label, split } = this.#dataset.roles;
    const rows = new Map<string, Set<number>>();
    for (const index of this.#store.touching(this.#decided.holding.keys()).keys()) {
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

  #markOf(row: number): RowMark | null {
    const flags = this.#store.flagsOf(row);
    const decided = this.#decided.marksOf(row);
    const annotations = this.#decided.annotationsOf(row);
    return decided.length === 0 && !annotations && Object.keys(flags).length === 0 ? null : { row, flags, decided, ...(annotations && { annotations }) };
  }

  #markedRows(): MarkedRows {
    const store = this.#store;
    return {
      // Every decision is laid over the findings, so that theirs is the revision of both.
      get revision() {
        return store.revision;
      },
      rowsOf: (filter) => {
        if (filter.kind !== 'decided' && filter.kind !== 'annotated') return store.rowsOf(filter);
        const [rows, wanted] = filter.kind === 'decided' ? [this.#decided.rows, filter.decided] : [this.#decided.annotatedRows(filter.column, filter.by), filter.annotated];
        if (wanted) return rows;
        const without = new Set(rows);
        return Int32Array.from({ length: this.table.records }, (_, index) => index + 1).filter((row) => !without.has(row));
      },
    };
  }
}
