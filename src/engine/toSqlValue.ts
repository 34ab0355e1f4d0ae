import { DuckDBArrayValue, DuckDBBlobValue, DuckDBDecimalValue, DuckDBListValue, type DuckDBValue } from '@duckdb/node-api';
import type { SqlValue } from './engine.ts';

/**
 * A DuckDB value as the engine's contract has it: integers as numbers where those are exact, decimals as doubles,
 * lists as arrays, bytes as lower-case hexadecimal digits, everything else (dates, structs) as DuckDB writes it.
 */
export function toSqlValue(value: DuckDBValue): SqlValue {
  if (typeof value === 'bigint') {
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : value;
  }
  if (value === null || typeof value !== 'object') return value;
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) return value.items.map(toSqlValue);
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString('hex');
  return value.toString();
}
