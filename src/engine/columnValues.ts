import { isNumeric, isTemporal } from '../core/schema.ts';
import type { Questions } from './questions.ts';
import { quoteIdentifier } from './quote.ts';
import { createDialect, fullMatch, isTextStorage, numberIn, parsedTime, textOf, type StoredColumn } from './sql.ts';
import { isoPattern } from './typeRules.ts';

/** Names of what is worked out once for each cell of a column, whatever is asked about it. */
export interface ColumnValues {
  readonly cell: string;
  /** The cell as text; null where values are not turned into text (nested ones and bytes). */
  readonly text: string | null;
  /** Characters, of text alone. */
  readonly length: string | null;
  /** By the column's type: its number or its time; NULL for a cell that is none. */
  readonly measure: string | null;
}

/** Nested values and bytes that are not text already are not turned into it. */
export const isPlain = (column: StoredColumn): boolean =>
  isTextStorage(column.storage) || (column.type !== 'binary' && column.type !== 'list' && column.type !== 'struct');

/** Names what is asked of a column, so that all questions about it work it out once. */
export function nameValues(questions: Questions, column: StoredColumn): ColumnValues {
  const text = isTextStorage(column.storage);
  return {
    cell: quoteIdentifier(column.internal),
    text: isPlain(column) ? textOf(column) : null,
    length: text ? questions.value(`length(${textOf(column)})`) : null,
    measure: isNumeric(column.type) || isTemporal(column.type) ? nameMeasure(questions, column) : null,
  };
}

function nameMeasure(questions: Questions, column: StoredColumn): string {
  const dialect = createDialect([column]);
  const text = textOf(column);
  if (isNumeric(column.type)) {
    if (!isTextStorage(column.storage)) return questions.value(dialect.number(column.name));
    return questions.derived(numberIn(text, questions.value(`TRY_CAST(${text} AS DOUBLE)`)));
  }
  if (!isTextStorage(column.storage) || column.timeForm !== undefined) return questions.value(dialect.time(column.name));
  // The usual way to write a time has no zone to be minded, and its cast takes a third of the time.
  const usual = `(strlen(${text}) IN (10, 19) AND ${fullMatch(text, usualTimePattern)})`;
  return questions.value(
    `CASE WHEN ${usual} THEN epoch_ms(TRY_CAST(${text} AS TIMESTAMP)) WHEN ${fullMatch(text, isoPattern)} THEN ${parsedTime(text, null)} END`,
  );
}

const usualTimePattern = '[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}:[0-9]{2})?';
