import { comparedShares } from '../../src/core/comparedShares.ts';
import type { DriftReport, NoDrift } from '../../src/core/drift.ts';
import type { VersionChange, VersionSummary } from '../../src/core/fileVersion.ts';
import { formatCount, formatCounted, formatShare, formatValue } from '../ui/numbers.ts';
import type { Reading } from './historyReadings.ts';

/** `2026-11-22 10:41`, as the clock of the author said. */
export function dateWords(date: string): string {
  return date.slice(0, 16).replace('T', ' ');
}

/** `+50`, `−3`; nothing where nothing came or went. */
export function signedCount(count: number): string {
  return count === 0 ? '' : `${count > 0 ? '+' : '−'}${formatCount(Math.abs(count))}`;
}

/** The most frequent labels with their shares. */
export function labelWords({ label, labels, otherLabels, rows }: VersionSummary, most = 3): string {
  if (label === undefined || rows === 0) return 'no label';
  const shown = labels.slice(0, most).map(({ value, count }) => `${formatValue(value)} ${formatShare(count / rows)}`);
  return shown.join(', ') + (labels.length > most || otherLabels > 0 ? ' …' : '');
}

/** How far the labels moved, in a sentence. */
export function movedWords({ labelShift, most }: VersionChange): string {
  if (labelShift === null) return 'Labels cannot be compared: one of the two versions has none.';
  if (labelShift === 0 || !most) return 'The labels are distributed as before.';
  const [before, after] = comparedShares(most.before, most.after, percent);
  return `${formatShare(labelShift)} of rows would need another label for both histograms to be the same${before === after ? '' : `; most moved ${formatValue(most.label)}, from ${before} to ${after}`}.`;
}

/** With a place more than elsewhere: small moves are to be seen. */
const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** Columns that came and went, in a sentence; null where none did. */
export function columnWords({ addedColumns, removedColumns }: VersionChange): string | null {
  const named = (names: readonly string[]): string =>
    names
      .slice(0, 5)
      .map((name) => `“${name}”`)
      .join(', ') + (names.length > 5 ? ` and ${formatCount(names.length - 5)} more` : '');
  const parts = [...(addedColumns.length > 0 ? [`new: ${named(addedColumns)}`] : []), ...(removedColumns.length > 0 ? [`gone: ${named(removedColumns)}`] : [])];
  return parts.length === 0 ? null : `Columns ${parts.join('; ')}.`;
}

/** How many columns drifted, for a cell: nothing where none could be compared. */
export function driftedColumns(drift: Reading<DriftReport | NoDrift>): string {
  if ('error' in drift || 'why' in drift.value) return '–';
  const { drifted, tested } = drift.value;
  if (tested === 0) return '';
  return drifted === 0 ? '=' : `${formatCount(drifted)} of ${formatCount(tested)}`;
}

/** Which columns drifted, in a sentence. */
export function driftWords(drift: Reading<DriftReport | NoDrift>): string {
  if ('error' in drift) return drift.error;
  if ('why' in drift.value) return drift.value.why;
  const { tested, columns, tooFew } = drift.value;
  if (tested === 0) return tooFew ?? 'No column could be compared with the version before.';
  const names = columns.filter(({ drifted }) => drifted).map(({ column }) => `“${column}”`);
  if (names.length === 0) return `None of ${formatCounted(tested, 'column')} drifted.`;
  return `${formatCount(names.length)} of ${formatCounted(tested, 'column')} drifted: ${names.slice(0, 5).join(', ')}${names.length > 5 ? ` and ${formatCount(names.length - 5)} more` : ''}.`;
}
