import { findCheck } from '../../checks/index.ts';
import type { WinnowConfig } from '../../core/config.ts';

/**
 * What takes longest besides learning labels: looking for rows that are almost the same, near to each other or unlike
 * all others, and reading another dataset: the reference, other files.
 */
const longChecks: readonly string[] = [
  'near-duplicate',
  'redundant-row',
  'file-leakage',
  'order-dependence',
  'outlier-row',
  'schema-drift',
  'feature-drift',
  'label-drift',
  'missingness-drift',
];
/** These look for rows that are almost the same, too, and can leave that. */
const checksWithNear: readonly string[] = ['conflicting-label', 'split-leakage'];

/** Those of the checks that a commit can wait for. */
export function gateChecks(ids: readonly string[]): string[] {
  return ids.filter((id) => !findCheck(id)?.slow && !longChecks.includes(id));
}

/** Leaves the long part of checks out, and the reference that none of the others asks for. */
export function quickConfig({ reference: _reference, ...config }: WinnowConfig): WinnowConfig {
  const settings = checksWithNear.map((id) => [id, config.checks?.[id] === false ? false : { ...(config.checks?.[id] || {}), near: false }] as const);
  return { ...config, checks: { ...config.checks, ...Object.fromEntries(settings) } };
}
