import type { SettledDecisions } from '../../core/applied.ts';
import type { WinnowConfig } from '../../core/config.ts';
import type { Dataset } from '../../core/dataset.ts';
import type { CellTexts } from '../cellTexts.ts';
import type { DecidedRows } from '../decided.ts';
import type { RowKeys } from '../keys.ts';
import type { OpenTable } from '../openTable.ts';
import type { FileVersion } from './fileVersion.ts';

/** An open dataset and what was decided of it: what a plan is made from. */
export interface ApplySource {
  readonly dataset: Dataset;
  readonly table: OpenTable;
  readonly keys: RowKeys;
  readonly texts: CellTexts;
  readonly version: FileVersion;
  readonly decided: DecidedRows;
  readonly settled: SettledDecisions;
  readonly config: WinnowConfig;
  /** Megabytes, as the dataset was opened with. */
  readonly memoryLimit: number;
  /** Where it is cached, as it was opened with. */
  readonly cacheFolder?: string;
  readonly cacheLimit?: number;
}
