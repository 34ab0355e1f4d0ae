import { createHash } from 'node:crypto';
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { version } from '../../../package.json';
import { checks } from '../../checks/index.ts';
import type { Finding, Severity } from '../../core/finding.ts';
import { subjectText } from '../../core/findingMarks.ts';
import { rowKeyText } from '../../core/rowKey.ts';
import type { Terminal } from '../terminal.ts';
import type { CheckedDataset, FirstRow, ReportedRow, Reporter } from './reporter.ts';

const levels = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Severity, string>;
/** Rows of a finding that are named besides its first. */
const mostRelated = 50;

/** SARIF 2.1.0, written as it comes: one run, a rule per check, a result per finding. */
export class SarifReporter implements Reporter {
  readonly wantsRows = true;
  readonly wantsPlaces = true;
  readonly #terminal: Terminal;
  #current: CheckedDataset | null = null;
  #results = 0;
  readonly #failures: { readonly path: string; readonly text: string; readonly level: 'error' | 'note' }[] = [];

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    const rules = checks.map(({ id, title, description, severity }) => ({
      id, name: id, shortDescription: { text: title }, fullDescription: { text: description }, defaultConfiguration: { level: levels[severity] },
    }));
    const driver = { name: 'Winnow', version, semanticVersion: version, rules };
    const run = JSON.stringify({ tool: { driver }, columnKind: 'utf16CodeUnits' });
    terminal.out(`{"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[${run.slice(0, -1)},"results":[`);
  }

  begin(checked: CheckedDataset): void {
    this.#current = checked;
  }

  async finding(finding: Omit<Finding, 'rows'>, rows: AsyncIterable<readonly ReportedRow[]>, first: FirstRow | undefined): Promise<void> {
    const { path, compared } = this.#current!;
    const { check, severity, message, score, column, segment } = finding;
    const hash = createHash('sha256').update(subjectText(finding));
    const related: Record<string, unknown>[] = [];
    for await (const some of rows) {
      for (const row of some) {
        if (first && row.key) hash.update(rowKeyText(row.key));
        if (first && row.row !== first.row && related.length < mostRelated)
          related.push({ id: related.length + 1, message: { text: `Row ${row.row}` }, physicalLocation: locate(path, row) });
      }
    }
    const rule = checks.findIndex(({ id }) => id === check);
    const result = {
      ruleId: check,
      ...(rule >= 0 && { ruleIndex: rule }),
      level: levels[severity],
      message: { text: message },
      locations: [{ physicalLocation: locate(path, first), ...(column !== undefined && { logicalLocations: [{ name: column, kind: 'member' }] }) }],
      ...(related.length > 0 && { relatedLocations: related }),
      partialFingerprints: { 'winnow/v1': hash.digest('hex').slice(0, 32) },
      ...(compared && { baselineState: 'new' }),
      rank: Math.round(score * 1000) / 10,
      properties: { ...(first && { row: first.row }), ...(segment && { segment }) },
    };
    this.#terminal.out(`${this.#results++ === 0 ? '' : ','}${JSON.stringify(result)}`);
  }

  end(): void {
    this.#current = null;
  }

  fail(path: string, text: string): void {
    this.#failures.push({ path, text, level: 'error' });
  }

  leaveOut(path: string, why: string): void {
    this.#failures.push({ path, text: `Not looked at: ${why}`, level: 'note' });
  }

  finish(): void {
    const notifications = this.#failures.map(({ path, text, level }) => ({
      level,
      message: { text },
      locations: [{ physicalLocation: locate(path, undefined) }],
    }));
    const invocation = {
      executionSuccessful: !this.#failures.some(({ level }) => level === 'error'),
      ...(notifications.length > 0 && { toolExecutionNotifications: notifications }),
    };
    this.#terminal.out(`],"invocations":[${JSON.stringify(invocation)}]}]}\n`);
  }
}

/** Lines and bytes of a row, where they are known; else the file alone. */
function locate(path: string, row: FirstRow | undefined): Record<string, unknown> {
  const region = { ...(row?.line !== undefined && { startLine: row.line }), ...(row?.byte !== undefined && { byteOffset: row.byte, byteLength: row.length }) };
  return { artifactLocation: { uri: uriOf(path) }, ...(Object.keys(region).length > 0 && { region }) };
}

/** A relative reference for a file below the folder that the command runs in, which is the root of the sources; else a file URI. */
function uriOf(path: string): string {
  if (isAbsolute(path)) return pathToFileURL(path).href;
  return path.split(/[\\/]/).map(encodeURIComponent).join('/');
}
