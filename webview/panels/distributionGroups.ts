import type { ColumnType } from '../../src/core/schema.ts';
import { type Division, type GroupPart, measureOf, partWords } from '../../src/core/segments.ts';
import type { CountedRows, Distribution } from '../../src/protocol/distributionMethods.ts';
import type { DocumentState } from '../../src/protocol/methods.ts';
import { visibleText } from '../grid/cellText.ts';
import { formatCount, formatCounted } from '../ui/numbers.ts';

/** The words on one group. */
export function groupWords(parts: readonly GroupPart[], divisions: readonly Division[], document: DocumentState): string {
  return parts.map((part, index) => visibleText(partWords(part, divisions[index]!, measureOf(typeOf(part.column, document))))).join(' · ');
}

/** The words on a value of what is counted. */
export function valueWords(table: Distribution, value: number, document: DocumentState): string {
  return groupWords([table.values[value]!], [table.of], document);
}

function typeOf(column: string, { dataset }: DocumentState): ColumnType {
  return dataset?.columns.find(({ name }) => name === column)?.type ?? 'text';
}

/** Exact or partial, and from how many rows: `exact, from the 1,204 rows that pass the filters, of 12,480`. */
export function basisWords({ rows, of, filtered, partial }: CountedRows): string {
  const from = filtered
    ? `the ${formatCounted(rows, 'row')} that ${rows === 1 ? 'passes' : 'pass'} the filters, of ${formatCount(of)}`
    : formatCounted(rows, 'row');
  return partial ? `partial: from ${from} in the part of the file that was read` : `exact, from ${from}`;
}
