import { percentText } from '../../core/card/markdown.ts';
import { countOf, formatCount } from '../../core/countWords.ts';
import type { Dataset } from '../../core/dataset.ts';
import type { ColumnProfile } from '../../core/profile.ts';
import type { Share } from '../../core/evaluation.ts';
import type { Basis } from '../../core/finding.ts';

export { countOf, formatCount, percentText };

/** How many rows a figure rests on, and that they are all of them or not. */
export function rowsBasis({ partial }: Pick<Dataset, 'partial'>, rows: number): string {
  return partial ? `Partial: over the ${countOf(rows, 'row')} that were read.` : `Exact: over all ${countOf(rows, 'row')}.`;
}

/** The same of one column's figures. */
export function profileBasis(dataset: Pick<Dataset, 'partial'>, { rows, sampled, approximate = [], distinctIsExact }: ColumnProfile): string {
  const estimates = [...approximate, ...(distinctIsExact ? [] : ['distinct'])];
  const words = sampled !== undefined && sampled < rows ? `Sampled: from ${countOf(sampled, 'row')} of ${formatCount(rows)}.` : rowsBasis(dataset, rows);
  return estimates.length > 0 ? `${words} Estimated (≈): ${estimates.join(', ')}.` : words;
}

export function findingBasis(basis: Basis): string {
  return basis.kind === 'all' ? `exact, ${countOf(basis.rows, 'row')}` : `sampled, ${formatCount(basis.rows)} of ${countOf(basis.of, 'row')}`;
}

/** A share with its interval. */
export function intervalText({ value, low, high }: Share): string {
  return value === null ? '–' : `${percentText(value)} (${(low * 100).toFixed(0)}–${(high * 100).toFixed(0)})`;
}

/** Five digits at most: enough to compare by. */
export function numberText(value: number): string {
  return Math.abs(value) >= 1e15 || (value !== 0 && Math.abs(value) < 1e-4)
    ? value.toPrecision(3)
    : Number(value.toPrecision(5)).toLocaleString('en-US', { maximumFractionDigits: 10 });
}

export const probabilityText = (p: number): string => (p < 0.001 ? '<.001' : p.toFixed(3));

/** A day, or a moment where times of day matter. */
export function timeText(moment: number, withTime = false): string {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) return String(moment);
  const iso = date.toISOString();
  return withTime ? iso.slice(0, 16).replace('T', ' ') : iso.slice(0, 10);
}
