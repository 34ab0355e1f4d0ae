import type { TextOptions } from '../../core/dataset.ts';
import type { Column } from '../../core/schema.ts';
import { csvRecordEditor } from './csvRecordEditor.ts';
import { jsonRecordEditor } from './jsonRecordEditor.ts';

/** What changes in one record. */
export interface RecordEdit {
  /** New texts by column index; null: missing. */
  readonly cells: ReadonlyMap<number, string | null>;
  /** Values of the columns added at the end, in order; null: missing. */
  readonly added?: readonly (string | null)[];
}

/** A column that the file gets at its end. */
export type AddedColumn = Pick<Column, 'name' | 'type'>;

/** Changes cells in the bytes of a record, and nothing else of them. */
export interface RecordEditor {
  /**
   * The record's bytes as the file has them (in its own encoding, without line end, comma or byte order mark) with
   * some cells changed. Everything that is not edited stays, byte for byte.
   * Throws an `EditError` where a value cannot be written: a character that Latin-1 lacks, a NUL in CSV, a record that
   * does not parse.
   */
  edit(record: Uint8Array, edit: RecordEdit): Uint8Array;
  /** The header record with the names of added columns at its end; absent where the format has none. */
  header?(record: Uint8Array, names: readonly string[]): Uint8Array;
}

export type EditableFormat = 'csv' | 'tsv' | 'jsonl' | 'json';

/**
 * The editor of a file's records.
 * @param text as the file was read; @param columns all of the file's, in its order
 * @param added the columns that `RecordEdit.added` has the values of: JSON writes their names into every record
 */
export function recordEditor(format: EditableFormat, text: TextOptions, columns: readonly Column[], added: readonly AddedColumn[] = []): RecordEditor {
  return format === 'csv' || format === 'tsv' ? csvRecordEditor(format, text, columns) : jsonRecordEditor(text, columns, added);
}
