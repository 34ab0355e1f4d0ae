import { effectiveDecisions, type Decision, type DecisionDraft } from '../../../src/core/decision.ts';
import type { View } from '../../../src/core/filter.ts';
import type { Finding } from '../../../src/core/finding.ts';

/** Text that would do harm if any of it were taken for markup. */
export const hostile = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>';

export interface MemoryTable {
  readonly name: string;
  readonly columns: readonly string[];
  /** Row 1 is `rows[0]`. */
  readonly rows: readonly (readonly (string | null)[])[];
  readonly findings: readonly Finding[];
}

/** Forty rows of texts with a label and a country, and one finding of each kind. */
export function smallTable(name = 'tickets.csv', odd = 'odd'): MemoryTable {
  const labels = ['billing', 'delivery', odd];
  const rows = Array.from({ length: 40 }, (_, index) => [
    String(index + 1),
    `text of row ${index + 1}`,
    index === 6 ? 'Billing ' : labels[index % 3]!,
    index % 4 === 0 ? odd : 'DE',
    index % 10 === 9 ? null : String(index / 10),
  ]);
  const basis = { kind: 'all', rows: rows.length } as const;
  const at = (...numbers: number[]): Finding['rows'] => numbers.map((row) => ({ row, line: row + 1 }));
  const findings: Finding[] = [
    {
      check: 'conflicting-label',
      severity: 'error',
      scope: 'rows',
      score: 1,
      column: 'label',
      message: `Rows 2 and 3 differ: ${odd}.`,
      rows: at(2, 3),
      suggestion: { act: 'relabel', column: 'label', to: 'billing', share: 0.6 },
      evidence: { labels: { billing: 3, [odd]: 2 } },
      basis,
    },
    {
      check: 'label-variant',
      severity: 'warning',
      scope: 'rows',
      score: 0.8,
      column: 'label',
      message: 'Written differently.',
      rows: at(7),
      suggestion: { act: 'relabel', column: 'label', to: 'billing' },
      evidence: {},
      basis,
    },
    {
      check: 'missing-value',
      severity: 'info',
      scope: 'column',
      score: 0.1,
      column: 'score',
      message: '4 of 40 rows have no score.',
      rows: at(10, 20, 30, 40),
      evidence: { missing: 4 },
      basis,
    },
  ];
  return { name, columns: ['id', 'text', 'label', 'country', 'score'], rows, findings };
}

function suggests({ suggestion }: Finding, label: string | undefined): boolean {
  return label === undefined || (suggestion?.act === 'relabel' && suggestion.to === label);
}

/** Decisions over a table, as the document keeps them: an undoable step after another. */
export class MemoryDecisions {
  #steps: Decision[][] = [];
  #undone: Decision[][] = [];
  #made = 0;

  constructor(private readonly table: MemoryTable) {}

  get all(): Decision[] {
    return this.#steps.flat();
  }

  get inForce(): Decision[] {
    return effectiveDecisions(this.all);
  }

  decide(drafts: readonly DecisionDraft[]): void {
    this.#undone = [];
    this.#steps.push(drafts.map((draft): Decision => {
      const { row, ...rest } = draft;
      const place = draft.column === undefined ? -1 : this.table.columns.indexOf(draft.column);
      const from = row === undefined || place < 0 ? undefined : this.table.rows[row - 1]?.[place];
      const made = this.#made++;
      return {
        ...rest,
        id: `d${String(made).padStart(4, '0')}`,
        row: row === undefined ? {} : { id: String(row) },
        at: new Date(Date.UTC(2026, 0, 1, 0, 0, made)).toISOString(),
        by: 'Ada Lovelace <ada@example.org>',
        ...(from === undefined ? {} : { from }),
      };
    }));
  }

  undo(): void {
    const step = this.#steps.pop();
    if (step) this.#undone.push(step);
  }

  redo(): void {
    const step = this.#undone.pop();
    if (step) this.#steps.push(step);
  }

  of(row: number): Decision[] {
    return this.inForce.filter((decision) => decision.row['id'] === String(row));
  }

  /** Simpler than the engine's rules: any decision but a comment closes what is open on its row. */
  isOpen(finding: Finding, row: number): boolean {
    const accepted = this.inForce.some(({ act, row: key, why }) => act === 'accept' && Object.keys(key).length === 0 && why === finding.check);
    return !accepted && !this.of(row).some(({ act }) => act !== 'comment');
  }

  openRows(finding: Finding): Finding['rows'] {
    return finding.rows.filter(({ row }) => this.isOpen(finding, row));
  }

  /** Row numbers that pass a view's filters, in file order. */
  rowsOf({ filters }: View): number[] {
    const passes = (row: number, filter: View['filters'][number]): boolean => {
      const cell = (column: string): string | null => this.table.rows[row - 1]![this.table.columns.indexOf(column)] ?? null;
      switch (filter.kind) {
        case 'values':
          return filter.values.includes(cell(filter.column));
        case 'missing':
          return cell(filter.column) === null;
        case 'flagged':
          return this.table.findings.some(
            (finding) =>
              (filter.check ?? finding.check) === finding.check &&
              suggests(finding, filter.suggested) &&
              finding.rows.some((flagged) => flagged.row === row) &&
              this.isOpen(finding, row),
          );
        case 'finding':
          return this.openRows(this.table.findings[filter.finding]!).some((open) => open.row === row);
        default:
          return true;
      }
    };
    return this.table.rows.map((_, index) => index + 1).filter((row) => filters.every((filter) => passes(row, filter)));
  }
}
