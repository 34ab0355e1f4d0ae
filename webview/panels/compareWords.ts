import type { ComparedRow, Comparison, RowChange } from '../../src/protocol/compareMethods.ts';
import { formatCount, formatCounted, formatShare } from '../ui/numbers.ts';

export const changeWords: Readonly<Record<RowChange, string>> = { changed: 'Changed', added: 'Added', removed: 'Removed' };

/** What became of the rows, in a sentence. */
export function comparisonWords({ before, after, rows, moved, same }: Comparison): string {
  const of = before.rows === after.rows ? formatCounted(after.rows, 'row') : `${formatCount(before.rows)} rows before, ${formatCount(after.rows)} now`;
  const order = moved > 0 ? ` ${formatCounted(moved, 'row')} stand${moved === 1 ? 's' : ''} elsewhere, which is no change.` : '';
  if (same) return `No difference in ${of}.${order}`;
  const parts = (['changed', 'added', 'removed'] as const).filter((kind) => rows[kind] > 0).map((kind) => `${formatCount(rows[kind])} ${kind}`);
  return `${of}: ${parts.length === 0 ? 'no row differs' : `${parts.join(', ')}, ${formatCount(rows.same)} the same`}.${order}`;
}

export function matchingWords(key: readonly string[]): string {
  return key.length === 0 ? 'content' : key.join(', ');
}

/** The changes of the schema, a line each. */
export function schemaLines({ schema: { added, removed, renamed, retyped, reordered } }: Comparison): string[] {
  return [
    ...added.map(({ column, type }) => `${column} (${type}) was added`),
    ...removed.map(({ column, type }) => `${column} (${type}) was removed`),
    ...renamed.map(
      ({ from, to, share }) =>
        `${from} is probably ${to} by now: ${formatShare(share)} of the cells looked at are equal. They were not compared further`,
    ),
    ...retyped.map(({ column, from, to }) => `${column} was ${from} and is ${to}`),
    ...(reordered ? ['The columns stand in another order'] : []),
  ];
}

/** Where a row stands: `row 17 · line 18`, `row 17 → 19`, `row 3 before`. */
export function placeWords({ before, after, beforeLine, afterLine }: ComparedRow): string {
  const line = after === undefined ? beforeLine : afterLine;
  const row =
    after === undefined
      ? `row ${formatCount(before ?? 0)} before`
      : before === undefined || before === after
        ? `row ${formatCount(after)}`
        : `row ${formatCount(before)} → ${formatCount(after)}`;
  return line === undefined ? row : `${row} · line ${formatCount(line)}`;
}
