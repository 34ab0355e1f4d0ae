import type { NoAnnotations } from '../checks/parts/annotationLayout.ts';
import type { AnnotatorStudy } from '../checks/parts/annotatorStudy.ts';
import { runChecks } from '../checks/run.ts';
import type { WinnowConfig } from '../core/config.ts';
import type { FindingMarks, MarkIdentity } from '../core/findingMarks.ts';
import type { ColumnProfile } from '../core/profile.ts';
import type { WorkProgress } from '../protocol/engineMethods.ts';
import type { CheckProgress, FindingPage, FindingRows, FindingSummary } from '../protocol/findingMethods.ts';
import type { Backlog } from '../protocol/labelMethods.ts';
import { readBacklog } from './backlog.ts';
import type { DescribedDataset } from './describeDataset.ts';
import type { SessionDrift } from './drift/sessionDrift.ts';
import { pageFindingRows, pageFindings, type FindingQuery, type FindingSource } from './findingPages.ts';
import type { FindingStore } from './findingStore.ts';
import { readFindingMarks } from './gate/findingMarks.ts';
import type { SessionLabels } from './labels/sessionLabels.ts';
import type { LaidDecisions } from './laidDecisions.ts';
import { engineMemory } from './memoryPool.ts';
import type { OpenTable } from './openTable.ts';
import { runInTurns } from './runInTurns.ts';

/** Checks that list rows by how probable their label is. */
const judging: readonly string[] = ['label-error', 'ambiguous-row'];

/** What the checks of an open dataset ask of it. What may change while it is open is a function. */
export interface CheckedSession {
  readonly table: OpenTable;
  readonly store: FindingStore;
  readonly decided: LaidDecisions;
  readonly labels: SessionLabels;
  readonly drift: SessionDrift;
  described(): DescribedDataset;
  profiles(): readonly ColumnProfile[];
  config(): WinnowConfig;
  annotators(signal: AbortSignal, progress: (fraction: number, words: string) => void): Promise<AnnotatorStudy | NoAnnotations>;
}

/** What checks find in an open dataset: runs them, and gives what they found by pages. */
export class SessionFindings {
  readonly #session: CheckedSession;

  constructor(session: CheckedSession) {
    this.#session = session;
  }

  /**
   * Runs the checks (all of them, or those named) and keeps what they find; those that learn run last. `unasked`: those
   * that take long wait.
   */
  async check(only: readonly string[] | undefined, signal: AbortSignal, progress: (value: CheckProgress) => void, unasked = false): Promise<FindingSummary> {
    const started = performance.now();
    const seconds = (): number => (performance.now() - started) / 1000;
    const { table, store, labels, decided, drift } = this.#session;
    await runInTurns(only, {
      tell: (fraction, words) => progress({ fraction, words }),
      run: (ids, tell) => runChecks({
        dataset: this.#session.described().dataset,
        profiles: this.#session.profiles(),
        config: labels.config,
        relation: table.relation,
        unreadable: () => table.unreadable.all(),
        outOfSample: (aborted, words) => labels.outOfSample(aborted, words),
        annotators: (aborted, words) => this.#session.annotators(aborted, words),
        drift: (aborted, words) => drift.study(undefined, aborted, words),
        otherFile: (path, aborted, words, work) => drift.withFile(path, aborted, words, work),
        reserve: (megabytes) => engineMemory.reserve(megabytes),
        unasked,
        signal,
        progress: tell,
        ...(ids && { only: ids }),
      }),
      waits: unasked ? labels.waits : null,
      take: (outcome, ids) => {
        // A check that is listed anew (the recall slider) is not what the run took.
        store.replace({ ...outcome, seconds: (only && store.seconds) ?? seconds() }, ids);
        return decided.closeFindings(signal);
      },
      between: () => progress({ words: 'Learning the labels', findings: store.summary()! }),
    });
    const judgedBy = (only ?? judging).some((id) => judging.includes(id)) ? labels.judgedBy : null;
    return { ...store.summary()!, ...(judgedBy && { judgedBy }) };
  }

  /** Lists probably wrong labels down to another position of the slider. */
  setRecall(position: number, signal: AbortSignal, progress: (value: WorkProgress) => void): Promise<FindingSummary> {
    this.#session.labels.recall = position;
    return this.check(['label-error'], signal, progress);
  }

  page(query: FindingQuery, signal?: AbortSignal): Promise<FindingPage> {
    return pageFindings(this.#source, query, signal);
  }

  marks(identity?: MarkIdentity, signal?: AbortSignal): Promise<FindingMarks> {
    return readFindingMarks(this.#source, this.#session.described().dataset.key, identity, signal);
  }

  rows(finding: number, offset: number, limit: number, signal?: AbortSignal): Promise<FindingRows> {
    return pageFindingRows(this.#source, finding, offset, limit, signal);
  }

  /** What to fix, by what it costs to leave it; null before the checks have run. */
  async backlog(offset: number, limit: number, signal?: AbortSignal): Promise<Backlog | null> {
    const { table, store, decided } = this.#session;
    if (store.summary() === null) return null;
    const source = { table, store, decisions: decided.inForce, label: this.#session.described().dataset.roles.label, costs: this.#session.config().costs };
    return readBacklog(source, offset, limit, signal);
  }

  get #source(): FindingSource {
    const { table, store } = this.#session;
    const { keys, dataset: { roles } } = this.#session.described();
    return { table, keys, store, roles };
  }
}
