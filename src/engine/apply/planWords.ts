import { countOf } from '../../core/countWords.ts';
import type { Decision } from '../../core/decision.ts';
import { isContentShape } from '../../core/rowKey.ts';
import type { ApplyChoices, ApplyPlan, ApplyResult, SkippedDecision } from '../../protocol/applyMethods.ts';

/** What applying does, in sentences; empty where that is nothing. */
export function planWords(
  name: string,
  {
    cells,
    rows,
    dropped,
    addedColumns,
    excluded,
    copy,
  }: Pick<ApplyPlan | ApplyResult, 'cells' | 'rows' | 'dropped' | 'addedColumns' | 'copy'> & Partial<Pick<ApplyPlan, 'excluded'>>,
  { excluded: choice }: ApplyChoices,
): string[] {
  return [
    ...(cells > 0 ? [`${count(cells, 'cell')} in ${count(rows, 'row')} of ${name} ${cells === 1 ? 'changes' : 'change'}.`] : []),
    ...(dropped > 0 ? [`${count(dropped, 'excluded row')} ${dropped === 1 ? 'is' : 'are'} dropped.`] : []),
    ...(addedColumns.length > 0
      ? [
          `Every row gets ${addedColumns.map((column) => `“${column}”`).join(', ')}: ${addedColumns.length === 1 ? 'a new column' : 'new columns'}.`,
        ]
      : []),
    ...(copy !== undefined
      ? [`A copy without ${excluded === undefined ? 'the excluded rows' : count(excluded, 'excluded row')} goes to ${copy}.`]
      : []),
    ...(choice === 'keep' && excluded !== undefined && excluded > 0
      ? [`${count(excluded, 'excluded row')} ${excluded === 1 ? 'stays' : 'stay'} in the file.`]
      : []),
  ];
}

/** Decisions that wait for a person; those that the file says already wait for nobody. */
export function waiting(skipped: readonly SkippedDecision[]): readonly SkippedDecision[] {
  return skipped.filter(({ why }) => why !== 'same');
}

/** One decision that is not applied: `Row 12, “label” → “neg”: the file says …` */
export function skippedWords({ decision, row, words }: SkippedDecision): string {
  const what =
    decision.act === 'relabel' || decision.act === 'set'
      ? `${decision.column === undefined ? '' : ` “${decision.column}”`} → ${(decision.to ?? null) === null ? 'nothing' : `“${decision.to}”`}`
      : ` ${decision.act}`;
  return `${row === undefined ? goneRow(decision) : `Row ${row}`},${what}: ${words}`;
}

/** A row that is not in the file, as it was known: by its key, else by where it was. */
function goneRow({ row, rowHint }: Decision): string {
  if (isContentShape(Object.keys(row))) return rowHint === undefined ? 'A row' : `A row that was row ${rowHint}`;
  return `The row with ${Object.entries(row).map(([name, value]) => `${name} “${value}”`).join(', ')}`;
}

const count = (number: number, what: string): string => countOf(number, what);
