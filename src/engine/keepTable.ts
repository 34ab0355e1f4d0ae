import type { Database } from './duckdb.ts';
import type { KeptTable } from './engine.ts';
import { quoteIdentifier } from './quote.ts';

let made = 0;

/** A question's result as a table, in memory or in the temporary folder; never in the file that the dataset is kept in. */
export async function keepTable(database: Database, sql: string, signal?: AbortSignal): Promise<KeptTable> {
  const name = quoteIdentifier(`kept_${made++}`);
  await database.execute(`CREATE TABLE ${name} AS SELECT * FROM (${sql})`, [], signal);
  return { name, drop: () => database.execute(`DROP TABLE ${name}`) };
}
