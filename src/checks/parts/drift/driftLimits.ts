import type { WinnowConfig } from '../../../core/config.ts';
import { driftLimits, type DriftLimits } from '../../../core/drift.ts';

const { missing, missingP, ...ofColumns } = driftLimits;

/** Options of `feature-drift`, which every column is judged by, and of `missingness-drift`. */
export const columnDefaults = ofColumns;
export const missingDefaults = { missing, missingP };

/** The limits of a dataset: the defaults with `winnow.json` laid over them. */
export function driftLimitsOf({ checks }: WinnowConfig): DriftLimits {
  const given = (check: string): Record<string, unknown> => ({ ...(checks?.[check] || {}) });
  const set = Object.entries({ ...given('feature-drift'), ...given('missingness-drift') }).filter(
    ([name, value]) => Object.hasOwn(driftLimits, name) && typeof value === 'number' && Number.isFinite(value),
  );
  return { ...driftLimits, ...Object.fromEntries(set) };
}
