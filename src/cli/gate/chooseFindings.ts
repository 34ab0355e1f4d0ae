import { formatCount } from '../../core/countWords.ts';
import type { Dataset } from '../../core/dataset.ts';
import { type FindingMarks, KnownFindings, type MarkIdentity, type NewFinding, newFindings } from '../../core/findingMarks.ts';
import type { EngineSession } from '../engineSession.ts';
import type { Hidden } from '../reporters/reporter.ts';
import type { CheckTarget } from './target.ts';

/** The findings that are to be told, by index, and how many are not. `fresh` is null where all are told. */
export interface ChosenFindings {
  readonly fresh: ReadonlyMap<number, NewFinding> | null;
  readonly hidden: Hidden;
}

/** Leaves out what earlier versions had, and what was accepted. `checks`: those that ran. */
export async function chooseFindings(
  id: number,
  dataset: Dataset,
  { path, earlier, baseline }: CheckTarget,
  checks: readonly string[],
  session: EngineSession,
  tell: (message: string) => void,
): Promise<ChosenFindings> {
  if (!earlier && (!baseline || baseline.file.of(baseline.name).length === 0)) return { fresh: null, hidden: { before: 0, accepted: 0 } };
  const marks = await session.call('findingMarks', { id });
  let brought: readonly NewFinding[] = newFindings(marks, []);
  if (earlier) {
    const compared = await earlier.compare(dataset, (identity?: MarkIdentity) =>
      identity ? session.call('findingMarks', { id, identity }) : Promise.resolve(marks),
    );
    for (const notice of compared.notices) tell(`${path}: ${notice}`);
    brought = compared.fresh;
  } else if (baseline) tellStale(path, baseline, marks, checks, tell);
  const accepted = baseline?.file.knownOf(baseline.name);
  const open = accepted && new Set(newFindings(marks, [accepted]).map(({ index }) => index));
  const fresh = brought.filter(({ index }) => !open || open.has(index));
  return {
    fresh: new Map(fresh.map((finding) => [finding.index, finding])),
    hidden: { before: marks.indexes.length - brought.length, accepted: brought.length - fresh.length },
  };
}

function tellStale(
  path: string,
  { file, name }: NonNullable<CheckTarget['baseline']>,
  marks: FindingMarks,
  checks: readonly string[],
  tell: (message: string) => void,
): void {
  const found = new KnownFindings();
  found.add(marks);
  const stale = file.staleOf(name, checks, found).length;
  if (stale > 0)
    tell(
      `${file.path}: ${formatCount(stale)} accepted ${stale === 1 ? 'finding is' : 'findings are'} no longer in ${path}: run “winnow check ${path} --write-baseline” to leave ${stale === 1 ? 'it' : 'them'} out.`,
    );
}
