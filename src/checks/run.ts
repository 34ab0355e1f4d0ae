import { errorMessage } from '../core/errorMessage.ts';
import type { WinnowConfig } from '../core/config.ts';
import type { Dataset, UnreadableRecord } from '../core/dataset.ts';
import { noReference, type NoDrift } from '../core/drift.ts';
import { type Basis, compareFindings, type KeptFinding, type KeptSuggestion, type Severity } from '../core/finding.ts';
import type { ColumnProfile } from '../core/profile.ts';
import type { Relation } from '../engine/engine.ts';
import type { Check, CheckContext, OtherFile, RawFinding, WorkMemory } from './check.ts';
import { checks as allChecks } from './index.ts';
import { Listing } from './listing.ts';
import type { NoProbabilities, OutOfSample } from './outOfSample.ts';
import type { NoAnnotations } from './parts/annotationLayout.ts';
import type { AnnotatorStudy } from './parts/annotatorStudy.ts';
import type { DriftStudy } from './parts/drift/driftStudy.ts';
import { ascendingRows } from './parts/rowList.ts';
import { Shared } from './shared.ts';
import { type ResolvedSettings, resolveSettings, warnOfUnknownChecks } from './settings.ts';

export interface CheckRun {
  readonly dataset: Dataset;
  readonly profiles: readonly ColumnProfile[];
  readonly config: WinnowConfig;
  readonly relation: Relation;
  unreadable(): AsyncIterable<UnreadableRecord>;
  /** Probabilities of the labels; absent: there are none. */
  outOfSample?(signal: AbortSignal, progress: (fraction: number, words: string) => void): Promise<OutOfSample | NoProbabilities>;
  /** What its annotators say together; absent: it is worked out here. */
  annotators?(signal: AbortSignal, progress: (fraction: number, words: string) => void): Promise<AnnotatorStudy | NoAnnotations>;
  /** How it differs from its reference; absent: there is none. */
  drift?(signal: AbortSignal, progress: (fraction: number, words: string) => void): Promise<DriftStudy | NoDrift>;
  /** Opens another file of the dataset (`CheckContext.otherFile`); absent: there is none. */
  otherFile?<Result>(
    path: string, signal: AbortSignal, progress: (fraction: number, words: string) => void, work: (other: OtherFile) => Promise<Result>,
  ): Promise<Result | null>;
  /** Memory for work outside of the engine; absent: as much as is asked for. */
  reserve?(megabytes: number): Promise<WorkMemory>;
  /** Nobody has asked for it, it comes of opening the file: absent, somebody has. */
  readonly unasked?: boolean;
  readonly signal: AbortSignal;
  /** fraction 0–1 over all checks, with words for the progress bar. */
  progress(fraction: number, words: string): void;
  /** Ids of the checks to run; all of them when absent. */
  readonly only?: readonly string[];
  /** The checks there are; those of `index.ts` when absent. */
  readonly checks?: readonly Check[];
}

export interface CheckOutcome {
  /** In the order of `compareFindings`. */
  readonly findings: KeptFinding[];
  /** Checks that did not run, and why. */
  readonly skipped: { readonly check: string; readonly why: string; readonly untried?: true; readonly toCome?: true }[];
  /** What `winnow.json` says of checks that could not be used, in words. */
  readonly warnings: string[];
}

/** The first slow check waits for the labels to be learnt, which takes so many times as long as what else a check does. */
const learningTakes = 40;

/**
 * Runs the checks over a dataset, one after the other: the engine itself uses all cores.
 * A check that throws becomes a finding about itself, and the others go on.
 * @throws the signal's reason when it is aborted.
 */
export async function runChecks(run: CheckRun): Promise<CheckOutcome> {
  const known = run.checks ?? allChecks;
  const outcome: CheckOutcome = { findings: [], skipped: [], warnings: [] };
  const warn = (message: string): void => void outcome.warnings.push(message);
  warnOfUnknownChecks(Object.keys(run.config.checks ?? {}), known, 'winnow.json', warn);
  warnOfUnknownChecks(run.only ?? [], known, 'The checks asked for', warn);

  const wanted = known.filter((check) => !run.only || run.only.includes(check.id));
  const profiles = new Map(run.profiles.map((profile) => [profile.column, profile]));
  const shared = new Shared(run.relation, run.signal);
  const learning = wanted.find(({ slow }) => slow);
  const work = wanted.length + (learning ? learningTakes - 1 : 0);
  let done = 0;
  try {
    for (const check of wanted) {
      run.signal.throwIfAborted();
      const [before, own] = [done, check === learning ? learningTakes : 1];
      done += own;
      run.progress(before / work, check.title);
      const settings = resolveSettings(check, run.config, warn);
      const why = settings.off ? 'switched off in winnow.json' : check.needs(run.dataset);
      if (why !== null) {
        outcome.skipped.push({ check: check.id, why, ...(settings.off && { untried: true }) });
        continue;
      }
      const progress = (fraction: number, words: string): void => run.progress((before + own * Math.min(1, fraction)) / work, words);
      const skip = (why: string): void => void outcome.skipped.push({ check: check.id, why });
      for (const finding of await runOne(check, settings, { ...run, profiles, progress, shared, skip })) outcome.findings.push(finding);
    }
  } finally {
    await shared.dispose();
  }
  run.progress(1, 'Checked');
  outcome.findings.sort(compareFindings);
  return outcome;
}

type OneRun = Omit<CheckRun, 'profiles'> & { readonly profiles: ReadonlyMap<string, ColumnProfile>; readonly shared: Shared; skip(why: string): void };

async function runOne(check: Check, settings: ResolvedSettings, run: OneRun): Promise<KeptFinding[]> {
  const { dataset, config, relation, signal, profiles, progress, shared, skip } = run;
  const basis: Basis = { kind: 'all', rows: dataset.rows };
  const severity = settings.severity ?? check.severity;
  const context: CheckContext = {
    dataset, profiles, config, relation, signal, progress, basis, severity, skip,
    options: settings.options,
    unasked: run.unasked ?? false,
    unreadable: () => run.unreadable(),
    shared: (name, make) => shared.get(name, make),
    keep: (sql) => shared.keep(sql),
    ...(run.annotators && { annotators: () => run.annotators!(signal, progress) }),
    drift: () => shared.get('drift', () => run.drift?.(signal, progress) ?? Promise.resolve(noReference)),
    otherFile: (path, work) => run.otherFile?.(path, signal, progress, work) ?? Promise.resolve(null),
    reserve: (megabytes) => run.reserve?.(megabytes) ?? Promise.resolve({ megabytes, release: () => undefined }),
    outOfSample: () => shared.get('out of sample', () => run.outOfSample?.(signal, progress) ?? Promise.resolve({ why: 'labels are not learnt here' })),
  };
  const listing = new Listing();
  const add = (raw: RawFinding): void => listing.add(kept(raw, check.id, settings.severity ?? raw.severity ?? check.severity, basis));
  try {
    for await (const finding of check.run(context)) {
      signal.throwIfAborted();
      add(finding);
    }
  } catch (error) {
    signal.throwIfAborted();
    add(failure(check, error));
  }
  return listing.findings();
}

function failure(check: Check, error: unknown): RawFinding {
  const reason = errorMessage(error);
  return {
    severity: 'error',
    scope: 'dataset',
    score: 1,
    message: `The check “${check.title}” failed before it had seen everything: ${reason}`,
    rows: [],
    evidence: { failed: true, reason },
  };
}

function kept({ suggestion, ...raw }: RawFinding, check: string, severity: Severity, basis: Basis): KeptFinding {
  return {
    ...raw, check, severity,
    basis: raw.basis ?? basis,
    score: Math.min(1, Math.max(0, raw.score)),
    rows: ascendingRows(raw.rows),
    ...(suggestion && { suggestion: keptSuggestion(suggestion) }),
  };
}

function keptSuggestion(suggestion: NonNullable<RawFinding['suggestion']>): KeptSuggestion {
  return suggestion.act === 'exclude' ? { ...suggestion, rows: Int32Array.from(suggestion.rows) } : suggestion;
}
