/** The type of a column, inferred over all of its values or declared by the file. */
export type ColumnType =
  | 'boolean'
  | 'integer'
  | 'number'
  | 'date'
  | 'timestamp'
  | 'text'
  | 'list'
  | 'struct'
  | 'binary'
  | 'empty';

export const columnTypes: readonly ColumnType[] = [
  'boolean', 'integer', 'number', 'date', 'timestamp', 'text', 'list', 'struct', 'binary', 'empty',
];

export interface Column {
  /** Unique within the dataset; an empty or repeated header gets a distinguishing name. */
  readonly name: string;
  /** What the file itself says, where that differs from `name`. */
  readonly header?: string;
  /** Position in the file, from 0. */
  readonly index: number;
  readonly type: ColumnType;
  /** The file's own name for the type (`DECIMAL(10,2)`, `Utf8`), where it declares one. */
  readonly declared?: string;
}

/** Whether values of the type are counted and averaged. */
export function isNumeric(type: ColumnType): boolean {
  return type === 'integer' || type === 'number';
}

/** Whether values of the type are points in time. */
export function isTemporal(type: ColumnType): boolean {
  return type === 'date' || type === 'timestamp';
}

/**
 * Names that are unique, never empty, and stay as near to the header as they can.
 * `['id', '', 'id']` becomes `['id', 'column 2', 'id (2)']`.
 */
export function uniqueColumnNames(headers: readonly string[]): string[] {
  const wanted = new Set(headers);
  const taken = new Set<string>();
  return headers.map((header, index) => {
    const base = header.trim() === '' ? `column ${index + 1}` : header;
    let name = base;
    for (let n = 2; taken.has(name) || (name !== header && wanted.has(name)); n++) name = `${base} (${n})`;
    taken.add(name);
    return name;
  });
}
