import { checks } from '../../checks/index.ts';
import { type FindingRow, type Severity, severities } from '../../core/finding.ts';
import type { ListedFinding } from '../../protocol/engineMethods.ts';
import { readSidecar, sidecarPath } from '../../sidecar/sidecarFile.ts';
import { defineCommand, type EngineOptions, misused } from '../command.ts';
import type { EngineSession } from '../engineSession.ts';
import { engineOptions, engineOptionsHelp, oneOf, type OutputFormat, readEngineOptions, readFormat } from '../options.ts';
import { JsonReporter } from '../reporters/json.ts';
import { type FileOutcome, noCounts, type Reporter, type SeverityCounts } from '../reporters/reporter.ts';
import { TextReporter } from '../reporters/text.ts';
import { failureLine, plain, type Terminal } from '../terminal.ts';

export interface CheckOptions extends EngineOptions {
  readonly files: readonly string[];
  readonly failOn: Severity;
  readonly format: OutputFormat;
  /** Ids of checks that are left out. */
  readonly skip: readonly string[];
}

export const checkCommand = defineCommand<CheckOptions>({
  name: 'check',
  takes: 'FILES…',
  summary: 'Run the checks and list what is open',
  help: `Usage: winnow check FILES… [--fail-on error|warning|info] [--format text|json] [--skip CHECKS] [--config FILE] [--memory MB]

Runs the checks. What the sidecar (NAME.winnow.jsonl) accepts is not reported again.

Options
  --fail-on LEVEL   Exit with 1 at findings of this severity or a worse one (default: error)
  --format FORMAT   text for people (default), json for programs
  --skip CHECKS     Leave these checks out (ids with commas between them); label-error and ambiguous-row may learn the labels first, which takes longest
${engineOptionsHelp}

Exit code 0: no finding at or above the bar; 1: some; 2: a file could not be checked (the others are).
`,
  options: { format: 'text', 'fail-on': 'text', skip: 'text', ...engineOptions },
  read(given) {
    if (given.files.length === 0) return misused('winnow check wants files: winnow check data.csv');
    return { files: given.files, format: readFormat(given), skip: checkIds(given.text('skip') ?? ''), failOn: oneOf(severities, given.text('fail-on') ?? 'error', '--fail-on'), ...readEngineOptions(given) };
  },
  run: (options, { engine, terminal }) => check(options, engine(options), terminal),
});

function checkIds(given: string): string[] {
  const known = checks.map(({ id }) => id);
  return given.split(',').map((id) => id.trim()).filter((id) => id !== '').map((id) => known.includes(id) ? id : misused(`--skip: there is no check “${id}”; there are ${known.join(', ')}.`));
}

/** Findings, and rows of a finding, that are fetched in one turn: what is held of a report at a time. */
const pageSize = 1000;
const rowPageSize = 10_000;
/** Acts of the backlog that a report names. */
const mostFixes = 1000;

/** Checks files one after the other and reports. Returns the exit code: 0, 1 or 2. */
async function check(options: CheckOptions, session: EngineSession, terminal: Terminal): Promise<number> {
  const reporter: Reporter = options.format === 'json' ? new JsonReporter(terminal) : new TextReporter(terminal);
  const outcomes: FileOutcome[] = [];
  for (const path of options.files) {
    try {
      outcomes.push({ counts: await checkFile(path, options, session, reporter, terminal) });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      session.clearProgress();
      reporter.fail(path, reason);
      terminal.messages(failureLine(path, reason));
      outcomes.push({ error: reason });
    }
  }
  reporter.finish(outcomes);
  return exitCode(outcomes, options.failOn);
}

export function exitCode(outcomes: readonly FileOutcome[], failOn: Severity): number {
  if (outcomes.some((outcome) => 'error' in outcome)) return 2;
  const barred = severities.slice(0, severities.indexOf(failOn) + 1);
  return outcomes.some((outcome) => 'counts' in outcome && barred.some((severity) => outcome.counts[severity] > 0)) ? 1 : 0;
}

async function checkFile(path: string, { config, skip }: CheckOptions, session: EngineSession, reporter: Reporter, terminal: Terminal): Promise<SeverityCounts> {
  const { id, dataset, profiles, path: fullPath, configNotices } = await session.open(path, config);
  try {
    const tell = (message: string): void => {
      session.clearProgress();
      terminal.messages(`${plain(message)}\n`);
    };
    for (const { message } of configNotices) tell(message);
    for (const { message, line } of dataset.notices.filter(({ severity }) => severity !== 'info')) tell(`${path}${line === undefined ? '' : `:${line}`}: ${message}`);
    const sidecar = await readSidecar(fullPath);
    for (const { line, reason } of sidecar.damaged) tell(`${sidecarPath(path)}:${line}: ${reason}`);
    const { conflicts, orphans } = await session.call('decide', { id, decisions: sidecar.decisions });
    if (conflicts.length > 0) tell(`${sidecarPath(path)}: ${conflicts.length} ${conflicts.length === 1 ? 'decision does' : 'decisions do'} not agree with the file or with another one; open the dataset to settle them.`);
    if (orphans.length > 0) tell(`${sidecarPath(path)}: ${orphans.length} ${orphans.length === 1 ? 'decision is' : 'decisions are'} about rows that are not in the file.`);
    const { skipped, warnings = [] } = await session.call('check', { id, ...(skip.length > 0 && { checks: checks.map((each) => each.id).filter((each) => !skip.includes(each)) }) }, { onProgress: session.showProgress });
    for (const warning of warnings) tell(`${path}: ${warning}`);
    session.clearProgress();
    reporter.begin({ path, dataset, profiles, skipped });
    const counts = await reportFindings(id, session, reporter, terminal);
    reporter.end(counts, await session.call('backlog', { id, offset: 0, limit: mostFixes }));
    return counts;
  } finally {
    await session.call('close', { id }).catch(() => undefined);
  }
}

async function reportFindings(id: number, session: EngineSession, reporter: Reporter, terminal: Terminal): Promise<SeverityCounts> {
  const counts = noCounts();
  for (let offset = 0, total = 1; offset < total; ) {
    const page = await session.call('findings', { id, offset, limit: pageSize, allRows: reporter.wantsRows });
    if (page.findings.length === 0) break;
    for (const listed of page.findings) {
      counts[listed.finding.severity]++;
      await reporter.finding(listed.finding, rowsOf(id, listed, session));
    }
    await terminal.written();
    offset += page.findings.length;
    total = page.total;
  }
  return counts;
}

/** The rows that came with the finding, then the others. */
async function* rowsOf(id: number, { index, finding, rowCount }: ListedFinding, session: EngineSession): AsyncGenerator<readonly FindingRow[]> {
  yield finding.rows;
  for (let offset = finding.rows.length; offset < rowCount; ) {
    const { rows } = await session.call('findingRows', { id, finding: index, offset, limit: rowPageSize });
    if (rows.length === 0) return;
    yield rows;
    offset += rows.length;
  }
}
