import type { ColumnDrift } from '../../../core/drift.ts';
import type { RawFinding } from '../../check.ts';

/** Rows are sampled by a hash of their number, which is the same each time. */
const sampleSeed = 1;

/** What a finding rests on where not all values were looked at; nothing where they were. */
export function sampledBasis(sampled: ColumnDrift['sampled']): Pick<RawFinding, 'basis'> {
  return sampled ? { basis: { kind: 'sample', ...sampled, seed: sampleSeed } } : {};
}

/** A column that drifted, or is written otherwise, as a finding. */
export function driftFinding({
  column,
  kind,
  message,
  method,
  statistic,
  p,
  adjustedP,
  drifted,
  stability,
  lInfinity,
  spelling,
  values,
  median,
  terms,
  basis,
  sampled,
}: ColumnDrift): RawFinding {
  const figures = { method, statistic, p, adjustedP, stability, lInfinity, spelling, basis };
  return {
    scope: 'column',
    score: drifted ? Math.min(1, 0.5 + (lInfinity ?? 0) / 2) : 0.4,
    column,
    message,
    rows: [],
    ...sampledBasis(sampled),
    evidence: {
      kind,
      drifted,
      values: { ...values },
      ...(median && { median: { ...median } }),
      ...Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined)),
      ...(terms && { terms: terms.map(({ term, weight, share }) => ({ term, weight, share: { ...share } })) }),
    },
  };
}
