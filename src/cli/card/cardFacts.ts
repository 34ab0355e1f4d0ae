import { checks } from '../../checks/index.ts';
import { settleDecisions } from '../../core/applied.ts';
import { formatCount } from '../../core/countWords.ts';
import type { Dataset } from '../../core/dataset.ts';
import type { Act, Decision } from '../../core/decision.ts';
import { effectiveDecisions } from '../../core/decision.ts';
import { type FileVersion, type LineageEntry, lineageOf } from '../../core/fileVersion.ts';
import type { ColumnProfile } from '../../core/profile.ts';
import { listFileVersions } from '../../git/fileVersions.ts';
import { locateInGit } from '../../git/repository.ts';
import type { CrossTab, DecisionStatus } from '../../protocol/engineMethods.ts';
import type { FindingSummary } from '../../protocol/findingMethods.ts';
import type { AnnotatorReport, LabelHealth } from '../../protocol/labelMethods.ts';
import type { EngineSession, OpenedDataset } from '../engineSession.ts';

/** What is measured of a dataset for its card. */
export interface CardFacts {
  readonly dataset: Dataset;
  readonly profiles: readonly ColumnProfile[];
  /** `sha256:` and the digits of the content. */
  readonly hash: string;
  /** Labels overall; null without a label column. */
  readonly labels: CrossTab | null;
  /** By the values of each segment column: labels, or rows alone where there is no label column. */
  readonly segments: readonly CrossTab[];
  readonly splits: CrossTab | null;
  readonly findings: FindingSummary;
  /** Messages of findings about whole columns, segments or the dataset, by check; at most three of each. */
  readonly messages: ReadonlyMap<string, readonly string[]>;
  readonly health: LabelHealth;
  readonly annotators: AnnotatorReport;
  /** Decisions in force, by act, and how many people made them. */
  readonly decisions: { readonly acts: ReadonlyMap<Act, number>; readonly people: number };
  /** Decisions in force that change a cell or take out a row, and that this version of the file does not say. */
  readonly pending: number;
  readonly lineage: readonly LineageEntry[];
  /** Commits that changed the file, newest first, at most eleven; null outside of git. */
  readonly versions: readonly FileVersion[] | null;
}

/** Learning takes longest by far. */
const notLearnt: LabelHealth = {
  source: null,
  why: 'it was left out (--skip label-error)',
  classes: [],
  matrix: { labels: [], counts: [], otherLabels: 0 },
  positions: [],
  position: 0,
};
const mostLabels = 50;
const mostMessages = 3;
/** One more than is shown, so that it can be said that there are more. */
const mostVersions = 11;

/**
 * Asks the engine, the sidecar and git. What the sidecar has decided counts. Throws, in words, where something cannot be read.
 * @param skip ids of checks that are left out; without `label-error`, labels are not learnt.
 */
export async function gatherFacts(
  { id, dataset, profiles, path }: OpenedDataset,
  hash: string,
  decisions: readonly Decision[],
  session: EngineSession,
  skip: readonly string[] = [],
): Promise<CardFacts> {
  const withProgress = { onProgress: session.showProgress };
  const status = await session.call('decide', { id, decisions });
  const chosen = checks.map((check) => check.id).filter((check) => !skip.includes(check));
  const findings = await session.call('check', { id, ...(skip.length > 0 && { checks: chosen }) }, withProgress);
  const { label, segments, split } = dataset.roles;
  const tab = (by: string | undefined): Promise<CrossTab> =>
    session.call('crossTab', { id, column: label ?? by ?? '', ...(by !== undefined && { by }), filters: [], limit: mostLabels });
  const facts: Omit<CardFacts, 'messages' | 'versions'> = {
    dataset,
    profiles,
    hash,
    findings,
    labels: label === undefined ? null : await tab(undefined),
    segments: await Promise.all(segments.filter((segment) => segment !== label).map(tab)),
    splits: split === undefined ? null : await tab(split),
    health: skip.includes('label-error') ? notLearnt : await session.call('labelHealth', { id }, withProgress),
    annotators: await session.call('annotators', { id }, withProgress),
    decisions: countDecisions(decisions),
    pending: countPending(decisions, hash, status),
    lineage: lineageOf(decisions),
  };
  const messages = new Map<string, readonly string[]>();
  for (const { check } of findings.groups) messages.set(check, await messagesOf(id, check, session));
  return { ...facts, messages, versions: await versionsOf(path) };
}

async function messagesOf(id: number, check: string, session: EngineSession): Promise<string[]> {
  const page = await session.call('findings', { id, check, offset: 0, limit: mostMessages });
  return page.findings.filter(({ finding }) => finding.scope !== 'row' && finding.scope !== 'rows').map(({ finding }) => finding.message);
}

function countDecisions(decisions: readonly Decision[]): CardFacts['decisions'] {
  const acts = new Map<Act, number>();
  const people = new Set<string>();
  for (const { act, by } of effectiveDecisions(decisions)) {
    if (act === 'apply') continue;
    acts.set(act, (acts.get(act) ?? 0) + 1);
    if (by !== undefined) people.add(by);
  }
  return { acts, people: people.size };
}

const changing: readonly Act[] = ['relabel', 'set', 'exclude'];

/** Without those whose row is not there, and those that disagree with the file or with each other. */
function countPending(decisions: readonly Decision[], hash: string, { orphans, conflicts }: DecisionStatus): number {
  const { decisions: settled, applied, gone } = settleDecisions(decisions, hash);
  const open = new Set([...orphans, ...conflicts.flatMap(({ decision, other }) => (other ? [decision, other] : [decision]))].map(({ id }) => id));
  return effectiveDecisions(settled).filter(({ id, act }) => changing.includes(act) && !applied.has(id) && !gone.has(id) && !open.has(id)).length;
}

/** What counts decisions that are not in the file, and what does not; null where there are none. */
export function pendingWords({ pending }: Pick<CardFacts, 'pending'>): string | null {
  if (pending === 0) return null;
  const [are, them] = pending === 1 ? ['decision is', 'it'] : ['decisions are', 'them'];
  return `${formatCount(pending)} ${are} not applied to the file yet. Columns, labels, segments and splits are counted as the file has them; label quality, findings and evaluation count ${them}.`;
}

async function versionsOf(path: string): Promise<FileVersion[] | null> {
  const tracked = await locateInGit(path);
  return tracked && listFileVersions(tracked, mostVersions);
}
