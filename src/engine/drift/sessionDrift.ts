import { rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { OtherFile } from '../../checks/check.ts';
import { errorMessage } from '../../core/errorMessage.ts';
import { type DriftStudy, studyDrift } from '../../checks/parts/drift/driftStudy.ts';
import { driftLimitsOf } from '../../checks/parts/drift/driftLimits.ts';
import { makeStoredProfile } from '../../checks/parts/drift/storedSide.ts';
import { type DriftReport, type NoDrift, noReference } from '../../core/drift.ts';
import { parseReference } from '../../core/reference.ts';
import type { DriftTimeline, DriftTimelineParams } from '../../core/driftTimeline.ts';
import type { LabelTimeline, NoTimeline, Period } from '../../core/timeline.ts';
import { writeStoredProfile } from '../../core/storedProfile.ts';
import type { WorkProgress } from '../../protocol/engineMethods.ts';
import { isAbort } from '../../protocol/rpc.ts';
import type { Tell } from '../labels/labelInput.ts';
import { findRevision } from './revisionFile.ts';
import { makeWorkFolder } from '../workFolder.ts';
import { readLabelTimeline } from './labelTimeline.ts';
import { type DriftSource, type Opening, openLikewise, openSides, type OpenSides, wholeSide } from './openSides.ts';
import { driftOverTime } from './overTime/driftOverTime.ts';

const noTime: NoTimeline = { why: 'no column has the role time' };

/** How an open dataset differs from what it is compared with; worked out once for as long as both stay as they are. */
export class SessionDrift {
  readonly #source: () => DriftSource;
  readonly #opening: Pick<Opening, 'cacheFolder' | 'memoryLimit'>;
  #known: { readonly key: string; readonly study: Promise<DriftStudy> } | null = null;

  constructor(source: () => DriftSource, opening: Pick<Opening, 'cacheFolder' | 'memoryLimit'>) {
    this.#source = source;
    this.#opening = opening;
  }

  /** Against the reference given, else that of the configuration. What is wrong with it is said in words, not thrown. */
  async study(given: string | undefined, signal: AbortSignal, tell: Tell): Promise<DriftStudy | NoDrift> {
    const named = given ?? this.#source().config.reference;
    if (named === undefined) return noReference;
    try {
      const key = await this.#keyOf(named);
      if (this.#known?.key !== key) {
        const known = { key, study: this.#compare(named, signal, tell) };
        this.#known = known;
        known.study.catch(() => {
          if (this.#known === known) this.#known = null;
        });
      }
      return await this.#known.study;
    } catch (error) {
      signal.throwIfAborted();
      // Who asked first gave up: the next begins anew.
      if (isAbort(error)) return this.study(given, signal, tell);
      return { why: reasonOf(error) };
    }
  }

  async report(given: string | undefined, signal: AbortSignal, progress: (value: WorkProgress) => void): Promise<DriftReport | NoDrift> {
    const study = await this.study(given, signal, (fraction, words) => progress({ fraction, words }));
    return 'why' in study ? study : study.report;
  }

  timeline(period: Period | undefined, signal: AbortSignal): Promise<LabelTimeline | NoTimeline> {
    return readLabelTimeline(this.#source(), period, signal);
  }

  /** How the columns are distributed over time. What is wrong with the reference is said in words, not thrown. */
  async overTime(params: DriftTimelineParams, signal: AbortSignal, progress: (value: WorkProgress) => void): Promise<DriftTimeline | NoTimeline> {
    const source = this.#source();
    const { against } = params;
    const tell: Tell = (fraction, words) => progress({ fraction, words });
    const limits = driftLimitsOf(source.config);
    const { time } = source.dataset.roles;
    try {
      if (typeof against === 'string') return time === undefined ? noTime : await driftOverTime({ ...source, time, limits }, params, signal, tell);
      const named = against.reference ?? source.config.reference;
      if (named === undefined) return noReference;
      const reference = parseReference(named);
      const column = time ?? (reference.kind === 'time' ? reference.column : undefined);
      if (column === undefined) return noTime;
      return await this.#withSides(named, signal, tell, (sides) =>
        driftOverTime({ ...source, time: column, sides, limits }, params, signal, (fraction, words) => tell(0.5 + fraction / 2, words)),
      );
    } catch (error) {
      signal.throwIfAborted();
      return { why: reasonOf(error) };
    }
  }

  /**
   * Another file of the dataset for as long as the work lasts; null where it is the dataset itself.
   * @param named its path, from the folder of the dataset. Throws in words where it is not there or cannot be read.
   */
  async withFile<Result>(named: string, signal: AbortSignal, tell: Tell, work: (other: OtherFile) => Promise<Result>): Promise<Result | null> {
    const { config, dataset } = this.#source();
    const path = resolve(dirname(dataset.path), named);
    if (path === dataset.path) return null;
    const there = await stat(path).catch(() => null);
    if (there === null || there.isDirectory()) throw new Error(`there is no file ${named} beside ${dataset.name}`);
    const other = await openLikewise(path, named, config, this.#opening, signal, ({ fraction, words }) => tell(fraction ?? 0, words));
    try {
      return await work(other);
    } finally {
      await other.close();
    }
  }

  /** What the dataset is like, as a text to compare others with. */
  async profileText(signal: AbortSignal): Promise<string> {
    const source = this.#source();
    return writeStoredProfile(await makeStoredProfile(await wholeSide(source, source.dataset.name, signal), source.dataset.name));
  }

  #compare(named: string, signal: AbortSignal, tell: Tell): Promise<DriftStudy> {
    return this.#withSides(named, signal, tell, async (sides) => {
      const report = await studyDrift(sides, driftLimitsOf(this.#source().config), { signal, progress: (fraction, words) => tell(0.5 + fraction / 2, words) });
      return { report, ...(sides.currentWhere !== undefined && { currentWhere: sides.currentWhere }) };
    });
  }

  /** Opens what a reference names for as long as the work lasts. */
  async #withSides<Result>(named: string, signal: AbortSignal, tell: Tell, work: (sides: OpenSides) => Promise<Result>): Promise<Result> {
    let folder: string | null = null;
    const opening: Opening = { ...this.#opening, folder: async () => (folder = await makeWorkFolder()) };
    try {
      const sides = await openSides(this.#source(), parseReference(named), opening, signal, ({ fraction, words }) => tell((fraction ?? 0) / 2, words));
      try {
        return await work(sides);
      } finally {
        await sides.close();
      }
    } finally {
      if (folder !== null) await rm(folder, { recursive: true, force: true });
    }
  }

  /** Of a file with its size and time, of a revision with what it names by now. */
  async #keyOf(named: string): Promise<string> {
    const { config, dataset } = this.#source();
    const reference = parseReference(named);
    const file = reference.kind === 'file' ? await stat(reference.path).catch(() => null) : null;
    const blob = reference.kind === 'revision' ? (await findRevision(dataset.path, reference)).blob.id : undefined;
    return JSON.stringify([named, file?.size, file?.mtimeMs, blob, dataset.roles, config.types, driftLimitsOf(config)]);
  }
}

/** What went wrong, as it stands in a sentence that others end. */
function reasonOf(error: unknown): string {
  return errorMessage(error).replace(/\.$/, '').replace(/^(?:The|There|This|A) /, (word) => word.toLowerCase());
}
