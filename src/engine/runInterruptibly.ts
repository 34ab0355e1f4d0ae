import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';

/** How often an interrupt is repeated: one that comes before its statement has begun is lost. */
const interruptEvery = 20;

/** Runs a statement and returns its first row. Interrupts it when the signal is aborted, and then rejects with its reason. */
export async function runInterruptibly(connection: DuckDBConnection, sql: string, signal: AbortSignal): Promise<readonly DuckDBValue[]> {
  signal.throwIfAborted();
  let repeating: NodeJS.Timeout | undefined;
  const interrupt = (): void => {
    connection.interrupt();
    repeating = setInterval(() => connection.interrupt(), interruptEvery);
  };
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    const result = await connection.run(sql);
    signal.throwIfAborted();
    return (await result.getRows())[0] ?? [];
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    signal.removeEventListener('abort', interrupt);
    clearInterval(repeating);
  }
}
