import type { ReadCells } from './cells.ts';
import type { Database } from './duckdb.ts';
import type { Relation } from './engine.ts';
import type { RowIndex } from './rowIndex.ts';
import type { StoredColumn } from './sql.ts';
import type { UnreadableRows } from './unreadableRows.ts';

/** The table `data`, as far as its cells go, and the records that are not in it. */
export interface CellTable {
  readonly database: Pick<Database, 'columns'>;
  /** In file order. */
  readonly columns: readonly StoredColumn[];
  readonly unreadable: UnreadableRows;
  /** `data` has a column `_absent`: comma-separated indexes of the columns that a row does not have. */
  readonly hasAbsent: boolean;
  /** `data` has a column `_place`, one less than `_row`: a file that is queried where it lies is read by it alone from its middle. */
  readonly hasPlace?: boolean;
  /** The same cells out of the file itself, where that is quicker; null where it is not, or cannot be done. */
  byIndex?(rows: Int32Array, columns: readonly string[], characters: number): Promise<ReadCells | null>;
}

/** What every question about an open dataset starts from. The types of its columns are settled. */
export interface OpenTable extends CellTable {
  readonly database: Database;
  readonly relation: Relation;
  /** Records in the file, unreadable ones included. */
  readonly records: number;
  /** Where the records of a file with lines are; null where it has none. */
  rowIndex(): Promise<RowIndex | null>;
  /** Source lines of rows, null where there is none. */
  lines(rows: readonly number[]): Promise<readonly (number | null)[]>;
}

/** The column of a name. Throws where the dataset has none. */
export function requireColumn(table: Pick<OpenTable, 'columns'>, name: string): StoredColumn {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (!column) throw new Error(`There is no column “${name}”`);
  return column;
}
