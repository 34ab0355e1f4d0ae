import { checkTitle, findCheck } from '../checks/index.ts';
import type { Filter } from '../core/filter.ts';
import { compareFindings, type KeptFinding, type Severity, severities } from '../core/finding.ts';
import { type DecisionLookup, type FindingStanding, standingOf } from '../core/openFindings.ts';
import type { FindingGroup, FindingSummary } from '../protocol/findingMethods.ts';
import { FindingIndex } from './findingIndex.ts';
import { FindingNames } from './findingNames.ts';

/** What one run of the checks found. */
export interface CheckResult {
  readonly findings: readonly KeptFinding[];
  readonly skipped: FindingSummary['skipped'];
  readonly warnings: readonly string[];
  readonly seconds: number;
}

/** The check's title, and the column it is about. */
export function titleOf(finding: KeptFinding): string {
  const title = checkTitle(finding.check, finding.severity);
  return finding.column === undefined ? title : `${title} · ${finding.column}`;
}

/** The findings of the last run, and what decisions leave open of them. Rows are lists of numbers, never objects: there may be millions. */
export class FindingStore {
  /** Grows whenever what is open may have changed. */
  revision = 0;
  #result: CheckResult | null = null;
  #index = new FindingIndex([]);
  /** Messages name findings by these; everything here goes by places in the list. */
  readonly names = new FindingNames();
  /** Findings by check, in the order of the list. */
  #byCheck = new Map<string, number[]>();
  /** Distinct rows of each check, before any decision. */
  #rowCounts = new Map<string, number>();
  readonly #records: number;
  /** Findings that decisions have changed; all others are open, with all their rows. */
  #changed = new Map<number, FindingStanding>();

  constructor(records: number) {
    this.#records = records;
  }

  get findings(): readonly KeptFinding[] {
    return this.#result?.findings ?? [];
  }

  /** Takes a new run. `only`: the checks that ran; the findings of the others stay. */
  replace(result: CheckResult, only?: readonly string[]): void {
    const kept = only ? this.findings.filter(({ check }) => !only.includes(check)) : [];
    const keptSkips = only ? (this.#result?.skipped ?? []).filter(({ check }) => !only.includes(check)) : [];
    const findings = [...kept, ...result.findings].sort(compareFindings);
    this.#take({ ...result, findings, skipped: [...keptSkips, ...result.skipped] });
  }

  /** How long the last run took; undefined before the first. */
  get seconds(): number | undefined {
    return this.#result?.seconds;
  }

  clear(): void {
    this.#take(null);
  }

  #take(result: CheckResult | null): void {
    this.#result = result;
    this.#index = new FindingIndex(this.findings);
    this.names.take(this.findings);
    this.#byCheck = new Map();
    this.findings.forEach(({ check }, index) => {
      const indexes = this.#byCheck.get(check);
      if (indexes) indexes.push(index);
      else this.#byCheck.set(check, [index]);
    });
    this.#rowCounts.clear();
    this.#changed = new Map();
    this.revision++;
  }

  /** Findings on any of the rows, and those of the rows that they are on. */
  touching(rows: Iterable<number>): ReadonlyMap<number, readonly number[]> {
    const touched = new Map<number, number[]>();
    for (const row of rows) {
      for (const index of this.#index.of(row)) {
        const on = touched.get(index);
        if (on) on.push(row);
        else touched.set(index, [row]);
      }
    }
    return touched;
  }

  /** Lays decisions over the findings. `decided`: the rows that `lookup` has decisions on. */
  decide(decided: Iterable<number>, lookup: DecisionLookup): void {
    const affected = new Map(this.touching(decided));
    if (lookup.whole.length > 0)
      this.findings.forEach(
        ({ scope }, index) => void (scope !== 'row' && scope !== 'rows' && !affected.has(index) && affected.set(index, [])),
      );
    this.#changed = new Map();
    for (const [index, rows] of affected) {
      const standing = standingOf(this.findings[index]!, lookup, rows);
      if (standing.closed || standing.closedRows.size > 0) this.#changed.set(index, standing);
    }
    this.revision++;
  }

  isOpen(index: number): boolean {
    return index >= 0 && index < this.findings.length && !this.#changed.get(index)?.closed;
  }

  /** The rows of a finding that want a decision; none when it is closed. */
  openRowsOf(index: number): Int32Array {
    const rows = this.findings[index]?.rows ?? new Int32Array();
    const changed = this.#changed.get(index);
    if (!changed) return rows;
    return changed.closed ? new Int32Array() : rows.filter((row) => !changed.closedRows.has(row));
  }

  openRowCount(index: number): number {
    const changed = this.#changed.get(index);
    if (changed?.closed) return 0;
    return (this.findings[index]?.rows.length ?? 0) - (changed?.closedRows.size ?? 0);
  }

  /** Findings on a row, and whether each is open there. */
  ofRow(row: number): { readonly index: number; readonly open: boolean }[] {
    return this.#index.of(row).map((index) => ({ index, open: this.#isOpenOn(index, row) }));
  }

  /** The worst open finding of each column of a row; `''` is the whole row. */
  flagsOf(row: number): Record<string, Severity> {
    const flags: Record<string, Severity> = {};
    for (const { index, open } of this.ofRow(row)) {
      if (!open) continue;
      const { column = '', severity } = this.findings[index]!;
      const worst = Object.hasOwn(flags, column) ? flags[column] : undefined;
      // A column may be called `__proto__`.
      if (!worst || severities.indexOf(severity) < severities.indexOf(worst))
        Object.defineProperty(flags, column, { value: severity, enumerable: true, configurable: true, writable: true });
    }
    return flags;
  }

  /** Rows with an open finding that the filter speaks of, ascending. */
  rowsOf(filter: Extract<Filter, { kind: 'flagged' | 'finding' }>): Int32Array {
    if (filter.kind === 'finding') return this.#distinctRows([this.names.placeOf(filter.finding)]);
    const indexes = this.listed(filter.check || undefined).filter((index) => {
      const { column, severity, suggestion } = this.findings[index]!;
      const suggests = filter.suggested === undefined || (suggestion?.act === 'relabel' && suggestion.to === filter.suggested);
      return suggests && (filter.column === undefined || filter.column === column) && (!filter.severity || filter.severity === severity);
    });
    return this.#distinctRows(indexes);
  }

  /** Open findings of a check (of all, without one), worst first. */
  listed(check?: string): number[] {
    if (check !== undefined) return (this.#byCheck.get(check) ?? []).filter((index) => this.isOpen(index));
    return this.findings.map((_, index) => index).filter((index) => this.isOpen(index));
  }

  /** null before the first run. */
  summary(): FindingSummary | null {
    if (!this.#result) return null;
    const { skipped, warnings, seconds } = this.#result;
    const open: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
    const listed = this.listed();
    for (const index of listed) open[this.findings[index]!.severity]++;
    const groups = [...this.#byCheck].map(([check, all]) => this.#group(check, all));
    return { groups, open, openRows: this.#countRows(listed), skipped, warnings, seconds };
  }

  #group(check: string, all: readonly number[]): FindingGroup {
    const open = all.filter((index) => this.isOpen(index));
    const shown = (open.length > 0 ? open : all).map((index) => this.findings[index]!);
    const known = findCheck(check);
    const suggested = open.map((index) => this.findings[index]!.suggestion).filter((suggestion) => suggestion !== undefined && suggestion.act !== 'review');
    const words = suggested[0] && suggestionWords[suggested[0].act];
    const severity = severities.find((each) => shown.some((finding) => finding.severity === each)) ?? 'info';
    return {
      check,
      title: checkTitle(check, severity),
      description: known?.description ?? '',
      severity,
      findings: open.length,
      rows: all.some((index) => this.#changed.has(index)) ? this.#countRows(open) : this.#countUndecided(check, all),
      closed: all.length - open.length,
      maxScore: shown.reduce((most, { score }) => Math.max(most, score), 0),
      ...(words && { suggestion: words }),
      suggested: suggested.length,
    };
  }

  #isOpenOn(index: number, row: number): boolean {
    const changed = this.#changed.get(index);
    return !changed || (!changed.closed && !changed.closedRows.has(row));
  }

  /** Kept: a decision changes few checks, and counting the rows of the others again would hold it up. */
  #countUndecided(check: string, all: readonly number[]): number {
    const known = this.#rowCounts.get(check);
    if (known !== undefined) return known;
    const count = this.#countRows(all);
    this.#rowCounts.set(check, count);
    return count;
  }

  #countRows(indexes: readonly number[]): number {
    const withRows = indexes.filter((index) => this.openRowCount(index) > 0);
    return withRows.length < 2 ? (withRows[0] === undefined ? 0 : this.openRowCount(withRows[0])) : this.#mark(withRows).count;
  }

  #distinctRows(indexes: readonly number[]): Int32Array {
    const { marked, count } = this.#mark(indexes);
    const rows = new Int32Array(count);
    for (let row = 1, at = 0; at < count; row++) if (marked[row] === 1) rows[at++] = row;
    return rows;
  }

  /** One byte a record: whether one of the findings is open on it. */
  #mark(indexes: readonly number[]): { marked: Uint8Array; count: number } {
    const marked = new Uint8Array(this.#records + 1);
    let count = 0;
    for (const index of indexes) {
      for (const row of this.openRowsOf(index)) {
        if (marked[row] === 0) count++;
        marked[row] = 1;
      }
    }
    return { marked, count };
  }
}

const suggestionWords = { relabel: 'take the suggested label', set: 'take the suggested value', exclude: 'exclude the rows that are too many' } as const;
