import type { Dataset } from '../core/dataset.ts';
import type { ColumnProfile } from '../core/profile.ts';
import { type Finding, type Severity, severities } from '../core/finding.ts';
import type { FindingSummary } from '../protocol/engineMethods.ts';
import { readSidecar, sidecarPath } from '../sidecar/sidecarFile.ts';
import type { OutputFormat } from './commandLine.ts';
import type { EngineSession } from './engineSession.ts';
import { jsonOfChecks } from './reporters/json.ts';
import { textOfCheck, textOfTotals } from './reporters/text.ts';
import { failureLine, plain, type Terminal } from './terminal.ts';

/** What a check of one file came to. */
export type CheckedFile = CheckedDataset | { readonly path: string; readonly error: string };

export interface CheckedDataset {
  /** As it was given. */
  readonly path: string;
  readonly dataset: Dataset;
  readonly profiles: readonly ColumnProfile[];
  /** Open ones, in the order of `compareFindings`. */
  readonly findings: readonly Finding[];
  readonly skipped: FindingSummary['skipped'];
}

export interface CheckOptions {
  readonly files: readonly string[];
  readonly failOn: Severity;
  readonly format: OutputFormat;
  readonly config?: string;
}

/** More findings than fit into one message between processes are fetched in turns. */
const pageSize = 2000;

/** Checks files one after the other and reports. Returns the exit code: 0, 1 or 2. */
export async function check(options: CheckOptions, session: EngineSession, terminal: Terminal): Promise<number> {
  const checked: CheckedFile[] = [];
  for (const path of options.files) {
    const result = await checkFile(path, options.config, session, terminal).catch((error: unknown): CheckedFile => ({ path, error: messageOf(error) }));
    session.clearProgress();
    checked.push(result);
    if ('error' in result) terminal.messages(failureLine(path, result.error));
    else if (options.format === 'text') terminal.out(textOfCheck(result, terminal.colours));
  }
  terminal.out(options.format === 'json' ? jsonOfChecks(checked) : textOfTotals(checked, terminal.colours));
  return exitCode(checked, options.failOn);
}

export function exitCode(checked: readonly CheckedFile[], failOn: Severity): number {
  if (checked.some((file) => 'error' in file)) return 2;
  const bar = severities.indexOf(failOn);
  return checked.some((file) => 'findings' in file && file.findings.some(({ severity }) => severities.indexOf(severity) <= bar)) ? 1 : 0;
}

async function checkFile(path: string, config: string | undefined, session: EngineSession, terminal: Terminal): Promise<CheckedDataset> {
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
    const { skipped, warnings = [] } = await session.call('check', { id }, { onProgress: session.showProgress });
    for (const warning of warnings) tell(`${path}: ${warning}`);
    return { path, dataset, profiles, skipped, findings: await openFindings(id, session) };
  } finally {
    await session.call('close', { id }).catch(() => undefined);
  }
}

async function openFindings(id: number, session: EngineSession): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (;;) {
    const page = await session.call('findings', { id, offset: findings.length, limit: pageSize, allRows: true });
    findings.push(...page.findings.map(({ finding }) => finding));
    if (page.findings.length === 0 || findings.length >= page.total) return findings;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
