import { StatementType, type DuckDBConnection, type DuckDBDataChunk, type DuckDBPreparedStatement, type DuckDBValue } from '@duckdb/node-api';
import type { SqlParameter, SqlRow, SqlValue } from './engine.ts';
import { toSqlValue } from './toSqlValue.ts';

/**
 * Runs one SELECT and nothing else: SQL is put together from quoted parts alone, and were one ever to slip through,
 * it could not write to the dataset's file, which DuckDB may reach.
 */
export async function ask<T>(
  connection: DuckDBConnection,
  sql: string,
  parameters: readonly SqlParameter[] | undefined,
  run: (question: DuckDBPreparedStatement) => Promise<T>,
): Promise<T> {
  const statements = await connection.extractStatements(sql);
  if (statements.count !== 1) throw new Error('One question is asked at a time');
  const question = await statements.prepare(0);
  try {
    if (question.statementType !== StatementType.SELECT) throw new Error('A dataset is only read');
    const values = bindable(parameters);
    if (values) question.bind(values);
    return await run(question);
  } finally {
    question.destroySync();
  }
}

/** What a statement takes; none where there is nothing to bind. */
export function bindable(parameters: readonly SqlParameter[] | undefined): DuckDBValue[] | undefined {
  return parameters && parameters.length > 0 ? [...parameters] : undefined;
}

/** The rows of a chunk, as objects by column name. */
export function rowsOf(chunk: DuckDBDataChunk, names: readonly string[]): SqlRow[] {
  const rows = Array.from({ length: chunk.rowCount }, (): Record<string, SqlValue> => ({}));
  names.forEach((name, index) => chunk.visitColumnValues(index, (value, row) => void (rows[row]![name] = toSqlValue(value))));
  return rows;
}
