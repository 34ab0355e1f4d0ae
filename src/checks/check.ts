import type { WinnowConfig } from '../core/config.ts';
import type { Dataset, UnreadableRecord } from '../core/dataset.ts';
import type { NoDrift } from '../core/drift.ts';
import type { Basis, Finding, Severity, Suggestion } from '../core/finding.ts';
import type { ColumnProfile } from '../core/profile.ts';
import type { KeptTable, Relation } from '../engine/engine.ts';
import type { NoProbabilities, OutOfSample } from './outOfSample.ts';
import type { NoAnnotations } from './parts/annotationLayout.ts';
import type { AnnotatorStudy } from './parts/annotatorStudy.ts';
import type { DriftStudy } from './parts/drift/driftStudy.ts';

/** Settings of a check with their default values, all settable in `winnow.json`. */
export type CheckOptions = Readonly<Record<string, number | string | boolean | readonly string[]>>;

export interface CheckContext<Options extends CheckOptions = CheckOptions> {
  readonly dataset: Dataset;
  readonly profiles: ReadonlyMap<string, ColumnProfile>;
  readonly config: WinnowConfig;
  /** The defaults with `winnow.json` laid over them. */
  readonly options: Options;
  /** The check's severity, or the one that `winnow.json` gives it. */
  readonly severity: Severity;
  readonly relation: Relation;
  unreadable(): AsyncIterable<UnreadableRecord>;
  /** What several checks of a run need: worked out by the first that asks for it under this name. */
  shared<T>(name: string, make: () => Promise<T>): Promise<T>;
  /** A table for as long as the run lasts. `sql` is a question over the relation. */
  keep(sql: string): Promise<KeptTable>;
  /** Nobody has asked for this run: what takes long in a large file waits (`unasked.ts`). */
  readonly unasked: boolean;
  /** Says why there was nothing to look at after all; the check then ends without a finding. */
  skip(why: string): void;
  /**
   * Probabilities of the labels: read from the file, or learnt, which may take long and shows its own progress. The same
   * for all checks of a run.
   */
  outOfSample(): Promise<OutOfSample | NoProbabilities>;
  /** How the dataset differs from its reference, where one is named. The same for all checks of a run. */
  drift(): Promise<DriftStudy | NoDrift>;
  /**
   * Opens another file, which is named from the folder of the dataset, for as long as the work lasts; null where it is the
   * dataset itself. Rejects in words where it cannot be had.
   */
  otherFile<Result>(path: string, work: (other: OtherFile) => Promise<Result>): Promise<Result | null>;
  /** What the annotators say together, where somebody else keeps it too; absent: it is worked out here. See `sharedStudy`. */
  annotators?(): Promise<AnnotatorStudy | NoAnnotations>;
  /** Memory for work outside of the engine, which makes room for it: at most what was asked for. To be given back. */
  reserve(megabytes: number): Promise<WorkMemory>;
  readonly signal: AbortSignal;
  /** fraction 0–1, with words for the progress bar. */
  progress(fraction: number, words: string): void;
  /** `{kind: 'all', rows}` of this dataset. */
  readonly basis: Basis;
}

/** Another file of the same dataset. */
export interface OtherFile {
  readonly dataset: Dataset;
  readonly profiles: ReadonlyMap<string, ColumnProfile>;
  readonly relation: Relation;
}

/** A part of the process's memory; `megabytes` is what there is of it as of now. */
export interface WorkMemory {
  readonly megabytes: number;
  release(): void;
}

/** Row numbers: those of findings that may flag many rows come as an Int32Array. */
export type RowNumbers = readonly number[] | Int32Array;

/** A finding without what the runner adds: check, default severity and basis. */
export interface RawFinding extends Omit<Finding, 'check' | 'severity' | 'basis' | 'rows' | 'suggestion'> {
  readonly severity?: Severity;
  readonly basis?: Basis;
  readonly rows: RowNumbers;
  readonly suggestion?: Exclude<Suggestion, { readonly act: 'exclude' }> | { readonly act: 'exclude'; readonly rows: RowNumbers; readonly keep?: number };
}

/** One check: one file here, one fixture folder, one line in `index.ts`. */
export interface Check<Options extends CheckOptions = CheckOptions> {
  /** Kebab case; the file is its camel case. */
  readonly id: string;
  /** A few words for a heading: “Same content, different labels”. */
  readonly title: string;
  /** Other headings for findings of these severities: those that are less sure. */
  readonly titles?: Readonly<Partial<Record<Severity, string>>>;
  /** It may learn, which takes long: what other checks found is shown before. */
  readonly slow?: boolean;
  /** One sentence: what it looks for and why that matters. */
  readonly description: string;
  readonly severity: Severity;
  readonly defaults: Options;
  /** Why it cannot run on this dataset, in words (“no column has the role label”), or null when it can. */
  needs(dataset: Dataset): string | null;
  run(context: CheckContext<Options>): AsyncIterable<RawFinding>;
}

/** Keeps the option types of a check without writing them twice. */
export function defineCheck<Options extends CheckOptions>(check: Check<Options>): Check<Options> {
  return check;
}
