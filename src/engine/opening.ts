import type { Notice } from '../core/dataset.ts';
import type { OpenedFile } from '../formats/format.ts';
import type { LoadProgress, OpenParams } from '../protocol/engineMethods.ts';
import type { DatabaseOptions } from './duckdb.ts';
import type { Loading } from './loading.ts';

/** A file that is being opened: what all steps of it need. */
export interface Opening {
  readonly params: OpenParams;
  readonly opened: OpenedFile;
  readonly folder: string;
  readonly options: DatabaseOptions;
  readonly signal: AbortSignal;
  progress(value: LoadProgress): void;
  /** Columns in sight, to be profiled first. */
  preferred?(): readonly string[];
  readonly loading: Loading;
  /** Said of the dataset beside what reading it says. */
  readonly notices?: readonly Notice[];
  /** The copy of what a packed file holds, and how much of it was unpacked, 0–1. */
  readonly unpacked?: { readonly path: string; readonly share: number };
}
