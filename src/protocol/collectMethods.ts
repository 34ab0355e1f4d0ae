import type { CollectPlan, CollectTarget, NoCollect } from '../core/collect.ts';
import type { View } from '../core/filter.ts';
import type { Method } from './rpc.ts';

export interface CollectParams {
  /** Columns whose values are segments; absent: those of winnow.json, else the first segment column. */
  readonly by?: readonly string[];
  /** Absent: that of winnow.json, else its mix, else a floor of 50. */
  readonly target?: CollectTarget;
  readonly filters: View['filters'];
  /** Cells to list. */
  readonly limit: number;
}

/** What the engine answers about what to collect. */
export interface CollectMethods {
  /** The rows that are missing to a target, by label and segment; why not, where the target cannot be used. */
  collect: Method<CollectParams & { id: number }, CollectPlan | NoCollect>;
}

export interface HostCollectMethods {
  collect: Method<CollectParams, CollectPlan | NoCollect>;
}
