import { findCheck } from '../checks/index.ts';
import type { Filter } from '../core/filter.ts';
import { compareFindings, type Finding, type FindingRow, type Severity, severities } from '../core/finding.ts';
import { type DecisionLookup, openRows } from '../core/openFindings.ts';
import type { FindingGroup, FindingSummary } from '../protocol/engineMethods.ts';
import { FindingIndex } from './findingIndex.ts';

/** What one run of the checks found. */
export interface CheckResult {
  readonly findings: readonly Finding[];
  readonly skipped: FindingSummary['skipped'];
  readonly warnings: readonly string[];
  readonly seconds: number;
}

/** The check's title, and the column it is about. */
export function titleOf(finding: Finding): string {
  const title = findCheck(finding.check)?.title ?? finding.check;
  return finding.column === undefined ? title : `${title} · ${finding.column}`;
}

/** The findings of the last run, and what decisions leave open of them. */
export class FindingStore {
  /** Grows whenever what is open may have changed. */
  revision = 0;
  #result: CheckResult | null = null;
  #index = new FindingIndex([]);
  readonly #records: number;
  /** Findings that decisions have changed; all others are open, with all their rows. */
  #changed = new Map<number, { readonly closed: boolean; readonly open: readonly FindingRow[]; readonly openRows: ReadonlySet<number> }>();

  constructor(records: number) {
    this.#records = records;
  }

  get findings(): readonly Finding[] {
    return this.#result?.findings ?? [];
  }

  /** Takes a new run. `only`: the checks that ran; the findings of the others stay. */
  replace(result: CheckResult, only?: readonly string[]): void {
    const kept = only ? this.findings.filter(({ check }) => !only.includes(check)) : [];
    const keptSkips = only ? (this.#result?.skipped ?? []).filter(({ check }) => !only.includes(check)) : [];
    const findings = [...kept, ...result.findings].sort(compareFindings);
    this.#result = { ...result, findings, skipped: [...keptSkips, ...result.skipped] };
    this.#index = new FindingIndex(findings);
    this.#changed.clear();
    this.revision++;
  }

  clear(): void {
    this.#result = null;
    this.#index = new FindingIndex([]);
    this.#changed.clear();
    this.revision++;
  }

  /** Findings on any of the rows. */
  touching(rows: Iterable<number>): ReadonlySet<number> {
    const touched = new Set<number>();
    for (const row of rows) for (const index of this.#index.of(row)) touched.add(index);
    return touched;
  }

  /** Lays decisions over the findings. `decided`: the rows that `lookup` has decisions on. */
  decide(decided: Iterable<number>, lookup: DecisionLookup): void {
    const affected = new Set(this.touching(decided));
    if (lookup.whole.length > 0) this.findings.forEach(({ scope }, index) => void (scope !== 'row' && scope !== 'rows' && affected.add(index)));
    this.#changed = new Map();
    for (const index of affected) {
      const finding = this.findings[index]!;
      const { open, closed } = openRows(finding, lookup);
      if (closed || open !== finding.rows) this.#changed.set(index, { closed, open, openRows: new Set(open.map(({ row }) => row)) });
    }
    this.revision++;
  }

  isOpen(index: number): boolean {
    return index < this.findings.length && !this.#changed.get(index)?.closed;
  }

  /** The rows of a finding that want a decision; none when it is closed. */
  openRowsOf(index: number): readonly FindingRow[] {
    return this.#changed.get(index)?.open ?? this.findings[index]?.rows ?? [];
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
      if (!worst || severities.indexOf(severity) < severities.indexOf(worst)) Object.defineProperty(flags, column, { value: severity, enumerable: true, configurable: true, writable: true });
    }
    return flags;
  }

  /** Rows with an open finding that the filter speaks of, ascending. */
  rowsOf(filter: Extract<Filter, { kind: 'flagged' | 'finding' }>): Int32Array {
    if (filter.kind === 'finding') return this.#distinctRows([filter.finding]);
    const indexes = this.#openIndexes().filter((index) => {
      const { check, column, severity } = this.findings[index]!;
      return (!filter.check || filter.check === check) && (filter.column === undefined || filter.column === column) && (!filter.severity || filter.severity === severity);
    });
    return this.#distinctRows(indexes);
  }

  /** Open findings of a check (of all, without one), worst first. */
  listed(check?: string): number[] {
    return this.#openIndexes().filter((index) => check === undefined || this.findings[index]!.check === check);
  }

  /** null before the first run. */
  summary(): FindingSummary | null {
    if (!this.#result) return null;
    const { skipped, warnings, seconds } = this.#result;
    const open: Record<Severity, number> = { error: 0, warning: 0, info: 0 };
    for (const index of this.#openIndexes()) open[this.findings[index]!.severity]++;
    const checks = [...new Set(this.findings.map(({ check }) => check))];
    return { groups: checks.map((check) => this.#group(check)), open, openRows: this.#distinctRows(this.#openIndexes()).length, skipped, warnings, seconds };
  }

  #group(check: string): FindingGroup {
    const all = this.findings.flatMap((finding, index) => (finding.check === check ? [index] : []));
    const open = all.filter((index) => this.isOpen(index));
    const shown = (open.length > 0 ? open : all).map((index) => this.findings[index]!);
    const known = findCheck(check);
    const suggested = open.map((index) => this.findings[index]!.suggestion).filter((suggestion) => suggestion !== undefined && suggestion.act !== 'review');
    const words = suggested[0] && suggestionWords[suggested[0].act];
    return {
      check,
      title: known?.title ?? check,
      description: known?.description ?? '',
      severity: severities.find((severity) => shown.some((finding) => finding.severity === severity)) ?? 'info',
      findings: open.length,
      rows: this.#distinctRows(open).length,
      closed: all.length - open.length,
      maxScore: shown.reduce((most, { score }) => Math.max(most, score), 0),
      ...(words && { suggestion: words }),
      suggested: suggested.length,
    };
  }

  #openIndexes(): number[] {
    return this.findings.map((_, index) => index).filter((index) => this.isOpen(index));
  }

  #isOpenOn(index: number, row: number): boolean {
    const changed = this.#changed.get(index);
    return !changed || changed.openRows.has(row);
  }

  #distinctRows(indexes: readonly number[]): Int32Array {
    const marked = new Uint8Array(this.#records + 1);
    let count = 0;
    for (const index of indexes) {
      for (const { row } of this.openRowsOf(index)) {
        if (marked[row] === 0) count++;
        marked[row] = 1;
      }
    }
    const rows = new Int32Array(count);
    for (let row = 1, at = 0; at < count; row++) if (marked[row] === 1) rows[at++] = row;
    return rows;
  }
}

const suggestionWords = { relabel: 'take the suggested label', set: 'take the suggested value', exclude: 'exclude the rows that are too many' } as const;
