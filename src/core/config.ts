import type { CollectConfig } from './collect.ts';
import type { TextOptions } from './dataset.ts';
import type { Expectations } from './expectations.ts';
import type { Severity } from './finding.ts';
import type { PartialRoles } from './roles.ts';
import type { ColumnType } from './schema.ts';
import type { AnnotationColumn, Costs, LabelDefinition } from './taxonomy.ts';

/** What `winnow.json` may say of one check: off, or thresholds and a severity of its own. */
export type CheckSettings = false | (Readonly<Record<string, unknown>> & { readonly severity?: Severity });

/** `winnow.json` of a folder, or the part of it that is about one file. */
export interface WinnowConfig {
  readonly roles?: PartialRoles;
  /** Columns that identify a row. */
  readonly key?: readonly string[];
  /** Types that override the inferred ones. */
  readonly types?: Readonly<Record<string, ColumnType>>;
  /** What the dataset is compared with (`parseReference`); paths are absolute once a file of configuration was read. */
  readonly reference?: string;
  readonly checks?: Readonly<Record<string, CheckSettings>>;
  /** How the text is read, where detection is wrong. */
  readonly format?: TextOptions;
  /** The labels there are: others are unknown. The nearest file's list stands. */
  readonly taxonomy?: readonly LabelDefinition[];
  readonly costs?: Costs;
  /** Columns that people add. */
  readonly annotations?: readonly AnnotationColumn[];
  /** What the file is expected to look like: breaks of it are findings. */
  readonly expectations?: Expectations;
  /** How many rows each label should have in each segment. */
  readonly collect?: CollectConfig;
}
