import { formatCount } from '../../core/countWords.ts';
import { orphanPlace } from '../../core/orphanWords.ts';
import { checks as knownChecks } from '../../checks/index.ts';
import { sidecarPath } from '../../sidecar/sidecarFile.ts';
import type { EngineSession } from '../engineSession.ts';
import { judgedWords, troubleWords } from '../reporters/probabilityWords.ts';
import type { CheckedOutcome, Reporter } from '../reporters/reporter.ts';
import { plain, type Terminal } from '../terminal.ts';
import { acceptFindings } from './acceptFindings.ts';
import { readDrift } from './driftVerdict.ts';
import { chooseFindings } from './chooseFindings.ts';
import { reportFindings } from './reportFindings.ts';
import { strayNotices } from './strayNotice.ts';
import type { CheckTarget } from './target.ts';

/** Acts of the backlog that a report names. */
const mostFixes = 1000;

export interface Checking {
  readonly session: EngineSession;
  readonly reporter: Reporter;
  readonly terminal: Terminal;
  /** Ids of the checks to run. */
  readonly checks: readonly string[];
  /** Take what is found into the baseline first. */
  readonly accept: boolean;
}

/** Checks one dataset and reports it. Throws, in words, where it cannot be read. */
export async function checkTarget(target: CheckTarget, { session, reporter, terminal, checks, accept }: Checking): Promise<CheckedOutcome> {
  const { path, baseline } = target;
  const tell = (message: string): void => {
    session.clearProgress();
    terminal.messages(`${plain(message)}\n`);
  };
  for (const notice of target.notices) tell(notice);
  const { id, dataset, profiles } = await session.openForChecks(target.file, target.config);
  try {
    for (const { message, line } of dataset.notices.filter(({ severity }) => severity !== 'info'))
      tell(`${path}${line === undefined ? '' : `:${line}`}: ${message}`);
    if (target.mayBeRenamed) for (const notice of await strayNotices(id, path, target.file, session)) tell(notice);
    const { conflicts, orphans } = await session.call('decide', { id, decisions: target.decisions });
    if (conflicts.length > 0)
      tell(
        `${sidecarPath(path)}: ${conflicts.length} ${conflicts.length === 1 ? 'decision does' : 'decisions do'} not agree with the file or with another one; open the dataset to settle them.`,
      );
    if (orphans.length > 0)
      tell(
        `${sidecarPath(path)}: ${orphans.length} ${orphans.length === 1 ? 'decision is' : 'decisions are'} about rows that are not in ${orphanPlace(dataset.unreadable)}.`,
      );
    const { skipped, warnings = [], judgedBy } = await session.call('check', { id, checks }, { onProgress: session.showProgress });
    for (const warning of warnings) tell(`${path}: ${warning}`);
    session.clearProgress();
    if (accept && baseline)
      tell(`${baseline.file.path}: ${formatCount(await acceptFindings(id, baseline, checks, session))} findings of ${path} are accepted.`);
    const { fresh, hidden } = await chooseFindings(id, dataset, target, checks, session, tell);
    const leftOut = knownChecks
      .filter((each) => !checks.includes(each.id))
      .map((each) => ({ check: each.id, why: target.earlier ? 'left out of a quick check; --learn runs it' : 'left out' }));
    reporter.begin({
      path,
      dataset,
      profiles,
      skipped: [...skipped, ...leftOut],
      ...(target.earlier && { compared: true }),
      ...(target.because !== undefined && { because: target.because }),
    });
    const counts = await reportFindings(id, fresh, session, reporter, terminal);
    const drift = await readDrift(id, target, session);
    if (drift && reporter.drift) reporter.drift(drift);
    // Formats that have no place for it are told beside them.
    else if (drift) tell(`${path}: the verdict is “${drift.verdict.verdict}”: ${drift.verdict.reasons.join(' ')}`);
    if (judgedBy && reporter.labels) reporter.labels(judgedBy);
    else if (judgedBy) for (const words of 'why' in judgedBy ? judgedWords(judgedBy) : troubleWords(judgedBy)) tell(`${path}: ${words}`);
    reporter.end(counts, fresh ? null : await session.call('backlog', { id, offset: 0, limit: mostFixes }), hidden);
    return { counts, ...(drift && { verdict: drift.verdict }) };
  } finally {
    await session.call('close', { id }).catch(() => undefined);
  }
}
