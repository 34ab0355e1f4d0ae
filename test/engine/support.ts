import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { Database } from '../../src/engine/duckdb.ts';
import type { SqlParameter } from '../../src/engine/engine.ts';
import { quoteIdentifier } from '../../src/engine/quote.ts';
import { dataTable, type StoredColumn } from '../../src/engine/sql.ts';
import type { ColumnType } from '../../src/core/schema.ts';
import { temporaryFolder } from '../temporaryFolder.ts';

export async function openDatabase(test: TestContext, readable: readonly string[] = []): Promise<Database> {
  const folder = await temporaryFolder(test);
  const database = await Database.open({ memoryLimit: 512, threads: 2, temporaryFolder: join(folder, 'work'), readable });
  test.after(() => database.close());
  return database;
}

/** Fills `data` with text cells (null for null), rows numbered from 1. */
export async function loadCells(
  database: Database,
  names: readonly string[],
  rows: readonly (readonly (string | null)[])[],
  types: Readonly<Record<string, ColumnType>> = {},
): Promise<StoredColumn[]> {
  const columns = names.map((name, index): StoredColumn => ({ name, internal: `c${index}`, storage: 'VARCHAR', type: types[name] ?? 'text' }));
  await database.execute(`CREATE TABLE ${dataTable} (_row BIGINT, ${columns.map((column) => `${quoteIdentifier(column.internal)} VARCHAR`).join(', ')})`);
  for (const [index, row] of rows.entries()) {
    const parameters: SqlParameter[] = [index + 1, ...row];
    await database.execute(`INSERT INTO ${dataTable} VALUES (${parameters.map(() => '?').join(', ')})`, parameters);
  }
  return columns;
}
