import { type CheckedDataset, type Hidden, noCounts, type Reporter, type SeverityCounts } from '../../../src/cli/reporters/reporter.ts';
import type { Terminal } from '../../../src/cli/terminal.ts';
import type { Finding, FindingRow } from '../../../src/core/finding.ts';
import { noRoles } from '../../../src/core/roles.ts';
import type { Backlog } from '../../../src/protocol/labelMethods.ts';

/** A finding with these fields; all others are those of a number far away in row 7. */
export const finding = (fields: Partial<Finding>): Finding => ({
  check: 'outlier-value',
  severity: 'info',
  scope: 'row',
  score: 0.5,
  message: 'far away',
  rows: [{ row: 7, line: 9, key: { id: '7' } }],
  evidence: {},
  basis: { kind: 'all', rows: 100 },
  ...fields,
});

/** A checked file of 1,200 records, one of them unreadable. */
export const checked = (path: string): CheckedDataset => ({
  path,
  profiles: [],
  skipped: [],
  dataset: {
    path,
    name: path,
    format: 'csv',
    bytes: 1,
    columns: [{ name: 'id', index: 0, type: 'text' }],
    records: 1200,
    rows: 1199,
    unreadable: 1,
    hasLines: true,
    roles: noRoles,
    inference: [],
    key: [],
    notices: [],
  },
});

/** A terminal that keeps what is written. */
export function screen(colours = false): { terminal: Terminal; text: () => string } {
  let text = '';
  return {
    text: () => text,
    terminal: { out: (more) => void (text += more), messages: () => undefined, written: async () => undefined, colours, shows: false },
  };
}

/** Rows come one at a time, as they do from the engine page by page. */
export async function* inTurns(rows: readonly FindingRow[]): AsyncGenerator<readonly FindingRow[]> {
  for (const row of rows) yield [row];
}

/** Passes findings through a reporter, as a check of one file does. */
export async function report(
  reporter: Reporter,
  path: string,
  findings: readonly Finding[],
  backlog: Backlog | null = null,
  hidden: Hidden = { before: 0, accepted: 0 },
): Promise<SeverityCounts> {
  const counts = noCounts();
  reporter.begin(checked(path));
  for (const { rows, ...each } of findings) {
    counts[each.severity]++;
    await reporter.finding(each, inTurns(rows), each.scope === 'row' || each.scope === 'rows' ? rows[0] : undefined);
  }
  reporter.end(counts, backlog, hidden);
  return counts;
}
