import { randomFillSync } from 'node:crypto';
import { basename } from 'node:path';
import type { WinnowConfig } from '../../../src/core/config.ts';
import type { Decision, DecisionDraft } from '../../../src/core/decision.ts';
import { inTaxonomyOrder } from '../../../src/core/taxonomy.ts';
import { ulidMaker } from '../../../src/core/ulid.ts';
import { buildDecisions } from '../../../src/editor/buildDecisions.ts';
import { createEngineService } from '../../../src/engine/service.ts';
import { readFirstRows } from '../../../src/formats/index.ts';
import type { EngineMethods } from '../../../src/protocol/engineMethods.ts';
import type { NewFile } from '../../../src/protocol/fileMethods.ts';
import { startingState, type DocumentState, type HostMethods, type WebviewMethods } from '../../../src/protocol/methods.ts';
import { createRpc, type Handlers, type Port } from '../../../src/protocol/rpc.ts';
import { turnedStep } from '../../../src/protocol/turnedStep.ts';
import { memoryHistory } from './memoryHistory.ts';

const newId = ulidMaker((bytes) => void randomFillSync(bytes));
const author = 'Ada Lovelace <ada@example.org>';
/** For calls that nobody cancels. */
const untouched = (): AbortSignal => new AbortController().signal;

export interface EngineDocument {
  /** Resolves when the file is read, checked and shown. */
  readonly ready: Promise<void>;
  readonly decisions: readonly Decision[];
  readonly copied: readonly string[];
  /** Files that the page had written, instead of their being written. */
  readonly saved: readonly NewFile[];
  /** Steps that were decided and not undone, laid over the rows or not yet. */
  readonly steps: number;
  /** Lays no decision over the rows before the function that it returns is called. */
  holdLaying(): () => void;
  /** Counts nothing for the charts before the function that it returns is called. */
  holdCounts(): () => void;
  /** Lays decisions that another person made, as they come with a pull. */
  receive(decisions: readonly Decision[]): Promise<void>;
  /** Chooses a file to compare with, as its commands do. */
  compareWith(path: string): void;
  close(): Promise<void>;
}

interface Step {
  readonly title: string;
  readonly drafts: readonly DecisionDraft[];
  readonly decisions: readonly Decision[];
}

/** A file in a real engine, shown over a port as the editor shows it: for a page without an editor around it. */
export function openDocument(path: string, port: Port, config: WinnowConfig = {}): EngineDocument {
  const service = createEngineService();
  const context = { signal: untouched(), progress: () => undefined };
  const { taxonomy = [], annotations = [] } = config;
  let state: DocumentState = { ...startingState, name: basename(path), taxonomy, annotations, author };
  let id = 0;
  let decisions: Decision[] = [];
  const received: Decision[] = [];
  const undone: Step[] = [];
  const steps: Step[] = [];
  const copied: string[] = [];
  const saved: NewFile[] = [];
  const nothing = (): void => undefined;
  let counts = Promise.resolve();
  let laying = Promise.resolve();
  let deciding: Promise<unknown> = Promise.resolve();
  const engine = <Name extends keyof EngineMethods>(
    name: Name,
    params: Omit<EngineMethods[Name]['params'], 'id'>,
    signal = untouched(),
  ): Promise<EngineMethods[Name]['result']> => {
    const handler = service.handlers[name] as (params: unknown, context: unknown) => Promise<EngineMethods[Name]['result']>;
    return handler({ id, ...params }, { ...context, signal });
  };
  const patch = (change: Partial<DocumentState>): void => {
    state = { ...state, ...change };
    void webview.call('state', change).catch(() => undefined);
  };
  const layNow = async (): Promise<void> => {
    decisions = [...received, ...steps.flatMap((step) => step.decisions)];
    const status = await engine('decide', { decisions });
    patch({
      findings: status.findings ?? state.findings, revision: state.revision + 1,
      decisions: { ...state.decisions, unsaved: steps.length, decidedRows: status.decidedRows, canUndo: steps.length > 0, canRedo: undone.length > 0 },
    });
  };
  /** One after another, as the editor does. */
  const lay = (): Promise<void> => {
    const laid = laying.then(layNow);
    laying = laid.catch(nothing);
    return laid;
  };
  const check = async (): Promise<void> => patch({ findings: await engine('check', {}), revision: state.revision + 1 });
  const move = async (from: Step[], to: Step[]): Promise<void> => {
    const step = from.pop();
    if (step) to.push(step);
    await lay();
    if (step) patch({ turned: turnedStep(from === steps, step.title, step.drafts) });
  };
  const handlers: Handlers<HostMethods> = {
    ready: () => state,
    window: (params, { signal }) => engine('window', params, signal),
    row: (params) => engine('row', params),
    positionOf: (params) => engine('positionOf', params),
    find: (params, { signal }) => engine('find', params, signal),
    values: (params) => engine('values', params),
    distribution: async (params, { signal }) => {
      await counts;
      return engine('distribution', params, signal);
    },
    rankDivisions: (params, { signal }) => engine('rankDivisions', params, signal),
    missingMatrix: (params, { signal }) => engine('missingMatrix', params, signal),
    findings: (params) => engine('findings', params),
    findingRows: (params) => engine('findingRows', params),
    backlog: (params, { signal }) => engine('backlog', params, signal),
    labelHealth: (_params, { signal }) => engine('labelHealth', {}, signal),
    async setRecall({ position }) {
      const findings = await engine('setRecall', { position });
      patch({ findings, revision: state.revision + 1 });
      return findings;
    },
    labelEvidence: (params) => engine('labelEvidence', params),
    annotators: (params, { signal }) => engine('annotators', params, signal),
    ...memoryHistory(() => undefined),
    chooseCompare: (params) =>
      patch({
        comparedWith:
          'side' in params && params.side
            ? { side: params.side, words: 'path' in params.side ? basename(params.side.path) : params.side.kind }
            : null,
      }),
    async compare({ key }, { signal }) {
      const side = state.comparedWith?.side;
      if (side?.kind !== 'file') throw new Error('There is no git here.');
      const open = service.handlers.open as (
        params: EngineMethods['open']['params'],
        context: unknown,
      ) => Promise<EngineMethods['open']['result']>;
      const before = await open({ path: side.path, config, memoryLimit: 512 }, context);
      return engine('compare', { before: before.id, ...(key && { key }) }, signal);
    },
    comparedRows: (params, { signal }) => engine('comparedRows', params, signal),
    drift: (params, { signal }) => engine('drift', params, signal),
    driftTimeline: (params, { signal }) => engine('driftTimeline', params, signal),
    labelTimeline: (params, { signal }) => engine('labelTimeline', params, signal),
    pickReference: () => (config.reference === undefined ? null : { path: config.reference, name: basename(config.reference) }),
    disagreements: (params, { signal }) => engine('disagreements', params, signal),
    evaluate: (params, { signal }) => engine('evaluate', params, signal),
    nextToLabel: (params, { signal }) => engine('nextToLabel', params, signal),
    planRedundancy: (params, { signal }) => engine('planRedundancy', params, signal),
    writePlan: ({ options, as }, { signal }) => engine('writePlan', { options, as, path: `${path}.${as}${as === 'subset' ? '.csv' : '.jsonl'}` }, signal),
    exactProfile: async ({ column }) => {
      const exact = await engine('exactProfile', { column });
      patch({ profiles: state.profiles.map((profile) => (profile.column === column ? exact : profile)) });
    },
    preferColumns: nothing,
    check,
    cancel: nothing,
    async decide({ drafts, title }) {
      const label = state.dataset?.roles.label;
      const keys = (rows: readonly number[], columns: readonly string[]): Promise<EngineMethods['keys']['result']> =>
        engine('keys', { rows, columns });
      const decided = deciding.then(async () => {
        const built = await buildDecisions(drafts, { keys, label, author, now: new Date(), newId: () => newId(Date.now()) });
        steps.push({ drafts, title, decisions: built });
        undone.length = 0;
      });
      deciding = decided.catch(nothing);
      await decided;
      await lay();
    },
    undo: () => move(steps, undone),
    redo: () => move(undone, steps),
    save: nothing,
    apply: nothing,
    takeOver: nothing,
    setRoles: nothing,
    async addAnnotation({ column }) {
      const annotations = [...state.annotations, column];
      await engine('configure', { config: { ...config, annotations } });
      patch({ annotations });
    },
    openText: nothing,
    openSidecar: nothing,
    openConfig: nothing,
    reload: nothing,
    copy: ({ text }) => void copied.push(text),
    sampleReport: (params, { signal }) => engine('sampleReport', params, signal),
    saveRows: () => null,
    collect: (params, { signal }) => engine('collect', params, signal),
    saveFile: (file) => {
      saved.push(file);
      return file.name;
    },
    report: ({ message }) => {
      throw new Error(message);
    },
  };
  const webview = createRpc<WebviewMethods, HostMethods>(port, handlers);

  const load = async (): Promise<void> => {
    const head = await readFirstRows(path);
    patch({ phase: 'head', head });
    const open = service.handlers.open as (params: EngineMethods['open']['params'], context: unknown) => Promise<EngineMethods['open']['result']>;
    const opened = await open({ path, config, memoryLimit: 512 }, context);
    id = opened.id;
    const { label } = opened.dataset.roles;
    const counted =
      label === undefined
        ? []
        : (await engine('values', { column: label, limit: 200 })).values.filter(({ value }) => value !== null && value !== '');
    const labels = inTaxonomyOrder(counted, taxonomy, (value) => ({ value, count: 0 }));
    patch({ phase: 'ready', head: null, dataset: opened.dataset, profiles: opened.profiles, labels, revision: state.revision + 1 });
    await check();
  };
  return {
    ready: load(),
    get decisions() { return decisions; },
    copied,
    saved,
    receive(others) {
      received.push(...others);
      return lay();
    },
    get steps() { return steps.length; },
    holdLaying() {
      let release: () => void = nothing;
      const held = new Promise<void>((resolve) => (release = resolve));
      laying = laying.then(() => held);
      return () => release();
    },
    holdCounts() {
      let release: () => void = nothing;
      counts = new Promise((resolve) => (release = resolve));
      return () => release();
    },
    compareWith: (path) => patch({ comparedWith: { side: { kind: 'file', path }, words: basename(path) } }),
    async close() {
      webview.close('the test is over');
      await service.dispose();
    },
  };
}
