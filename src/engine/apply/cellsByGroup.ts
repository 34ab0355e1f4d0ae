import type { SchemaTree } from 'hyparquet';
import type { Column } from '../../core/schema.ts';
import { EditError } from '../../formats/edit/editError.ts';
import { parquetCell, type RawValue } from '../../formats/edit/parquetValues.ts';
import type { TableEdits } from '../../formats/edit/tableEdits.ts';

/** The top-level columns of a Parquet file: how it describes them, and by what names errors call them. */
interface ParquetColumns {
  readonly nodes: readonly SchemaTree[];
  readonly columns: readonly Column[];
}

/** New values of one row group, by column and by row within the group, from 0. */
export type GroupCells = ReadonlyMap<number, ReadonlyMap<number, RawValue | null>>;

/**
 * The new values by row group.
 * @param lengths rows of each row group
 * @throws an `EditError` that names row and column where a value cannot be written
 */
export function cellsByGroup(edited: TableEdits['cells'], lengths: readonly number[], written: ParquetColumns): ReadonlyMap<number, GroupCells> {
  const byGroup = new Map<number, Map<number, Map<number, RawValue | null>>>();
  let group = 0;
  let first = 0;
  for (const [row, cells] of [...edited].sort(([a], [b]) => a - b)) {
    while (group < lengths.length && row > first + lengths[group]!) first += lengths[group++]!;
    if (row < 1 || group === lengths.length) throw new EditError(`There is no row ${row}: the file has ${first}.`);
    const byColumn = byGroup.get(group) ?? new Map<number, Map<number, RawValue | null>>();
    byGroup.set(group, byColumn);
    for (const [column, text] of cells) {
      const values = byColumn.get(column) ?? new Map<number, RawValue | null>();
      byColumn.set(column, values.set(row - first - 1, valueOf(row, column, text, written)));
    }
  }
  return byGroup;
}

function valueOf(row: number, column: number, text: string | null, { nodes, columns }: ParquetColumns): RawValue | null {
  const node = nodes[column];
  if (!node) throw new EditError(`Row ${row}: there is no column ${column + 1}.`);
  try {
    return parquetCell(text, node);
  } catch (error) {
    throw error instanceof EditError ? new EditError(`Row ${row}, “${columns[column]?.name ?? node.element.name}”: ${error.message}.`) : error;
  }
}
