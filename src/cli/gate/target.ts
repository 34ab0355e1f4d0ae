import type { WinnowConfig } from '../../core/config.ts';
import type { Dataset } from '../../core/dataset.ts';
import type { Decision } from '../../core/decision.ts';
import type { FindingMarks, MarkIdentity, NewFinding } from '../../core/findingMarks.ts';
import type { BaselineFile } from './baselineFile.ts';

/** A dataset that is to be checked: a file, or what is staged of one. */
export interface CheckTarget {
  /** As it is told to people and programs. */
  readonly path: string;
  /** Where the bytes are. */
  readonly file: string;
  readonly config: WinnowConfig;
  readonly decisions: readonly Decision[];
  /** It stands in its folder, and has no decisions: those of a file that was called otherwise may be its own. */
  readonly mayBeRenamed?: boolean;
  /** What could not be used of what stands beside the data, in words with its place. */
  readonly notices: readonly string[];
  /** Why it is checked though it is as it was, in words. */
  readonly because?: string;
  /** What was accepted; null where nothing can be. */
  readonly baseline: { readonly file: BaselineFile; readonly name: string } | null;
  /** Versions that the next commit would follow; absent where the dataset is checked by itself. */
  readonly earlier?: EarlierVersions;
}

/** What was found in the versions that the next commit would follow. */
export interface EarlierVersions {
  /** Findings that none of them has. `marksOf`: those of the version that is checked. */
  compare(dataset: Dataset, marksOf: (identity?: MarkIdentity) => Promise<FindingMarks>): Promise<ComparedVersions>;
  close(): Promise<void>;
}

export interface ComparedVersions {
  readonly fresh: readonly NewFinding[];
  /** What could not be compared, in words. */
  readonly notices: readonly string[];
}
