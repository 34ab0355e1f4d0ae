import type { DriftReport, NoDrift } from '../../core/drift.ts';
import type { Decision } from '../../core/decision.ts';
import type { Evaluation, NoEvaluation } from '../../core/evaluation.ts';
import type { LabelTimeline, NoTimeline } from '../../core/timeline.ts';
import type { FindingPage, Missingness } from '../../protocol/engineMethods.ts';
import { type CardFacts, gatherFacts } from '../card/cardFacts.ts';
import type { EngineSession, OpenedDataset } from '../engineSession.ts';

/** What a report shows: what a card is made of, and more of it. */
export interface ReportFacts extends CardFacts {
  /** The worst findings of each check, by its id. */
  readonly listed: ReadonlyMap<string, FindingPage>;
  /** Missing values of each column, by the values of the first segment column where there is one. */
  readonly missing: Missingness;
  readonly drift: DriftReport | NoDrift;
  readonly timeline: LabelTimeline | NoTimeline;
  readonly evaluation: Evaluation | NoEvaluation;
}

/** Findings of a check that are listed; the others are counted. */
export const mostListed = 25;

/**
 * Asks for all that a report shows; what the sidecar has decided counts.
 * @param reference what the dataset is compared with, where that is not what its configuration names.
 */
export async function gatherReport(opened: OpenedDataset, hash: string, decisions: readonly Decision[], reference: string | undefined, session: EngineSession): Promise<ReportFacts> {
  const { id, dataset } = opened;
  const withProgress = { onProgress: session.showProgress };
  const facts = await gatherFacts(opened, hash, decisions, session);
  const listed = new Map<string, FindingPage>();
  for (const { check, findings } of facts.findings.groups) if (findings > 0) listed.set(check, await session.call('findings', { id, check, offset: 0, limit: mostListed }));
  const by = dataset.roles.segments[0];
  return {
    ...facts,
    listed,
    missing: await session.call('missingness', { id, ...(by !== undefined && { by }) }),
    drift: await session.call('drift', { id, ...(reference !== undefined && { reference }) }, withProgress),
    timeline: await session.call('labelTimeline', { id }),
    evaluation: await session.call('evaluate', { id }, withProgress),
  };
}
