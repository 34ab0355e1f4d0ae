import type { DriftReport, NoDrift } from '../../core/drift.ts';
import type { Decision } from '../../core/decision.ts';
import type { Evaluation, NoEvaluation } from '../../core/evaluation.ts';
import type { DriftTimeline } from '../../core/driftTimeline.ts';
import type { LabelTimeline, NoTimeline } from '../../core/timeline.ts';
import type { Distribution, MissingMatrix } from '../../protocol/distributionMethods.ts';
import type { FindingPage } from '../../protocol/findingMethods.ts';
import { type CardFacts, gatherFacts } from '../card/cardFacts.ts';
import type { EngineSession, OpenedDataset } from '../engineSession.ts';

/** What a report shows: what a card is made of, and more of it. */
export interface ReportFacts extends CardFacts {
  /** The worst findings of each check, by its id. */
  readonly listed: ReadonlyMap<string, FindingPage>;
  /** Missing values of each column, by the values of the first segment column where there is one. */
  readonly missing: MissingMatrix;
  /** How the labels differ between the values of each segment column and the split, by that column. */
  readonly differences: ReadonlyMap<string, Distribution>;
  readonly drift: DriftReport | NoDrift;
  readonly timeline: LabelTimeline | NoTimeline;
  /** The columns over time, against the first period. */
  readonly columnsOverTime: DriftTimeline | NoTimeline;
  readonly evaluation: Evaluation | NoEvaluation;
  /** Decisions that count here and are not in the sidecar, and those of it that were taken back. */
  readonly unsaved: number;
}

/** The version of the file, and what was decided of it. */
export interface ReportedVersion {
  readonly hash: string;
  readonly decisions: readonly Decision[];
  readonly unsaved: number;
}

/** Findings of a check that are listed; the others are counted. */
const mostListed = 25;

/** Asks for all that a report shows; what was decided counts, and it is compared with the reference of its configuration. */
export async function gatherReport(
  opened: OpenedDataset,
  { hash, decisions, unsaved }: ReportedVersion,
  session: EngineSession,
  skip: readonly string[],
): Promise<ReportFacts> {
  const { id, dataset } = opened;
  const withProgress = { onProgress: session.showProgress };
  const facts = await gatherFacts(opened, hash, decisions, session, skip);
  const listed = new Map<string, FindingPage>();
  for (const { check, findings } of facts.findings.groups)
    if (findings > 0) listed.set(check, await session.call('findings', { id, check, offset: 0, limit: mostListed }));
  const { label, segments, split } = dataset.roles;
  const by = segments[0];
  const differences = new Map<string, Distribution>();
  for (const column of label === undefined ? [] : new Set([...segments, ...(split === undefined ? [] : [split])])) {
    if (column !== label)
      differences.set(
        column,
        await session.call('distribution', { id, of: { column: label!, how: 'values' }, by: [{ column, how: 'values' }], filters: [] }),
      );
  }
  return {
    ...facts,
    listed,
    differences,
    unsaved,
    missing: await session.call('missingMatrix', { id, by: by === undefined ? [] : [{ column: by, how: 'values' }], filters: [] }),
    drift: await session.call('drift', { id }, withProgress),
    timeline: await session.call('labelTimeline', { id }),
    columnsOverTime: await session.call('driftTimeline', { id, against: 'first' }, withProgress),
    evaluation: await session.call('evaluate', { id }, withProgress),
  };
}
