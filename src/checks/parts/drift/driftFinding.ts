import type { ColumnDrift } from '../../../core/drift.ts';
import type { RawFinding } from '../../check.ts';

/** A column that drifted, or is written otherwise, as a finding. */
export function driftFinding({ column, kind, message, method, statistic, p, adjustedP, drifted, stability, lInfinity, spelling, values, median, terms, basis }: ColumnDrift): RawFinding {
  const figures = { method, statistic, p, adjustedP, stability, lInfinity, spelling, basis };
  return {
    scope: 'column',
    score: drifted ? Math.min(1, 0.5 + (lInfinity ?? 0) / 2) : 0.4,
    column, message, rows: [],
    evidence: {
      kind, drifted, values: { ...values }, ...(median && { median: { ...median } }),
      ...Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined)),
      ...(terms && { terms: terms.map(({ term, weight, share }) => ({ term, weight, share: { ...share } })) }),
    },
  };
}
