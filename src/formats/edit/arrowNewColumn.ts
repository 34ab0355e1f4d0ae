import { Bool, Float64, Int64, Utf8, makeData, type Data, type DataType } from 'apache-arrow';
import { takeRows } from './arrowTake.ts';
import { arrowValue } from './arrowValues.ts';
import type { AddedColumn } from './recordEditor.ts';
import type { FilledColumn } from './tableEdits.ts';

/** Booleans and numbers as such, all else as text. */
export function newColumnType({ type }: AddedColumn): DataType {
  if (type === 'boolean') return new Bool();
  if (type === 'integer') return new Int64();
  return type === 'number' ? new Float64() : new Utf8();
}

/**
 * The values of an added column in some rows.
 * Throws an `EditError` for a text that is no value of the column's type.
 */
export function newColumn(column: FilledColumn, rows: readonly number[]): Data {
  const type = newColumnType(column);
  const known = new Map<string, Uint8Array>();
  const bytesOf = (text: string): Uint8Array => {
    const bytes = known.get(text) ?? arrowValue(text, type);
    known.set(text, bytes);
    return bytes;
  };
  const values = new Map(rows.map((row, place) => {
    const text = column.values.get(row);
    const filled = text === undefined ? column.otherwise : text;
    return [place, filled === null ? null : bytesOf(filled)];
  }));
  return takeRows(makeData({ type: type as never, length: 0 } as never), new Int32Array(rows.length), values);
}
