import { isNumeric, isTemporal } from '../../core/schema.ts';
import { quoteLiteral } from '../quote.ts';
import { numberIn, parsedTime, textOf, type StoredColumn } from '../sql.ts';
import { findTimeForm, isoPattern } from '../typeRules.ts';

/** What stands before a number or time in its one form, so that it cannot be taken for a text. */
const mark = '\u0001';
/** Any two numbers of so many significant digits are two doubles; longer ones are compared by their text. */
const mostDigits = 15;
const largestWhole = 10 ** mostDigits;

/** How far the same value may be written in two ways. */
export type Sameness = 'text' | 'number' | 'time' | 'boolean' | 'nested';

/** Two columns of one kind whose formats write values each in its own way are compared by value, all others by their text. */
export function samenessOf(before: StoredColumn, after: StoredColumn): Sameness {
  const both = (is: (column: StoredColumn) => boolean): boolean => is(before) && is(after);
  if (both(({ type }) => isNumeric(type))) return 'number';
  if (both(({ type }) => isTemporal(type))) return 'time';
  if (both(({ type }) => type === 'boolean')) return 'boolean';
  return both(({ type }) => type === 'list' || type === 'struct') ? 'nested' : 'text';
}

/** A text expression: equal for cells that are the same. Between formats, empty and null are the same: some cannot tell them apart. */
export function comparableText(column: StoredColumn, sameness: Sameness, betweenFormats: boolean): string {
  const text = textOf(column);
  if (!betweenFormats) return text;
  return `coalesce(${byValue(text, column, sameness)}, '')`;
}

function byValue(text: string, column: StoredColumn, sameness: Sameness): string {
  const marked = (value: string): string => `${quoteLiteral(mark)} || (${value})`;
  switch (sameness) {
    case 'number': {
      const number = numberIn(text, `TRY_CAST(${text} AS DOUBLE)`);
      const digits = `rtrim(regexp_replace(regexp_replace(${text}, '[eE].*$', ''), '[^0-9]|^[-+0. ]+', '', 'g'), '0')`;
      const tooLong = `(strlen(${text}) > ${mostDigits} AND strlen(${digits}) > ${mostDigits})`;
      const whole = `CASE WHEN number = floor(number) AND abs(number) < ${largestWhole} THEN CAST(CAST(number AS BIGINT) AS VARCHAR) ELSE CAST(number AS VARCHAR) END`;
      return `(list_transform([${number}], lambda number: CASE WHEN number IS NULL OR ${tooLong} THEN ${text} ELSE ${marked(whole)} END)[1])`;
    }
    case 'time': {
      const form = findTimeForm(column.timeForm);
      const time = `CASE WHEN regexp_full_match(${text}, ${quoteLiteral(form?.pattern ?? isoPattern)}) AND NOT regexp_matches(${text}, ${quoteLiteral(String.raw`\.\d{3}\d*[1-9]`)}) THEN ${parsedTime(text, form)} END`;
      return `coalesce(${marked(`CAST(${time} AS VARCHAR)`)}, ${text})`;
    }
    case 'boolean':
      return `lower(trim(${text}))`;
    case 'nested':
      return `CASE WHEN json_valid(${text}) THEN CAST(json(${text}) AS VARCHAR) ELSE ${text} END`;
    case 'text':
      return text;
  }
}
