import type { Measurement } from './measurement.ts';
import { median } from './statistics.ts';

export interface Result {
  /** Absent where nothing was measured. */
  readonly median?: number;
  readonly yardstickMedian?: number;
  /** Median by the yardstick's median. */
  readonly ratio?: number;
  /** Absent without a target, or without what the target is about. */
  readonly reached?: boolean;
}

export function resultOf({ values, yardstick, target }: Measurement): Result {
  const own = known(median(values));
  const other = known(median(yardstick?.values ?? []));
  const ratio = own === undefined || other === undefined ? undefined : known(own / other);
  const judged = target?.of === 'median' ? own : ratio;
  const reached = target && judged !== undefined ? judged >= (target.atLeast ?? -Infinity) && judged <= (target.atMost ?? Infinity) : undefined;
  return { median: own, yardstickMedian: other, ratio, reached };
}

const known = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);
