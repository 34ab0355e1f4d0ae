import type { DriftReport } from '../../core/drift.ts';
import type { Finding } from '../../core/finding.ts';
import type { JudgedBy } from '../../core/probabilitySource.ts';
import type { Backlog } from '../../protocol/labelMethods.ts';
import type { Terminal } from '../terminal.ts';
import type { CheckedDataset, Hidden, ReportedRow, Reporter, SeverityCounts } from './reporter.ts';

/** The JSON of `winnow check`: one document with every file, open findings alone, each with all of its rows. */
export class JsonReporter implements Reporter {
  readonly wantsRows = true;
  readonly #terminal: Terminal;
  #files = 0;
  /** The file that is being written. */
  #current: CheckedDataset | null = null;
  #findings = 0;
  #drift: DriftReport | null = null;
  #judgedBy: JudgedBy | null = null;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    terminal.out('{"winnow":1,"files":[');
  }

  begin(checked: CheckedDataset): void {
    this.#current = checked;
    this.#findings = 0;
    this.#drift = null;
    this.#judgedBy = null;
    // The last brace, which the findings and what follows them stand before.
    this.#file(JSON.stringify(headOf(checked)).slice(0, -1));
    this.#terminal.out(',"findings":[');
  }

  async finding(
    { check, severity, scope, message, score, column, segment, suggestion, evidence, basis }: Omit<Finding, 'rows'>,
    rows: AsyncIterable<readonly ReportedRow[]>,
  ): Promise<void> {
    // Fields in one order, whatever the engine's.
    const before = JSON.stringify({ check, severity, scope, message, score, column, segment });
    this.#terminal.out(`${this.#findings++ === 0 ? '' : ','}${before.slice(0, -1)},"rows":[`);
    let isFirst = true;
    for await (const some of rows) {
      if (some.length === 0) continue;
      this.#terminal.out(
        `${isFirst ? '' : ','}${some.map(({ row, line, key, fresh }) => JSON.stringify({ row, line, key, new: fresh })).join(',')}`,
      );
      isFirst = false;
      await this.#terminal.written();
    }
    this.#terminal.out(`],${JSON.stringify({ suggestion, evidence, basis }).slice(1)}`);
  }

  drift(report: DriftReport): void {
    this.#drift = report;
  }

  labels(judgedBy: JudgedBy): void {
    this.#judgedBy = judgedBy;
  }

  end(counts: SeverityCounts, backlog: Backlog | null, { before, accepted }: Hidden): void {
    const { dataset, skipped } = this.#current!;
    this.#terminal.out(
      `],${JSON.stringify({
        summary: counts,
        notices: dataset.notices,
        skipped,
        ...(this.#judgedBy && { probabilities: this.#judgedBy }),
        ...((before > 0 || accepted > 0) && { hidden: { before, accepted } }),
        ...(backlog && { backlog: backlogOf(backlog) }),
        ...(this.#drift && driftOf(this.#drift)),
      }).slice(1)}`,
    );
    this.#current = null;
  }

  leaveOut(path: string, why: string): void {
    this.#file(JSON.stringify({ path, notLookedAt: why }));
  }

  fail(path: string, error: string): void {
    if (this.#current) this.#terminal.out(`],${JSON.stringify({ error }).slice(1)}`);
    else this.#file(JSON.stringify({ path, error }));
    this.#current = null;
  }

  finish(): void {
    this.#terminal.out(']}\n');
  }

  #file(text: string): void {
    this.#terminal.out(`${this.#files++ === 0 ? '' : ','}${text}`);
  }
}

/** What to fix, dearest first: without what only a screen needs. */
function backlogOf({ items, total, cost, basis }: Backlog): Record<string, unknown> {
  const fixes = items.map((item) => ({
    title: item.title,
    checks: item.checks,
    act: item.act,
    rows: item.rows,
    decided: item.decided,
    cost: item.cost,
    given: item.given,
    suggested: item.suggested,
  }));
  return { cost, basis, total, fixes };
}

/** The verdict, and what it rests on. */
function driftOf({ verdict: { verdict, reasons }, ...drift }: DriftReport): Record<string, unknown> {
  return { verdict, reasons, drift };
}

function headOf({ path, dataset, profiles, compared, because }: CheckedDataset): Record<string, unknown> {
  const byName = new Map(profiles.map((profile) => [profile.column, profile]));
  return {
    path,
    ...(compared && { compared }),
    ...(because !== undefined && { because }),
    format: dataset.format,
    rows: dataset.rows,
    unreadable: dataset.unreadable,
    columns: dataset.columns.map(({ name, type }) => {
      const profile = byName.get(name);
      return {
        name,
        type,
        nulls: profile?.nulls ?? null,
        distinct: profile?.distinct ?? null,
        ...(profile && !profile.distinctIsExact && { distinctIsExact: false }),
      };
    }),
    roles: dataset.roles,
  };
}
