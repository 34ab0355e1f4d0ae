import { driftLimitsOf } from '../../checks/parts/drift/driftLimits.ts';
import { studyDrift } from '../../checks/parts/drift/driftStudy.ts';
import { openStoredSide } from '../../checks/parts/drift/storedSide.ts';
import type { DriftReport } from '../../core/drift.ts';
import { readStoredProfile } from '../../core/storedProfile.ts';
import type { VersionParams } from '../../protocol/historyMethods.ts';
import type { DatasetSession } from '../session.ts';
import { VersionCache } from './versionCache.ts';

/** A version, and what it is called in sentences. */
export type NamedVersion = VersionParams & { readonly called: string };

/**
 * How a version differs from another one, by what was kept of both when they were described: numbers by their quantiles,
 * texts by their lengths. null where one of them is not known yet. `after`: a session for what is open.
 */
export async function versionDrift(before: NamedVersion, after: NamedVersion | DatasetSession, signal: AbortSignal): Promise<DriftReport | null> {
  const past = await profileOf(before);
  const present = 'called' in after ? await profileOf(after) : await after.drift.profileText(signal);
  if (past === null || present === null) return null;
  const sides = {
    reference: openStoredSide(readStoredProfile(past), before.called),
    current: openStoredSide(readStoredProfile(present), 'called' in after ? after.called : after.dataset.name),
    dividing: [], notes: ['Numbers are compared by their quantiles, texts by their lengths.'],
  };
  return studyDrift(sides, driftLimitsOf(before.config), { signal, progress: () => undefined });
}

const profileOf = async (version: VersionParams): Promise<string | null> => (await new VersionCache(version).read())?.profile ?? null;
