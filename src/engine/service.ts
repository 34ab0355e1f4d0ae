import type { EngineMethods, LoadProgress } from '../protocol/engineMethods.ts';
import type { Handlers } from '../protocol/rpc.ts';
import { collectHandlers } from './collect/handlers.ts';
import { Comparisons } from './compare/comparisons.ts';
import { applyHandlers } from './apply/handlers.ts';
import { readCrossTab } from './crossTab.ts';
import { distributionHandlers } from './distributions/handlers.ts';
import { explainDatabaseError } from './databaseErrors.ts';
import { readPlaces } from './gate/places.ts';
import { describeVersion } from './history/describeVersion.ts';
import { versionDrift } from './history/versionDrift.ts';
import { Loading } from './loading.ts';
import { planHandlers } from './redundancy/handlers.ts';
import { sampleHandlers } from './sample/handlers.ts';
import { DatasetSession } from './session.ts';

/** What the engine process answers, and how to let go of everything it holds. */
export interface EngineService {
  readonly handlers: Handlers<EngineMethods>;
  dispose(): Promise<void>;
}

/** One session for each dataset that is open; ids are never used again. */
export function createEngineService(): EngineService {
  const sessions = new Map<number, DatasetSession>();
  /** Columns that are in sight while a dataset is being opened. */
  const preferred = new Map<number, readonly string[]>();
  /** Datasets that are being opened. */
  const loadings = new Map<number, Loading>();
  const comparisons = new Comparisons();
  let nextId = 1;

  const find = (id: number): DatasetSession => {
    const session = sessions.get(id);
    if (!session) throw new Error('The dataset is not open in this engine: open it again.');
    return session;
  };
  /** Runs with the session of `id`, and puts DuckDB's errors in words that name its file. */
  const using = async <T>({ id }: { id: number }, work: (session: DatasetSession) => Promise<T> | T): Promise<T> => {
    const session = find(id);
    try {
      return await work(session);
    } catch (error) {
      throw explainDatabaseError(error, session.dataset.path);
    }
  };

  const handlers: Handlers<EngineMethods> = {
    async open(params, { signal, progress }) {
      const id = nextId++;
      const loading = new Loading();
      loadings.set(id, loading);
      const tell = seldom(progress, (value) => ({ ...value, id, ...(loading.records > 0 && { rows: loading.records }) }));
      tell({ words: 'Opening the file' });
      const session = await DatasetSession.open(params, signal, tell, () => preferred.get(id) ?? [], loading).finally(() => {
        preferred.delete(id);
        loadings.delete(id);
      });
      if (signal.aborted) {
        await session.close();
        signal.throwIfAborted();
      }
      sessions.set(id, session);
      return { id, dataset: session.dataset, profiles: session.profiles };
    },
    async close({ id }) {
      const session = sessions.get(id);
      sessions.delete(id);
      await session?.close();
    },
    configure: (params, { signal }) => using(params, async (session) => ({ dataset: await session.configure(params.config, signal) })),
    stopLoading: ({ id }) => loadings.get(id)?.stopStage(),
    window: (params, { signal }) =>
      loadings.get(params.id)?.window(params, signal) ?? using(params, (session) => session.window(params, signal)),
    row: (params, { signal }) => using(params, (session) => session.row(params.row, signal)),
    positionOf: (params, { signal }) => using(params, async (session) => (await session.resolve(params.view, signal)).position(params.row)),
    find: (params, { signal }) =>
      using(params, (session) => session.find(params.view, params.text, params.position, params.backwards, params.columns, signal)),
    values: (params, { signal }) => using(params, (session) => session.values(params.column, params.search, params.limit, signal, params.asDecided)),
    crossTab: (params, { signal }) =>
      using(params, async (session) =>
        readCrossTab(session.table, params.column, params.by, await session.whereOf(params.filters, signal), params.limit, signal),
      ),
    ...distributionHandlers((params, work) => using(params, work)),
    exactProfile: (params, { signal }) => using(params, (session) => session.exactProfile(params.column, signal)),
    prefer: ({ id, columns }) => {
      if (!sessions.has(id)) preferred.set(id, columns);
    },
    check: (params, { signal, progress }) =>
      using(params, (session) => session.found.check(params.checks, signal, progress, params.unasked)),
    decide: (params, { signal }) => using(params, (session) => session.decide(params.decisions, signal)),
    fitDecisions: (params, { signal }) => using(params, (session) => session.fit(params.decisions, signal)),
    findings: (params, { signal }) => using(params, (session) => session.found.page(params, signal)),
    findingRows: (params, { signal }) =>
      using(params, (session) => session.found.rows(params.finding, params.offset, params.limit, signal)),
    findingMarks: (params, { signal }) => using(params, (session) => session.found.marks(params.identity, signal)),
    places: (params) => using(params, (session) => readPlaces(session.table, session.dataset.path, params.rows)),
    keys: (params, { signal }) => using(params, (session) => session.keys(params.rows, params.columns, signal)),
    backlog: (params, { signal }) => using(params, (session) => session.found.backlog(params.offset, params.limit, signal)),
    labelHealth: (params, { signal, progress }) => using(params, (session) => session.labelHealth(signal, progress)),
    setRecall: (params, { signal, progress }) => using(params, (session) => session.found.setRecall(params.position, signal, progress)),
    labelEvidence: (params, { signal }) => using(params, (session) => session.labelEvidence(params.row, signal)),
    annotators: (params, { signal, progress }) => using(params, (session) => session.annotators(params.annotator, signal, progress)),
    disagreements: (params, { signal, progress }) => using(params, (session) => session.disagreements(params, signal, progress)),
    evaluate: (params, { signal, progress }) => using(params, (session) => session.evaluation.report(params.split, signal, progress)),
    compare: (params, { signal, progress }) =>
      using(params, (session) => comparisons.compare(find(params.before), session, params, signal, progress)),
    comparedRows: (params, { signal }) => using(params, (session) => comparisons.rows(session, params, signal)),
    describeVersion: (params, { signal, progress }) =>
      describeVersion(
        params,
        (path, aborted, tell) => DatasetSession.open({ path, config: params.config, memoryLimit: params.memoryLimit }, aborted, tell),
        signal,
        progress,
      ),
    versionDrift: ({ before, after }, { signal }) => versionDrift(before, after, signal),
    driftSinceVersion: ({ before, ...params }, { signal }) => using(params, (session) => versionDrift(before, session, signal)),
    rowsOf: (params, { signal }) => using(params, (session) => session.rowsOf(params.keys, signal)),
    drift: (params, { signal, progress }) => using(params, (session) => session.drift.report(params.reference, signal, progress)),
    labelTimeline: (params, { signal }) => using(params, (session) => session.drift.timeline(params.period, signal)),
    driftTimeline: (params, { signal, progress }) => using(params, (session) => session.drift.overTime(params, signal, progress)),
    storedProfile: (params, { signal }) => using(params, (session) => session.drift.profileText(signal)),
    ...collectHandlers((params, work) => using(params, work)),
    ...sampleHandlers((params, work) => using(params, work)),
    ...planHandlers((params, work) => using(params, work)),
    ...applyHandlers((params, work) => using(params, (session) => work(session.applySource))),
  };

  return {
    handlers,
    async dispose() {
      const open = [...sessions.values()];
      sessions.clear();
      await Promise.all(open.map((session) => session.close()));
    },
  };
}

/** Between two words of progress, in milliseconds: blocks of a file follow one another far faster. */
const quiet = 50;

/** Passes progress on at most so often; what brings profiles always. */
function seldom(progress: (value: LoadProgress) => void, complete: (value: LoadProgress) => LoadProgress): (value: LoadProgress) => void {
  let last = -Infinity;
  return (value) => {
    const now = performance.now();
    // What has no share of the work is said once: nothing later would say it again.
    if (now - last < quiet && !value.profiles && value.fraction !== undefined) return;
    last = now;
    progress(complete(value));
  };
}
