import { findCheck } from '../../checks/index.ts';
import type { WinnowConfig } from '../../core/config.ts';

/** What takes longest besides learning: it looks for rows that are almost the same. */
const nearChecks: readonly string[] = ['near-duplicate'];
/** These look for them too, and can leave that. */
const checksWithNear: readonly string[] = ['conflicting-label', 'split-leakage'];

/** These open the dataset's reference, which a commit does not change. */
const referenceChecks: readonly string[] = ['schema-drift', 'feature-drift', 'label-drift', 'missingness-drift'];

/** Those of the checks that a commit can wait for. */
export function gateChecks(ids: readonly string[]): string[] {
  return ids.filter((id) => !findCheck(id)?.slow && !nearChecks.includes(id) && !referenceChecks.includes(id));
}

/** The same of checks that have a slow part. */
export function withoutNear(config: WinnowConfig): WinnowConfig {
  const settings = checksWithNear.map((id) => [id, config.checks?.[id] === false ? false : { ...(config.checks?.[id] || {}), near: false }] as const);
  return { ...config, checks: { ...config.checks, ...Object.fromEntries(settings) } };
}
