import type { Column, ColumnType } from '../../core/schema.ts';
import { isNumeric, isTemporal } from '../../core/schema.ts';
import type { Relation } from '../../engine/engine.ts';
import { when } from './ask.ts';

/** “is not …” */
export const typeNames: Readonly<Record<ColumnType, string>> = {
  boolean: 'true or false', integer: 'a whole number', number: 'a number', date: 'a date', timestamp: 'a date and time',
  text: 'a text', list: 'a list', struct: 'an object', binary: 'bytes', empty: 'empty',
};

/** SQL: the cell is not of its column's type; null where any text will do. */
export function mismatchOf({ dialect }: Relation, { name, type }: Column, isDeclared: boolean): string | null {
  if (type === 'text' || type === 'binary' || type === 'empty') return null;
  const isNotOfType = `NOT ${dialect.ofType(name, type)}`;
  if (isNumeric(type)) {
    const number = dialect.number(name);
    // Codes such as 007 can be read as numbers, if not written so.
    const isNoNumber = when(`${number} IS NULL`, isNotOfType);
    return isDeclared && type === 'integer' ? `(${isNoNumber} OR ${number} <> floor(${number}))` : isNoNumber;
  }
  return isTemporal(type) && !isDeclared ? `${isNotOfType} AND NOT ${dialect.ofType(name, 'timestamp')}` : isNotOfType;
}
