import type { NextToLabel, NoNext } from '../core/nextToLabel.ts';
import type { NoPlan, PlanOptions, RedundancyPlan } from '../core/redundancyPlan.ts';
import type { WorkProgress } from './engineMethods.ts';
import type { Method } from './rpc.ts';

/** A file without the rows that a plan leaves out, or a list of all rows with what becomes of them, as JSON Lines. */
export type PlanFile = 'subset' | 'list';

export interface WrittenPlan {
  readonly plan: RedundancyPlan;
  readonly path: string;
  /** Rows or lines in it. */
  readonly rows: number;
}

export interface PlanMethods {
  /** Unlabelled rows, the one whose label would teach most first. */
  nextToLabel: Method<{ id: number; count: number }, NextToLabel | NoNext, WorkProgress>;
  /** Which rows could be left out, and what that does to each histogram. Nothing is changed. */
  planRedundancy: Method<{ id: number; options: PlanOptions }, RedundancyPlan | NoPlan, WorkProgress>;
  /**
   * Makes the plan and writes it to a path, which is replaced whole. Rejects in words where there is no plan, or the
   * path is the dataset's own.
   */
  writePlan: Method<{ id: number; options: PlanOptions; as: PlanFile; path: string }, WrittenPlan, WorkProgress>;
}

export interface HostPlanMethods {
  nextToLabel: Method<{ count: number }, NextToLabel | NoNext, WorkProgress>;
  planRedundancy: Method<{ options: PlanOptions }, RedundancyPlan | NoPlan, WorkProgress>;
  /** Asks where to; resolves with null where nothing was chosen. */
  writePlan: Method<{ options: PlanOptions; as: PlanFile }, WrittenPlan | null, WorkProgress>;
}
