import type { Database } from './duckdb.ts';
import type { Relation } from './engine.ts';
import type { StoredColumn } from './sql.ts';
import type { UnreadableRows } from './unreadableRows.ts';

/** What every question about an open dataset starts from: the table `data`, and the records that are not in it. */
export interface OpenTable {
  readonly database: Database;
  /** In file order, types settled. */
  readonly columns: readonly StoredColumn[];
  readonly relation: Relation;
  /** Records in the file, unreadable ones included. */
  readonly records: number;
  readonly unreadable: UnreadableRows;
  /** `data` has a column `_absent`: comma-separated indexes of the columns that a row does not have. */
  readonly hasAbsent: boolean;
  /** Source lines of rows, null where there is none. */
  lines(rows: readonly number[]): Promise<readonly (number | null)[]>;
}

/** The column of a name. Throws where the dataset has none. */
export function requireColumn(table: Pick<OpenTable, 'columns'>, name: string): StoredColumn {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (!column) throw new Error(`There is no column “${name}”`);
  return column;
}
