import { compareText } from './compareText.ts';

/** `error` fails a commit by default. */
export type Severity = 'error' | 'warning' | 'info';

export const severities: readonly Severity[] = ['error', 'warning', 'info'];

export type Scope = 'row' | 'rows' | 'column' | 'segment' | 'dataset';

export interface FindingRow {
  /** 1-based data row number in file order. */
  readonly row: number;
  /** 1-based source line, where the format has lines. */
  readonly line?: number;
  /** The row's key, where it has been asked for. */
  readonly key?: Readonly<Record<string, string | number>>;
}

/** What to do about it, where that can be said. */
export type Suggestion =
  | { readonly act: 'relabel'; readonly column: string; readonly to: string; readonly share?: number }
  | { readonly act: 'set'; readonly column: string; readonly to: string | null }
  /** `more`: rows to exclude besides those named here, where they are too many to send. */
  | { readonly act: 'exclude'; readonly rows: readonly number[]; readonly keep?: number; readonly more?: number }
  | { readonly act: 'review' };

/** A number, a name, or a list of them: what a sentence about a finding is made of. */
export type Evidence = Readonly<Record<string, EvidenceValue>>;
export type EvidenceValue = string | number | boolean | null | readonly EvidenceValue[] | { readonly [name: string]: EvidenceValue };

/** Whether a finding rests on all rows or on a sample. */
export type Basis =
  | { readonly kind: 'all'; readonly rows: number }
  | { readonly kind: 'sample'; readonly rows: number; readonly of: number; readonly seed: number };

/** What a check says. Every surface (grid, Problems, command line, reports) renders this one form. */
export interface Finding {
  /** The check's id, in kebab case. */
  readonly check: string;
  readonly severity: Severity;
  readonly scope: Scope;
  /** 0–1, where 1 is worst. */
  readonly score: number;
  /** One sentence a person understands, with the numbers. */
  readonly message: string;
  readonly column?: string;
  readonly segment?: { readonly column: string; readonly value: string | null };
  /** In file order; all of them. */
  readonly rows: readonly FindingRow[];
  readonly suggestion?: Suggestion;
  readonly evidence: Evidence;
  readonly basis: Basis;
}

/** The same with row numbers alone. */
export type KeptSuggestion = Exclude<Suggestion, { readonly act: 'exclude' }> | { readonly act: 'exclude'; readonly rows: Int32Array; readonly keep?: number };

/**
 * A finding as the engine keeps it: a check may flag millions of rows, so they are numbers of four bytes each.
 * Lines and keys are added where a page of findings is made.
 */
export interface KeptFinding extends Omit<Finding, 'rows' | 'suggestion'> {
  /** Row numbers in file order; all of them. */
  readonly rows: Int32Array;
  readonly suggestion?: KeptSuggestion;
}

/** A stable order: worst severity first, then check, then score, then first row. */
export function compareFindings(a: KeptFinding, b: KeptFinding): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    compareText(a.check, b.check) ||
    b.score - a.score ||
    compareText(a.column ?? '', b.column ?? '') ||
    (a.rows[0] ?? 0) - (b.rows[0] ?? 0) ||
    compareText(a.message, b.message)
  );
}
