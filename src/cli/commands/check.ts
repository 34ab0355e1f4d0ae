import { errorMessage } from '../../core/errorMessage.ts';
import { checks } from '../../checks/index.ts';
import { type Severity, severities } from '../../core/finding.ts';
import { defineCommand, type EngineOptions, type Given, misused, type Tools } from '../command.ts';
import type { BaselineFile } from '../gate/baselineFile.ts';
import { checkTarget } from '../gate/checkTarget.ts';
import { readAgainst, withReference, withVerdicts } from '../gate/driftVerdict.ts';
import { fileTarget } from '../gate/fileTarget.ts';
import { gateChecks } from '../gate/quickChecks.ts';
import { engineOptions, engineOptionsHelp, oneOf, readEngineOptions } from '../options.ts';
import { readSkipped } from '../skippedChecks.ts';
import { makeReporter, type ReportFormat, reportFormats } from '../reporters/index.ts';
import type { FileOutcome, Reporter } from '../reporters/reporter.ts';
import { failureLine } from '../terminal.ts';

export interface CheckOptions extends EngineOptions {
  /** Datasets; with `staged` or `unstaged`, files and folders of which that is looked at. */
  readonly files: readonly string[];
  readonly failOn: Severity;
  readonly format: ReportFormat;
  /** Ids of checks that are left out. */
  readonly skip: readonly string[];
  readonly staged: boolean;
  /** As `staged`, of what differs from the index in the working tree. */
  readonly unstaged: boolean;
  /** With one of these: the checks that take longest as well. */
  readonly learn: boolean;
  /** Findings that were there before, and accepted ones, as well. */
  readonly all: boolean;
  readonly baseline?: string;
  readonly writeBaseline: boolean;
  readonly quiet: boolean;
  /** What the dataset is compared with, and what the verdict is about. */
  readonly against?: string;
}

export const checkCommand = defineCommand<CheckOptions>({
  name: 'check',
  takes: 'FILES… | --staged',
  summary: 'Run the checks and list what is open',
  help: `Usage: winnow check FILES… [OPTIONS]
       winnow check --staged [FILES…] [OPTIONS]
       winnow check --unstaged [FILES…] [OPTIONS]

Runs the checks. What the sidecar (NAME.winnow.jsonl) accepts is not reported again, nor what the baseline accepts.

Options
  --staged          Check the datasets that the index changes, or whose configuration or decisions it does, and tell
                    what the next commit would bring: findings that HEAD does not have
  --unstaged        Check the datasets that were changed and not staged, and tell what staging them would bring
  --learn           With one of these: run what takes longest too: the checks that learn labels, look for near
                    duplicates, or compare with a reference
  --all             List everything: what HEAD has too, and what the baseline accepts
  --fail-on LEVEL   Exit with 1 at findings of this severity or a worse one: error (default), warning or info
  --format FORMAT   text for people (default), json, sarif (2.1.0), junit, or github (annotations of a workflow)
  --skip CHECKS     Leave these checks out (ids with commas between them); label-error,ambiguous-row,test-noise may
                    learn the labels first, which takes longest
  --baseline FILE   Findings that are accepted (default: winnow.baseline.json beside winnow.json, where there is one)
  --write-baseline  Accept all that is found now, so that only what comes later is told
  --against WHAT    Compare with a file, a profile that was saved (winnow profile FILE --save), REVISION:PATH (HEAD:
                    is the file itself), split:VALUE, time:COLUMN<DATE or time:COLUMN=DATE..DATE, and end with a
                    verdict: retrain, look or fine
  --quiet           Say nothing where nothing is to be fixed
${engineOptionsHelp}

Exit code 0: no finding at or above the bar; 1: some; 2: a file could not be checked (the others are); 3: with
--against, the verdict is “retrain”. “look” and “fine” end as the findings do: what is to be looked at is a warning,
or an error where columns are gone or of another type. With --format json, each file has “verdict”, “reasons” and
“drift”. How columns drift over time: winnow drift FILE.
`,
  options: {
    format: 'text',
    'fail-on': 'text',
    skip: 'text',
    staged: 'flag',
    unstaged: 'flag',
    learn: 'flag',
    all: 'flag',
    baseline: 'text',
    'write-baseline': 'flag',
    quiet: 'flag',
    against: 'text',
    ...engineOptions,
  },
  read: readOptions,
  run: check,
});

function readOptions(given: Given): CheckOptions {
  const [staged, unstaged] = [given.flag('staged'), given.flag('unstaged')];
  const inGit = staged || unstaged;
  const [writeBaseline, all, baseline] = [given.flag('write-baseline'), given.flag('all'), given.text('baseline')];
  if (staged && unstaged) return misused('--staged and --unstaged do not go together: they are about two versions of a file.');
  if (given.files.length === 0 && !inGit) return misused('winnow check wants files, as in winnow check data.csv.');
  if (given.flag('learn') && !inGit) return misused('--learn goes with --staged: without it, all checks run.');
  const against = given.text('against');
  if (against !== undefined && inGit)
    return misused(
      `--against wants files: what is ${staged ? 'staged is compared with HEAD. Leave out --staged' : 'not staged is compared with what is. Leave out --unstaged'}.`,
    );
  if (writeBaseline && inGit)
    return misused(
      `--write-baseline wants files: ${staged ? 'what is staged may not be what they say. Leave out --staged' : 'name those whose findings are to be accepted, and leave out --unstaged'}.`,
    );
  if (writeBaseline && all) return misused('--all and --write-baseline do not go together.');
  return {
    files: given.files, staged, unstaged, learn: given.flag('learn'), all, writeBaseline, quiet: given.flag('quiet'),
    failOn: oneOf(severities, given.text('fail-on') ?? 'error', '--fail-on'),
    format: oneOf(reportFormats, given.text('format') ?? 'text', '--format'),
    skip: readSkipped(given),
    ...(baseline !== undefined && { baseline }), ...(against !== undefined && { against: readAgainst(against) }), ...readEngineOptions(given),
  };
}

/** Checks datasets one after the other and reports. Returns the exit code: 0, 1 or 2. */
async function check(options: CheckOptions, { engine, terminal }: Tools): Promise<number> {
  const session = () => engine(options);
  const reporter = makeReporter(options.format, terminal, options);
  const outcomes: FileOutcome[] = [];
  const one = async (path: string, work: () => Promise<FileOutcome>): Promise<void> => {
    try {
      outcomes.push(await work());
    } catch (error) {
      const reason = errorMessage(error);
      session().clearProgress();
      reporter.fail(path, reason);
      terminal.messages(failureLine(path, reason));
      outcomes.push({ error: reason });
    }
  };
  const ids = checks.map(({ id }) => id).filter((id) => !options.skip.includes(id));
  const run: Run = { ids, session, reporter, one, terminal };
  await (options.staged || options.unstaged ? checkInGit(options, run) : checkFiles(options, run));
  reporter.finish(outcomes);
  const code = exitCode(outcomes, options.failOn);
  return options.against === undefined ? code : withVerdicts(code, outcomes.map((outcome) => ('counts' in outcome ? outcome.verdict : undefined)));
}

/** What the datasets of one call have in common. */
interface Run {
  /** Of the checks. */
  readonly ids: readonly string[];
  readonly session: () => ReturnType<Tools['engine']>;
  readonly reporter: Reporter;
  readonly terminal: Tools['terminal'];
  /** Checks one dataset; what goes wrong with it is told, and the next one is checked. */
  readonly one: (path: string, work: () => Promise<FileOutcome>) => Promise<void>;
}

async function checkFiles(options: CheckOptions, { ids, session, reporter, one, terminal }: Run): Promise<void> {
  const baselines = new Map<string, BaselineFile>();
  const { all, writeBaseline: accept, config, baseline, against } = options;
  for (const path of options.files) {
    await one(path, async () => {
      const target = await fileTarget(
        path,
        { all, accept, ...(config !== undefined && { config }), ...(baseline !== undefined && { baseline }) },
        baselines,
      );
      return checkTarget(withReference(target, against), { session: session(), reporter, terminal, checks: ids, accept });
    });
  }
}

async function checkInGit(options: CheckOptions, { ids, session, reporter, one, terminal }: Run): Promise<void> {
  const { learn, all, config, baseline, files: paths, unstaged, quiet } = options;
  const quick = learn ? ids : gateChecks(ids);
  const wanted = { paths, all, checks: quick, learn, ...(config !== undefined && { config }), ...(baseline !== undefined && { baseline }) };
  // The readers of all formats come with it, which no other check has to wait for.
  const targets = unstaged
    ? (await import('../gate/unstagedTargets.ts')).unstagedTargets(wanted, session)
    : (await import('../gate/stagedTargets.ts')).stagedTargets(wanted, session);
  let looked = 0;
  for await (const target of targets) {
    looked += 1;
    if ('notLookedAt' in target) reporter.leaveOut?.(target.path, target.notLookedAt);
    else await one(target.path, () => checkTarget(target, { session: session(), reporter, terminal, checks: quick, accept: false }));
  }
  const gone = paths.length === 0 ? [] : await (await import('../gate/unknownPaths.ts')).unknownPaths(paths);
  for (const path of gone) await one(path, () => Promise.reject(new Error('this is neither here nor in the index nor in HEAD.')));
  if (looked === 0 && !quiet && (paths.length === 0 || gone.length < paths.length)) terminal.messages(nothingToCheck(unstaged, paths.length));
}

function nothingToCheck(unstaged: boolean, named: number): string {
  const of = named === 0 ? '' : named === 1 ? ' in what is named' : ` in the ${named} places that are named`;
  return `Nothing to check: no dataset ${unstaged ? 'differs from what is staged' : 'is staged'}${of}.\n`;
}

export function exitCode(outcomes: readonly FileOutcome[], failOn: Severity): number {
  if (outcomes.some((outcome) => 'error' in outcome)) return 2;
  const barred = severities.slice(0, severities.indexOf(failOn) + 1);
  return outcomes.some((outcome) => 'counts' in outcome && barred.some((severity) => outcome.counts[severity] > 0)) ? 1 : 0;
}
