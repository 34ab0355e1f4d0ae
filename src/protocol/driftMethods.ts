import type { DriftReport, NoDrift } from '../core/drift.ts';
import type { DriftTimeline, DriftTimelineParams } from '../core/driftTimeline.ts';
import type { LabelTimeline, NoTimeline, Period } from '../core/timeline.ts';
import type { WorkProgress } from './engineMethods.ts';
import type { Method } from './rpc.ts';

export interface DriftMethods {
  /**
   * How a dataset differs from a reference (`parseReference`): the one given, else that of its configuration. What is
   * wrong with the reference is told by `why`.
   */
  drift: Method<{ id: number; reference?: string }, DriftReport | NoDrift, WorkProgress>;
  /** How the labels are distributed over time, where columns have the roles label and time; `period`: absent, what a chart has room for. */
  labelTimeline: Method<{ id: number; period?: Period }, LabelTimeline | NoTimeline>;
  /** How the columns are distributed over time, where a column has the role time. */
  driftTimeline: Method<DriftTimelineParams & { id: number }, DriftTimeline | NoTimeline, WorkProgress>;
  /** The text of a stored profile, to compare other datasets with where this one is not. */
  storedProfile: Method<{ id: number }, string>;
}
